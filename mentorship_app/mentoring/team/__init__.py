"""The mentoring team of a mentee: which functions are covered, and wishes for the others."""
