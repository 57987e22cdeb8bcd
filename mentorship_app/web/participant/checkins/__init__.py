"""Whether a pair works, asked of each side alone."""
