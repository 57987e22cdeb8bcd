"""Mentorship programs, from the first invitation to the evaluation report.

Empty on purpose: importing a domain package must never import Flask.
"""

__version__ = "0.1.0"
