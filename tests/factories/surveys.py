"""Waves with people to ask."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.surveys import Wave, WaveKind
from mentorship_app.surveys.services import open_wave
from tests.factories.base import AppFactory
from tests.factories.people import CohortFactory, EnrollmentFactory, HelpLineFactory, TrainingLevelFactory

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
STAFF = Actor(account_id=None, name="Corinne Coordinator")


BURNOUT_CHECK = {"measure": "own_burnout_short", "version": 1, "wording": None}


class WaveFactory(AppFactory):
    class Meta:
        model = Wave

    cohort = factory.SubFactory(CohortFactory)
    kind = WaveKind.MIDPOINT
    title_en = "Midpoint check-in"
    title_fr = "Bilan de mi-parcours"
    contents = factory.LazyFunction(lambda: {"blocks": [dict(BURNOUT_CHECK)], "comment": True})
    audience = factory.LazyFunction(lambda: ["mentees", "unmatched"])
    opens_on = date(2026, 11, 16)
    closes_on = date(2026, 11, 30)
    bands = factory.LazyFunction(dict)
    created_at = NOW


def people_of(cohort: Cohort, *sizes: int) -> list[Enrollment]:
    """Mentees of the cohort: so many in each of as many training levels."""
    people: list[Enrollment] = []
    for number, size in enumerate(sizes, start=1):
        level = TrainingLevelFactory(
            program=cohort.program, position=number, code=f"PGY-{number}", name_en=f"PGY-{number}", name_fr=f"R{number}"
        )
        people += EnrollmentFactory.create_batch(size, cohort=cohort, training_level=level)
    return people


def opened_wave(
    session: Session, keyring: Keyring, *sizes: int, now: datetime = NOW, **given: Any
) -> tuple[Wave, list[Enrollment]]:
    """An open wave, and those who were asked: so many in each training level. ``given`` is about the wave."""
    wave = WaveFactory(**given)
    HelpLineFactory(program=wave.cohort.program, verified_on=now.date())
    session.flush()
    session.expire(wave.cohort.program, ["help_lines"])
    people = people_of(wave.cohort, *sizes)
    open_wave(session, keyring, wave, by=STAFF, now=now)
    return wave, people


def rated(value: int, **others: int) -> dict[str, int]:
    """Every item of the shipped instrument answered with ``value``, except ``others``."""
    items = [f"{scale}_{number}" for scale in ("exh", "dis", "acc") for number in range(1, 5)]
    return dict.fromkeys(items, value) | others
