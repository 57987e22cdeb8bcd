"""Writing a meeting down by the link in a mail, without signing in."""
