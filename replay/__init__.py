"""One recorded day, driven through the doors of a real server."""
