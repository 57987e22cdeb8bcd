"""What a sent application offers, read from its answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NO_ROLE = "none"


@dataclass(frozen=True)
class Offer:
    """What becomes of the answers in the mentor's enrollment."""

    department: str
    site: str
    capacity: int
    """Mentees, 0–5 as the form allows."""
    hours_per_month: float
    """For each mentee."""


def offer_in(answers: Mapping[str, Any]) -> Offer:
    """The offer in complete answers; raises KeyError if a required one is missing."""
    return Offer(
        department=str(answers["department"]),
        site=str(answers["site"]),
        capacity=int(answers["capacity"]),
        hours_per_month=float(answers["hours"]),
    )


def assessment_roles(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of the roles in which the person assesses or depends on residents; matching has to look at them."""
    return tuple(code for code in answers.get("assessment_roles", ()) if code != NO_ROLE)
