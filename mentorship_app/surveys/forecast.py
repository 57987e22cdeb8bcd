"""Where an open wave may end up, from nothing but what its page shows anyway.

The forecast is worked out from the count in steps of five, the number asked and the calendar: two moments with the same
count on the same day give the same forecast, so it tells no arrival that the steps do not tell.
"""

from datetime import date
from math import sqrt

NORMAL, GOAL = 47, 70
"""Per cent: what repeated surveys of residents reach, and what is usually aimed at.

Sources: HCA Healthcare Journal of Medicine 2021;2(2):8 (47 % over repeated wellness surveys); Family Medicine
2023;55:304 (70 % as the usual goal).
"""
_STEP = 10


def forecast(answered: int, asked: int, *, opened_on: date, closes_on: date, today: date) -> int | None:
    """Share of those asked who may have answered at the end, in whole tens of per cent; None on the first day.

    ``answered`` is the count as shown, in steps. Answers come early and thin out, as the square root of the days gone
    (an assumption, not a finding): so a quarter of the days in, half of all answers are there.
    """
    whole, gone = (closes_on - opened_on).days + 1, (today - opened_on).days + 1
    if asked <= 0 or answered <= 0 or gone <= 1 or whole <= 1:
        return None
    share = answered / asked / sqrt(min(gone / whole, 1))
    return min(100, int(share * 100) // _STEP * _STEP)
