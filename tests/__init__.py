"""What the hall promises, room by room."""
