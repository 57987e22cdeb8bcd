"""What is to be done, and what became of what was to be done a year ago."""
