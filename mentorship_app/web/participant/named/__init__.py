"""For mentors: who named them, and that they would rather not."""
