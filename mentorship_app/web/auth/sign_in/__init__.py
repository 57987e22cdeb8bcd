"""How participants get in: a mailed link that is pressed once, or a mailed code."""
