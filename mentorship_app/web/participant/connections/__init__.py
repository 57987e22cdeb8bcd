"""Staying in touch after the program: the question, and the connections there are."""
