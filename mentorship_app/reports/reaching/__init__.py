"""What a program did in a year, counted so that no number tells of one person or one pair."""
