"""Leaving a cohort: what is deleted, what ends, what stays and why.

Each feature says here what becomes of its rows when their person leaves. The page that asks whether somebody wants to
leave is written from these entries, and leaving carries the same entries out: words and deeds cannot differ.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mentorship_app import audit
from mentorship_app.core.identity import Actor
from mentorship_app.core.registry import Registry
from mentorship_app.db import Base
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus
from mentorship_app.programs.models import Enrollment


class Fate(StrEnum):
    """What becomes of something when its person leaves."""

    DELETED = "deleted"
    ENDED = "ended"
    KEPT = "kept"


@dataclass(frozen=True)
class Leaving:
    """Who lets the person leave, and when. ``themselves``: the person pressed the button."""

    by: Actor
    now: datetime
    themselves: bool


@dataclass(frozen=True)
class Belonging:
    """One kind of thing that people have in a cohort, and what becomes of it when they leave."""

    fate: Fate
    words: str
    """Marked with ``N_``; names the thing for its person and for staff alike: no "your", no "their"."""
    tables: frozenset[str]
    """The tables whose rows these are: a test wants every table that names a person here."""
    count: Callable[[Session, Enrollment], int] | None = None
    """How many the person has; afterwards 0, unless they are kept. None: said to everybody, and never looked at."""
    end: Callable[[Session, Enrollment, Leaving], None] | None = None
    """Deletes or ends them. None for what is kept."""
    why: str = ""
    """Why it is kept, marked with ``N_``."""
    roles: frozenset[CohortRole] = frozenset(CohortRole)
    secret: bool = False
    """Said to everybody, because nobody but the person may know whether there are any."""

    def __post_init__(self) -> None:
        if self.fate is Fate.KEPT and (not self.why or self.end is not None):
            raise ValueError(f"{self.words!r} is kept: say why, and change nothing")
        if self.fate is not Fate.KEPT and (self.end is None or self.count is None):
            raise ValueError(f"{self.words!r} does not stay: say how many there are and how they end")


belongings: Registry[Belonging] = Registry("belonging")
"""``belongings.add("intake.profile", deleted(N_("…"), Profile, Profile.enrollment_id))`` in the feature's own
``leaving.py``, imported in ``web/registrations.py``."""


def deleted(
    words: str,
    model: type[Base],
    *owners: InstrumentedAttribute[Any],
    roles: frozenset[CohortRole] = frozenset(CohortRole),
    secret: bool = False,
) -> Belonging:
    """Rows of ``model`` that are deleted when the enrollment in one of the columns ``owners`` leaves."""

    def count(session: Session, enrollment: Enrollment) -> int:
        mine = or_(*(owner == enrollment.id for owner in owners))
        return session.scalar(select(func.count()).select_from(model).where(mine)) or 0

    def end(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
        session.execute(delete(model).where(or_(*(owner == enrollment.id for owner in owners))))

    return Belonging(Fate.DELETED, words, frozenset({model.__tablename__}), count, end, roles=roles, secret=secret)


def kept(
    words: str,
    why: str,
    tables: Sequence[str],
    *,
    count: Callable[[Session, Enrollment], int] | None = None,
    roles: frozenset[CohortRole] = frozenset(CohortRole),
) -> Belonging:
    """What stays when somebody leaves; said to everybody in ``roles``, or to those who have some if ``count`` tells."""
    return Belonging(Fate.KEPT, words, frozenset(tables), count, why=why, roles=roles)


def what_becomes(session: Session, enrollment: Enrollment) -> dict[Fate, list[Belonging]]:
    """What leaving now would delete, end and keep of this person. Only reads."""
    found: dict[Fate, list[Belonging]] = {fate: [] for fate in Fate}
    for _name, belonging in belongings.items():
        if enrollment.role not in belonging.roles:
            continue
        if belonging.secret or belonging.count is None or belonging.count(session, enrollment):
            found[belonging.fate].append(belonging)
    return found


def withdraw(session: Session, enrollment: Enrollment, *, by: Actor, now: datetime) -> None:
    """End a person's part in the cohort, as :func:`what_becomes` says. Withdrawing twice changes nothing.

    The account stays, so that the person can sign in and take their own record away.
    """
    if enrollment.status is EnrollmentStatus.WITHDRAWN:
        return
    leaving = Leaving(by=by, now=now, themselves=by.account_id == enrollment.account_id)
    for name, belonging in belongings.items():
        if belonging.end is None or belonging.count is None or enrollment.role not in belonging.roles:
            continue
        if belonging.count(session, enrollment):
            belonging.end(session, enrollment, leaving)
            session.flush()
            if belonging.count(session, enrollment):
                raise RuntimeError(f"{name} was promised to end, and did not")
    enrollment.status, enrollment.left_at = EnrollmentStatus.WITHDRAWN, now
    enrollment.left_themselves = leaving.themselves
    enrollment.version += 1
    audit.record(
        session,
        "programs.enrollment.left" if leaving.themselves else "programs.enrollment.withdrawn",
        by=by,
        subject=enrollment,
        at=now,
        program_id=enrollment.cohort.program_id,
        person=enrollment.account.name,
        role=enrollment.role,
    )
    session.flush()
