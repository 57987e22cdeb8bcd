"""Cohorts of a program whose waves are answered as a table says: for each wave the people by number, with a rating."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort, Program
from mentorship_app.surveys import Wave, WaveKind, aggregates
from mentorship_app.surveys.linking import release_outcomes
from mentorship_app.surveys.outcomes import Outcomes
from tests.factories.people import CohortFactory, ProgramFactory
from tests.factories.results import closed_wave_of
from tests.factories.surveys import NOW

KINDS = (WaveKind.BASELINE, WaveKind.EARLY, WaveKind.MIDPOINT, WaveKind.ENDPOINT)
WHO_5, SATISFACTION = "who_5", "own_satisfaction"
Ratings = Mapping[int, int]
"""Of one wave: a person's number, and how they rate everything, 0 to 4."""

_ITEMS = {
    WHO_5: [f"who_5_{number}" for number in range(1, 6)],
    SATISFACTION: ["sat_work", "sat_learning", "sat_time", "sat_fair", "sat_unheard", "sat_again"],
}


def code_of(person: int) -> bytes:
    """The panel code of a person of the program."""
    return sha256(str(person).encode()).digest()


def rated(measure: str, value: int) -> dict[str, int]:
    """Everything rated alike, but the first question one higher where there is room: no two questions are the same."""
    items = _ITEMS[measure]
    return dict.fromkeys(items, value) | {items[0]: min(value + 1, 4)}


def year_of(
    session: Session,
    *waves: Ratings,
    program: Program | None = None,
    number: int = 0,
    measure: str = SATISFACTION,
    kinds: Sequence[WaveKind] = KINDS,
    arms: Mapping[int, str] | None = None,
) -> Cohort:
    """A cohort that begins ``number`` years after the first, its waves closed and their own tables released."""
    start = date(2023 + number, 7, 1)
    cohort: Cohort = CohortFactory(
        program=program or ProgramFactory(),
        slug=f"{start.year}-{number}",
        name=f"{start.year}",
        starts_on=start,
        ends_on=start + timedelta(days=364),
    )
    for place, ratings in enumerate(waves):
        add_wave(session, cohort, ratings, place=place, kind=kinds[place], measure=measure, arms=arms)
    return cohort


def add_wave(
    session: Session,
    cohort: Cohort,
    ratings: Ratings,
    *,
    place: int,
    kind: WaveKind,
    measure: str = SATISFACTION,
    arms: Mapping[int, str] | None = None,
    answers: Sequence[Mapping[str, Any]] | None = None,
) -> Wave:
    """One more closed and released wave, a month after the one before it."""
    wave = closed_wave_of(
        session,
        answers or [rated(measure, value) for value in ratings.values()],
        measures=[(measure, 1)],
        cohort=cohort,
        panels=[code_of(person) for person in ratings],
        arms=[arms[person] for person in ratings] if arms else (),
        at=NOW + timedelta(days=365 * (cohort.starts_on.year - 2023) + 30 * place),
    )
    wave.kind = kind
    session.flush()
    aggregates.release(session, aggregates.wave_ref(wave), now=NOW)
    return wave


def told_of(session: Session, cohort: Cohort, *years: Cohort) -> Outcomes:
    return release_outcomes(session, cohort, years=years, now=NOW)
