"""What the indicators of one cohort are worked out from, each read once: rows of ids and days, and no names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import Integer, cast, extract, func, select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.mentoring.agreements.models import Agreement
from mentorship_app.mentoring.meetings.cadence import USUAL_WEEKS, cadence_of
from mentorship_app.mentoring.meetings.models import Meeting
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus


@dataclass(frozen=True)
class PairRow:
    """A pair of the cohort, running or over."""

    id: UUID
    mentor: UUID
    mentee: UUID
    started_on: date
    ended_on: date | None
    first_met: date | None
    meetings: int

    def runs_on(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)

    def days_until(self, day: date) -> int:
        """How long it ran until that day, or its end; 0 before it began."""
        return max(0, (min(day, self.ended_on or day) - self.started_on).days)


@dataclass(frozen=True)
class PersonRow:
    """Somebody who takes part, or took part."""

    id: UUID
    account: UUID
    role: CohortRole
    is_active: bool


@dataclass
class Frame:
    """One cohort as it stood on its last day, or stands today."""

    session: Session
    cohort: Cohort
    now: datetime
    earlier: Cohort | None = None
    """The cohort before it, where there is one."""
    day: date = field(init=False)

    def __post_init__(self) -> None:
        self.day = min(clock.local_date(self.now, self.cohort.program.timezone), self.cohort.ends_on)

    @cached_property
    def weeks(self) -> int:
        """Weeks that a pair should let pass between meetings."""
        return cadence_of(self.session, self.cohort)[0] or USUAL_WEEKS

    @cached_property
    def people(self) -> tuple[PersonRow, ...]:
        """Everybody who ever took part in the cohort."""
        rows = self.session.execute(
            select(Enrollment.id, Enrollment.account_id, Enrollment.role, Enrollment.status).where(
                Enrollment.cohort_id == self.cohort.id
            )
        )
        return tuple(
            PersonRow(person, account, role, status is EnrollmentStatus.ACTIVE)
            for person, account, role, status in rows
        )

    def active(self, role: CohortRole) -> dict[UUID, UUID]:
        """Those who take part in this role, their accounts by enrollment."""
        return {one.id: one.account for one in self.people if one.role is role and one.is_active}

    @cached_property
    def pairs(self) -> tuple[PairRow, ...]:
        """Every pair of the cohort with its first meeting and how often it met; one query."""
        met = (
            select(
                Meeting.pairing_id, func.min(Meeting.met_on).label("first"), func.count(Meeting.met_on).label("held")
            )
            .where(Meeting.pairing_id.is_not(None), Meeting.met_on.is_not(None))
            .join(Pairing, Pairing.id == Meeting.pairing_id)
            .where(Pairing.cohort_id == self.cohort.id)
            .group_by(Meeting.pairing_id)
            .subquery()
        )
        rows = self.session.execute(
            select(
                Pairing.id,
                Pairing.mentor_id,
                Pairing.mentee_id,
                Pairing.started_on,
                Pairing.ended_on,
                met.c.first,
                func.coalesce(met.c.held, 0),
            )
            .outerjoin(met, met.c.pairing_id == Pairing.id)
            .where(Pairing.cohort_id == self.cohort.id)
        )
        return tuple(PairRow(*row) for row in rows)

    @cached_property
    def running(self) -> tuple[PairRow, ...]:
        """The pairs that ran on the day, of people who still take part."""
        active = {one.id for one in self.people if one.is_active}
        return tuple(
            pair for pair in self.pairs if pair.runs_on(self.day) and pair.mentor in active and pair.mentee in active
        )

    @cached_property
    def signed(self) -> frozenset[UUID]:
        """Pairs with an agreement that both signed."""
        rows = self.session.scalars(
            select(Agreement.pairing_id)
            .join(Pairing, Pairing.id == Agreement.pairing_id)
            .where(Pairing.cohort_id == self.cohort.id, Agreement.signed_at.is_not(None))
        )
        return frozenset(rows)

    @cached_property
    def requests(self) -> tuple[tuple[UUID, datetime, datetime | None, bool], ...]:
        """Requests for another pair: id, when asked, when a coordinator last acted, whether it is still open."""
        rows = self.session.scalars(
            select(RematchRequest).join(RematchRequest.pairing).where(Pairing.cohort_id == self.cohort.id)
        )
        return tuple((row.id, row.created_at, row.handled_at, row.is_pending) for row in rows)

    @cached_property
    def meetings_by_month(self) -> Mapping[tuple[int, int], int]:
        """Meetings of pairs by year and month; one query."""
        year, month = (cast(extract(part, Meeting.met_on), Integer) for part in ("year", "month"))
        rows = self.session.execute(
            select(year, month, func.count())
            .join(Pairing, Pairing.id == Meeting.pairing_id)
            .where(Pairing.cohort_id == self.cohort.id, Meeting.met_on.is_not(None))
            .group_by(year, month)
        )
        return {(row[0], row[1]): row[2] for row in rows}
