"""Typing sheets of paper in, by the link of a mail. Nothing here is logged."""
