"""What the pages of staff read: the applications that were sent, and the sums over them. Drafts are only counted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from mentorship_app.core.searching import search_words
from mentorship_app.programs import Cohort
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.enums import ALLOWED, ApplicationStatus, CallStatus
from mentorship_app.recruitment.models import Call, MentorApplication

WAITING_FIRST = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.CHANGES_REQUESTED,
    ApplicationStatus.APPROVED,
    ApplicationStatus.DECLINED,
)


class SortKey(StrEnum):
    """By what the list of applications can be ordered."""

    NAME = "name"
    SENT = "sent"
    CAPACITY = "capacity"


@dataclass(frozen=True)
class Tally:
    """The sums above the list."""

    by_status: Mapping[ApplicationStatus, int]
    places_accepted: int
    """Mentees that the accepted mentors can take together."""
    places_wanted: int

    def count(self, status: ApplicationStatus) -> int:
        return self.by_status.get(status, 0)

    @property
    def sent(self) -> int:
        """Applications that were sent, whatever became of them."""
        return sum(self.count(status) for status in WAITING_FIRST)


@dataclass(frozen=True)
class ApplicationFilter:
    """Which applications to show; what is left empty does not narrow."""

    words: str = ""
    status: ApplicationStatus | None = None
    call_slug: str = ""


def sent_applications(
    cohort: Cohort,
    *,
    chosen: ApplicationFilter | None = None,
    sort: SortKey | None = None,
    descending: bool = False,
) -> Select[MentorApplication]:
    """The applications of a cohort that were sent; without ``sort`` those that wait for an answer come first.

    Every word that is looked for must stand in the name, the address or the department.
    """
    chosen = chosen or ApplicationFilter()
    columns = {
        SortKey.NAME: MentorApplication.search_text,
        SortKey.SENT: MentorApplication.submitted_at,
        SortKey.CAPACITY: MentorApplication.capacity,
    }
    found = (
        select(MentorApplication)
        .join(MentorApplication.call)
        .options(contains_eager(MentorApplication.call))
        .where(Call.cohort_id == cohort.id, MentorApplication.submitted_at.is_not(None))
    )
    for word in search_words(chosen.words):
        found = found.where(MentorApplication.search_text.contains(word, autoescape=True))
    if chosen.status is not None:
        found = found.where(MentorApplication.status == chosen.status)
    if chosen.call_slug:
        found = found.where(Call.slug == chosen.call_slug)
    if sort is None:
        waiting = MentorApplication.status == ApplicationStatus.SUBMITTED
        found = found.order_by(waiting.desc(), MentorApplication.submitted_at.desc())
    else:
        found = found.order_by(columns[sort].desc() if descending else columns[sort])
    return found.order_by(MentorApplication.id)


def tally(session: Session, cohort: Cohort) -> Tally:
    """How many applications stand where, and the places they give against those wanted."""
    rows = session.execute(
        select(MentorApplication.status, func.count(), func.sum(MentorApplication.capacity))
        .join(MentorApplication.call)
        .where(Call.cohort_id == cohort.id)
        .group_by(MentorApplication.status)
    ).all()
    wanted = session.scalar(select(func.sum(Call.places_wanted)).where(Call.cohort_id == cohort.id))
    places = {status: capacity for status, _count, capacity in rows}
    return Tally(
        by_status={status: count for status, count, _capacity in rows},
        places_accepted=places.get(ApplicationStatus.APPROVED) or 0,
        places_wanted=wanted or 0,
    )


def calls_of(session: Session, cohort: Cohort) -> list[Call]:
    """The calls of a cohort, newest first."""
    return list(
        session.scalars(select(Call).where(Call.cohort_id == cohort.id).order_by(Call.opens_on.desc(), Call.id))
    )


def find_sent(session: Session, cohort: Cohort, public_id: str) -> MentorApplication | None:
    """A sent application of this cohort; None for a draft and for one of another cohort."""
    return session.scalar(sent_applications(cohort).where(MentorApplication.public_id == public_id))


def find_to_accept(session: Session, cohort: Cohort, public_ids: Collection[str]) -> list[MentorApplication]:
    """Those of the applications that were sent in this cohort and can be accepted, by name."""
    found = sent_applications(cohort, sort=SortKey.NAME).where(MentorApplication.public_id.in_(public_ids))
    return [one for one in session.scalars(found) if ApplicationStatus.APPROVED in ALLOWED[one.status]]


def find_call(session: Session, cohort: Cohort, slug: str) -> Call | None:
    """A call of this cohort by its address."""
    return session.scalar(select(Call).where(Call.cohort_id == cohort.id, Call.slug == slug))


def open_calls(session: Session, *, now: datetime) -> list[Call]:
    """The calls to which one can apply now, of every program; the one that closes first comes first."""
    candidates = session.scalars(
        select(Call)
        .where(Call.status == CallStatus.OPEN)
        .options(joinedload(Call.cohort).joinedload(Cohort.program))
        .order_by(Call.closes_on, Call.id)
    )
    return [call for call in candidates if availability(call, now) is Availability.NOW]
