"""With whom one should not be paired: conflicts of interest, and the private list."""
