"""The manager: the live hall, satisfaction, set-up."""
