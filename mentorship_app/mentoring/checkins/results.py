"""What a check-in found, in numbers that no single answer can be read from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.checkins.answers import STEP, all_answers
from mentorship_app.mentoring.checkins.models import CheckIn

FEWEST = 5
"""Sides below which no mean is shown; a share takes ``FEWEST_OF_SHARE``."""
FEWEST_OF_SHARE = 8
FIT, MET = "fit", "met"


class Share(StrEnum):
    """How many of those who answered, in bands: never all of them, and never nobody."""

    LESS_THAN_HALF = "less_than_half"
    ABOUT_HALF = "about_half"
    MORE_THAN_HALF = "more_than_half"


@dataclass(frozen=True)
class Results:
    """Both sides together: apart, the smaller side could be worked out. None where too few answered.

    ``answered`` is rounded down to steps of five; ``fit`` is the mean of 1 to 10, to the nearest half.
    """

    answered: int
    fit: float | None
    met: Share | None


def results_of(session: Session, keyring: Keyring, check_in: CheckIn, *, today: date) -> Results | None:
    """None before the check-in is over: numbers that change tell whose answer came. Raises KeyringError, SealBroken."""
    if check_in.asked_at is None or today <= check_in.closes_on:
        return None
    found = [answers for _role, answers in all_answers(session, keyring, check_in)]
    fits = [float(answers[FIT]) for answers in found if isinstance(answers.get(FIT), int | float)]
    mets = [answers[MET] is True for answers in found if MET in answers]
    return Results(
        answered=len(found) // STEP * STEP,
        fit=round(2 * sum(fits) / len(fits)) / 2 if len(fits) >= FEWEST else None,
        met=_band(mets) if len(mets) >= FEWEST_OF_SHARE else None,
    )


def _band(yes: list[bool]) -> Share:
    share = sum(yes) / len(yes)
    if share < 0.4:
        return Share.LESS_THAN_HALF
    return Share.ABOUT_HALF if share <= 0.6 else Share.MORE_THAN_HALF
