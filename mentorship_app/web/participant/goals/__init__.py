"""Goals: those of a mentee, and what the mentors of a team read of them."""
