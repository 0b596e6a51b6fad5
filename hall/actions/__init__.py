"""What people do in a hall: one function per deed, one transaction per function."""
