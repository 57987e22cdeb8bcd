"""Groups of one or two mentors with several mentees of mixed training levels: proposed, looked at, begun."""
