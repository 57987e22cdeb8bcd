"""Mentors to choose from: look, rank, wait; and for mentors, who named them."""
