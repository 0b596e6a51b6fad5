"""What a fresh checkout needs once before the hall can open."""
