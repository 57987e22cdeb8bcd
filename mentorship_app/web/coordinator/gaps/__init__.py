"""The gap board of staff."""
