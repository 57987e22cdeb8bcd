"""Meetings of the reader: what was, what is planned, writing one down, planning the next."""
