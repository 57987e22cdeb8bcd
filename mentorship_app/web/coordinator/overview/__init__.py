"""The page of whoever directs the program: numbers and dates, and nobody's name."""
