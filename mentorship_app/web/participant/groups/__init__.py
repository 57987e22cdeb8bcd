"""A group as those in it see it."""
