"""What every screen shares: who is asking, how a door answers, how a picture reaches a screen."""
