"""The private address of a calendar, read by calendar programs without signing in."""
