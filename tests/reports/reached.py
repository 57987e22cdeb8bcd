"""A year of mentoring as staff and people left it: who was paired, signed, met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.agreements.models import Agreement
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Program
from tests.factories import CohortFactory, EnrollmentFactory, ProgramFactory, TrainingLevelFactory
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
BEGAN = date(2026, 10, 1)
SENT = datetime(2026, 9, 1, 12, tzinfo=UTC)
MINUTES = 45


@dataclass
class Reached:
    """The people of a year, in the order in which they were made."""

    cohort: Cohort
    mentees: list[Enrollment]
    mentors: list[Enrollment]
    pairs: list[Pairing] = field(default_factory=list)


def a_year(
    session: Session,
    *,
    mentees: int,
    mentors: int,
    matched: int,
    meetings: Sequence[int] = (),
    signed: int | None = None,
    intakes: int = 0,
    levels: Sequence[int] = (),
    sites: Sequence[str] = (),
    places: int = 2,
    program: Mapping[str, Any] | None = None,
) -> Reached:
    """A cohort whose first mentees are matched, pair by pair with so many meetings (of those not named: 6).

    ``levels``: the training level of each mentee, ``sites``: the site of each mentor; in turn, if there are fewer.
    ``places``: how many mentees each mentor can take.
    """
    owner: Program = ProgramFactory(**(program or {}))
    cohort = CohortFactory(program=owner)
    steps = {number: TrainingLevelFactory(program=owner, position=number) for number in sorted(set(levels))}
    made = Reached(
        cohort,
        [
            EnrollmentFactory(
                cohort=cohort, training_level=steps[levels[place % len(levels)]] if levels else None, site="North"
            )
            for place in range(mentees)
        ],
        [
            EnrollmentFactory(
                cohort=cohort,
                role=CohortRole.MENTOR,
                capacity=places,
                site=sites[place % len(sites)] if sites else "North",
            )
            for place in range(mentors)
        ],
    )
    for mentee in made.mentees[:intakes]:
        ProfileFactory(enrollment=mentee, sent=True, submitted_at=SENT)
    for place, mentee in enumerate(made.mentees[:matched]):
        pair = PairingFactory(cohort=cohort, mentee=mentee, mentor=made.mentors[place % mentors], started_on=BEGAN)
        made.pairs.append(pair)
        if signed is None or place < signed:
            sign(session, pair)
        meet(session, pair, meetings[place] if place < len(meetings) else 6)
    session.flush()
    return made


def meet(session: Session, pair: Pairing, times: int) -> None:
    """So many meetings of that pair, a month apart."""
    for number in range(times):
        session.add(
            Meeting(
                pairing=pair,
                state=MeetingState.HELD,
                met_on=BEGAN + timedelta(days=10 + 30 * number),
                minutes=MINUTES,
                how="video",
                written_by=CohortRole.MENTEE,
                touched_at=SENT,
                created_at=SENT,
            )
        )


def sign(session: Session, pair: Pairing) -> None:
    """An agreement that both signed, whatever stands in it."""
    session.add(Agreement(pairing=pair, signed_at=SENT, created_at=SENT))
