"""How fair some pairs are: whom they serve how well, by groups, and what two proposals differ in.

Groups are training levels, sites and departments, never who people are. A group is counted from five people on, and if
one is left out, so many more are that nothing can be got by subtracting the others from all.
"""

from mentorship_app.matching.fairness.comparing import Difference, difference
from mentorship_app.matching.fairness.counting import Numbers, numbers, numbers_from, pair_numbers
from mentorship_app.matching.fairness.groups import TOP, Dimension, Group, PairNumbers, large_enough

__all__ = [
    "TOP",
    "Difference",
    "Dimension",
    "Group",
    "Numbers",
    "PairNumbers",
    "difference",
    "large_enough",
    "numbers",
    "numbers_from",
    "pair_numbers",
]
