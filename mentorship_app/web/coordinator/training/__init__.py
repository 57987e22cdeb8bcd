"""Training as staff see it: what is required, who completed it, own modules."""
