"""Groups: asked for, looked at, begun; and senior residents who mentor juniors."""
