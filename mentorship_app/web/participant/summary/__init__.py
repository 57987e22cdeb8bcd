"""What everybody who was asked can read of what came of it."""
