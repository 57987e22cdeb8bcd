"""Whether the program goes as it should: what needs somebody now, and numbers about the year."""
