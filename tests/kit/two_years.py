"""A program of any size that has met for two years, written in bulk: for counting queries and milliseconds."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.tokens import new_public_id, new_token
from mentorship_app.mentoring import Pairing, PairingKind, PairingStatus
from mentorship_app.mentoring.agreements.models import Agreement
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.programs import Cohort, CohortRole, Phase
from mentorship_app.training.library import modules
from mentorship_app.training.models import TrainingProgress, TrainingRequirement
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, HelpLineFactory, StaffGrantFactory

YEARS = 2
EVERY = timedelta(days=30)
OF_A_MENTOR = 2


@dataclass(frozen=True)
class TwoYears:
    """The program's slug, its cohort, somebody who coordinates it, and somebody who directs it."""

    slug: str
    cohort: Cohort
    coordinator: Account
    director: Account


def two_years(store: Session, pairs: int) -> TwoYears:
    """``pairs`` pairs, each with a meeting a month.

    Every tenth fell silent, every twelfth
    signed no agreement, every eighth mentee has not come to the training."""
    today = clock.now().date()
    begun = today - timedelta(days=365 * YEARS)
    cohort = CohortFactory(phase=Phase.ACTIVE, starts_on=begun, ends_on=today + timedelta(days=60))
    HelpLineFactory.create_batch(5, program=cohort.program, verified_on=today - timedelta(days=350))
    coordinator, director = AccountFactory(), AccountFactory()
    StaffGrantFactory(account=coordinator, program_id=cohort.program_id, role=StaffRole.COORDINATOR)
    StaffGrantFactory(account=director, program_id=cohort.program_id, role=StaffRole.VIEWER)
    mentors = EnrollmentFactory.create_batch(-(-pairs // OF_A_MENTOR), cohort=cohort, role=CohortRole.MENTOR)
    mentees = EnrollmentFactory.create_batch(pairs, cohort=cohort)
    rows = [
        {
            "id": uuid4(),
            "public_id": new_public_id(),
            "cohort_id": cohort.id,
            "mentor_id": mentors[number // OF_A_MENTOR].id,
            "mentee_id": mentee.id,
            "kind": PairingKind.PRIMARY,
            "status": PairingStatus.ACTIVE,
            "started_on": begun,
            "reasons": [],
            "created_at": _noon(begun),
        }
        for number, mentee in enumerate(mentees)
    ]
    store.execute(insert(Pairing), rows)
    _sign(store, [row["id"] for number, row in enumerate(rows) if number % 12])
    _meet(store, [row["id"] for row in rows], begun, today)
    needed = next(module.key for module in modules() if CohortRole.MENTEE in module.roles)
    store.add(TrainingRequirement(cohort_id=cohort.id, role=CohortRole.MENTEE, module_key=needed))
    _learn(store, [mentee.id for number, mentee in enumerate(mentees) if number % 8], needed)
    store.flush()
    return TwoYears(cohort.program.slug, cohort, coordinator, director)


def _learn(store: Session, people: list[UUID], module_key: str) -> None:
    rest = {"module_version": 1, "step": "done", "completed_at": datetime.now(UTC)}
    done = [{"id": uuid4(), "enrollment_id": person, "module_key": module_key} | rest for person in people]
    store.execute(insert(TrainingProgress), done)


def _sign(store: Session, pairs: list[UUID]) -> None:
    moment = datetime.now(UTC)
    signed = [
        {"id": uuid4(), "pairing_id": pair, "signed_at": moment, "created_at": moment, "version": 1} for pair in pairs
    ]
    store.execute(insert(Agreement), signed)


def _meet(store: Session, pairs: list[UUID], begun: date, today: date) -> None:
    meetings = []
    for number, pair in enumerate(pairs):
        until = today - timedelta(days=120) if number % 10 == 0 else today
        day = begun + timedelta(days=number % 28)
        while day < until:
            meetings.append(_meeting(pair, day))
            day += EVERY
    store.execute(insert(Meeting), meetings)


def _meeting(pair: UUID, day: date) -> dict[str, object]:
    return {
        "id": uuid4(),
        "public_id": new_public_id(),
        "pairing_id": pair,
        "state": MeetingState.HELD,
        "met_on": day,
        "minutes": 30,
        "how": "video",
        "topics": [],
        "place": "",
        "written_by": CohortRole.MENTEE,
        "touched_at": _noon(day),
        "created_at": _noon(day),
        "uid": new_token(),
        "sequence": 0,
        "version": 1,
    }


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
