"""Check-ins: each side of a pair says for itself whether it works. What is answered is read by nobody by name."""
