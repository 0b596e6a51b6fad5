"""The kiosk: a visitor takes a number."""
