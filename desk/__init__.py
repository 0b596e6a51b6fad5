"""The help desk: first contact, for whoever needs more than a kiosk."""
