"""What is done for those who need more than a number: the bell, and lists to take home."""
