"""The displays: the wall that shows and speaks the calls."""
