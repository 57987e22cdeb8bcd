"""Who suits whom."""
