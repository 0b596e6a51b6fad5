"""What is true in a hall: plain Python that knows no clock, database or setting."""
