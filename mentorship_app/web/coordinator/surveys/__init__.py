"""Planning, opening and closing check-ins; results in groups. Never who answered."""
