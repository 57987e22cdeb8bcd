"""Calls for mentors: their words, what they look for, whom they invite, how they are shared, how far people came."""
