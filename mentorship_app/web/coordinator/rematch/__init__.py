"""Requests for another pair, as the coordinator reads and settles them."""
