"""A program year of several waves, answered as a table says: each row a person, each column a wave."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.services import open_wave
from tests.factories.people import CohortFactory, HelpLineFactory
from tests.factories.surveys import NOW, STAFF, WaveFactory, people_of

Answers = Mapping[str, int]


def program_year(session: Session, *sizes: int) -> tuple[Cohort, list[Enrollment]]:
    """A cohort with so many mentees in each of as many training levels."""
    cohort = CohortFactory()
    HelpLineFactory(program=cohort.program, verified_on=NOW.date())
    session.flush()
    session.expire(cohort.program, ["help_lines"])
    return cohort, people_of(cohort, *sizes)


def answered_wave(
    session: Session,
    keyring: Keyring,
    cohort: Cohort,
    people: Sequence[Enrollment],
    answers: Sequence[Answers | None],
    *,
    number: int,
    **given: Any,
) -> Wave:
    """The ``number``-th wave of the year, four weeks after the one before it, closed. None: did not answer."""
    wave = opened(session, keyring, cohort, number=number, **given)
    for person, chosen in zip(people, answers, strict=True):
        if chosen is not None:
            submit(session, keyring, wave, person.account_id, dict(chosen))
    close_wave(session, keyring, wave, by=STAFF, now=NOW + timedelta(weeks=4 * number))
    return wave


def opened(session: Session, keyring: Keyring, cohort: Cohort, *, number: int, **given: Any) -> Wave:
    """The same wave, opened only."""
    shift = timedelta(weeks=4 * number)
    wave = WaveFactory(
        cohort=cohort, opens_on=date(2026, 11, 16) + shift, closes_on=date(2026, 11, 30) + shift, **given
    )
    session.flush()
    open_wave(session, keyring, wave, by=STAFF, now=NOW + shift)
    return wave
