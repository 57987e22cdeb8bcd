"""Why two people are a proposed pair, and why two others are not. Plain Python: nothing is solved here."""

from mentorship_app.matching.explaining.costs import words_of_cost
from mentorship_app.matching.explaining.pairs import Explanation, NextBest, Point, explain, points_of
from mentorship_app.matching.explaining.refusals import why_not
from mentorship_app.matching.explaining.telling import told_to_mentee, told_to_mentor

__all__ = [
    "Explanation",
    "NextBest",
    "Point",
    "explain",
    "points_of",
    "told_to_mentee",
    "told_to_mentor",
    "why_not",
    "words_of_cost",
]
