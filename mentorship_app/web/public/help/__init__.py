"""Help in distress: a page of its own, which nothing records and which stays readable without a connection."""
