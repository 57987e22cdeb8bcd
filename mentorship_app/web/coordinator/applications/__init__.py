"""Recruiting mentors: the applications that came in, and the calls that ask for them."""
