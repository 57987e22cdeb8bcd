"""The support plan of a cohort: who gives time, money and a name to mentoring, signed anew every year.

A signature holds for the words that were signed. A change afterwards asks for a new one; the old one stays with its
words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs.models import Cohort
from mentorship_app.programs.versions import claim

MOST_HOURS_A_MONTH = 40.0
MOST_HOURS_A_WEEK = 60.0
LONGEST_LINE = 200
LONGEST_TEXT = 2000
_CURRENCY_LETTERS = 3


class SupportState(StrEnum):
    """How far a part of the plan is."""

    OPEN = "open"
    ASKED = "asked"
    AGREED = "agreed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class SupportEntries:
    """Everything that a support plan says. Hours a month for one mentor or mentee; budget in whole units."""

    mentor_hours: float | None = None
    mentee_hours: float | None = None
    released_by: str = ""
    time_state: SupportState = SupportState.OPEN
    budget_amount: int | None = None
    budget_currency: str = "CAD"
    budget_source: str = ""
    budget_state: SupportState = SupportState.OPEN
    sponsor_name: str = ""
    sponsor_role: str = ""
    sponsor_state: SupportState = SupportState.OPEN
    lead_name: str = ""
    lead_role: str = ""
    lead_hours: float | None = None
    lead_state: SupportState = SupportState.OPEN
    resources: str = ""
    resources_state: SupportState = SupportState.OPEN

    @property
    def states(self) -> tuple[SupportState, ...]:
        """How far the five parts are, in their order."""
        return (self.time_state, self.budget_state, self.sponsor_state, self.lead_state, self.resources_state)


def _state(name: str) -> Mapped[SupportState]:
    """A column whose CHECK has a name of its own: PostgreSQL refuses five of one name in a table."""
    kept = Enum(
        SupportState,
        name=name,
        values_callable=lambda states: [state.value for state in states],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
    )
    return mapped_column(kept, default=SupportState.OPEN)


class SupportPlan(Identified, Timestamped, Versioned, Base):
    """What a cohort lives on. Hours for mentors and mentees a month, for the lead a week."""

    __tablename__ = "support_plan"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), unique=True)
    mentor_hours: Mapped[float | None]
    mentee_hours: Mapped[float | None]
    released_by: Mapped[str] = mapped_column(default="")
    """Who gives the time free: a department, a chief."""
    time_state: Mapped[SupportState] = _state("time_state")
    budget_amount: Mapped[int | None]
    budget_currency: Mapped[str] = mapped_column(default="CAD")
    budget_source: Mapped[str] = mapped_column(default="")
    budget_state: Mapped[SupportState] = _state("budget_state")
    sponsor_name: Mapped[str] = mapped_column(default="")
    sponsor_role: Mapped[str] = mapped_column(default="")
    sponsor_state: Mapped[SupportState] = _state("sponsor_state")
    lead_name: Mapped[str] = mapped_column(default="")
    lead_role: Mapped[str] = mapped_column(default="")
    lead_hours: Mapped[float | None]
    lead_state: Mapped[SupportState] = _state("lead_state")
    resources: Mapped[str] = mapped_column(default="")
    resources_state: Mapped[SupportState] = _state("resources_state")

    cohort: Mapped[Cohort] = relationship()
    signatures: Mapped[list["SupportSignature"]] = relationship(
        back_populates="plan", order_by="SupportSignature.created_at.desc()", cascade="all, delete-orphan"
    )

    __table_args__ = (CheckConstraint("budget_amount >= 0", name="budget_is_not_negative"),)

    @property
    def entries(self) -> SupportEntries:
        return SupportEntries(**{key: getattr(self, key) for key in SupportEntries.__dataclass_fields__})

    @property
    def signature(self) -> "SupportSignature | None":
        """The signature that holds for what the plan says now; None when there is none, or it changed since."""
        newest = self.signatures[0] if self.signatures else None
        return newest if newest is not None and newest.snapshot == snapshot_of(self.entries) else None


class SupportSignature(Identified, Timestamped, Base):
    """Who signed which words, when. Never changed."""

    __tablename__ = "support_signature"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("support_plan.id", ondelete="CASCADE"), index=True)
    signed_by: Mapped[str]
    role: Mapped[str]
    signed_on: Mapped[date]
    recorded_by: Mapped[str]
    snapshot: Mapped[dict[str, Any]]

    plan: Mapped[SupportPlan] = relationship(back_populates="signatures")

    @property
    def entries(self) -> SupportEntries:
        """The plan as it was signed."""
        return entries_from(self.snapshot)


def snapshot_of(entries: SupportEntries) -> dict[str, Any]:
    """The entries as JSON values."""
    return {key: str(value) if isinstance(value, SupportState) else value for key, value in asdict(entries).items()}


def entries_from(snapshot: Mapping[str, Any]) -> SupportEntries:
    """The entries that :func:`snapshot_of` wrote, also by an earlier version that knew fewer or more."""
    known: dict[str, Any] = {
        key: SupportState(value) if key.endswith("_state") else value
        for key, value in snapshot.items()
        if key in SupportEntries.__dataclass_fields__
    }
    return SupportEntries(**known)


def plan_for(session: Session, cohort: Cohort) -> SupportPlan | None:
    """The support plan of a cohort; None while nobody wrote one."""
    return session.scalar(select(SupportPlan).where(SupportPlan.cohort_id == cohort.id))


def is_signed(session: Session, cohort: Cohort) -> bool:
    """Whether what the plan says now is signed."""
    plan = plan_for(session, cohort)
    return plan is not None and plan.signature is not None


def save_plan(
    session: Session, cohort: Cohort, entries: SupportEntries, *, version: int, by: Actor, now: datetime
) -> SupportPlan:
    """Write the plan. ``version`` is that of the plan as read; 0: there was none.

    Raises FieldError for a number out of range or a text that is too long, Conflict when somebody wrote it since.
    """
    entries = _checked(entries)
    plan = plan_for(session, cohort)
    if plan is None:
        plan = SupportPlan(cohort=cohort, created_at=now, version=version)
        session.add(plan)
        session.flush()
    claim(session, plan, version)
    changed = [key for key, value in vars(entries).items() if getattr(plan, key) != value]
    for key in changed:
        setattr(plan, key, getattr(entries, key))
    if changed:
        _record(session, "programs.support_plan.changed", plan, by=by, now=now, fields=changed)
    session.flush()
    return plan


def sign(
    session: Session,
    plan: SupportPlan,
    *,
    signed_by: str,
    role: str,
    signed_on: date,
    version: int,
    by: Actor,
    now: datetime,
) -> SupportSignature:
    """Record that somebody signed the plan as it stood at ``version``.

    Raises FieldError for a missing name or role and for a day to come, InvalidTransition when the plan as it is was
    signed already, Conflict when it was changed since.
    """
    signed_by, role = _line("signed_by", signed_by), _line("role", role)
    if not signed_by:
        raise FieldError("signed_by", N_("Enter the name of the person who signed."))
    if not role:
        raise FieldError("role", N_("Enter the role of the person who signed, for example department head."))
    if signed_on > clock.local_date(now, plan.cohort.program.timezone):
        raise FieldError("signed_on", N_("Enter the day on which it was signed, not a day to come."))
    claim(session, plan, version)
    if plan.signature is not None:
        raise InvalidTransition(N_("The plan is signed as it is. Change it first if something new is to be signed."))
    signature = SupportSignature(
        signed_by=signed_by,
        role=role,
        signed_on=signed_on,
        recorded_by=by.name,
        snapshot=snapshot_of(plan.entries),
        created_at=now,
    )
    plan.signatures.insert(0, signature)
    _record(session, "programs.support_plan.signed", plan, by=by, now=now, person=signed_by)
    session.flush()
    return signature


def carry_plan(session: Session, old: Cohort, new: Cohort, *, now: datetime) -> SupportPlan | None:
    """Give the new cohort the plan of the old one, unsigned and to be agreed anew; None when there is none to carry."""
    plan = plan_for(session, old)
    if plan is None or plan_for(session, new) is not None:
        return None
    words = {key: value for key, value in vars(plan.entries).items() if not key.endswith("_state")}
    carried = SupportPlan(cohort=new, created_at=now, **words)
    for part in ("time_state", "budget_state", "sponsor_state", "lead_state", "resources_state"):
        is_settled = getattr(plan, part) is SupportState.NOT_NEEDED
        setattr(carried, part, SupportState.NOT_NEEDED if is_settled else SupportState.OPEN)
    session.add(carried)
    session.flush()
    return carried


def _checked(entries: SupportEntries) -> SupportEntries:
    for key, most in (
        ("mentor_hours", MOST_HOURS_A_MONTH),
        ("mentee_hours", MOST_HOURS_A_MONTH),
        ("lead_hours", MOST_HOURS_A_WEEK),
    ):
        hours = getattr(entries, key)
        if hours is not None and not 0 <= hours <= most:
            raise FieldError(key, N_("Enter a number of hours from 0 to %(most)s."), most=int(most))
    if entries.budget_amount is not None and not 0 <= entries.budget_amount < 10**9:
        raise FieldError("budget_amount", N_("Enter an amount without cents, for example 12000."))
    currency = entries.budget_currency.strip().upper()
    if len(currency) != _CURRENCY_LETTERS or not currency.isascii() or not currency.isalpha():
        raise FieldError("budget_currency", N_("Enter the three letters of a currency, for example CAD."))
    lines = {
        key: _line(key, getattr(entries, key))
        for key in ("released_by", "budget_source", "sponsor_name", "sponsor_role", "lead_name", "lead_role")
    }
    resources = entries.resources.replace("\r\n", "\n").strip()
    if len(resources) > LONGEST_TEXT:
        raise FieldError("resources", N_("Use at most %(most)s characters."), most=LONGEST_TEXT)
    return SupportEntries(**vars(entries) | lines | {"budget_currency": currency, "resources": resources})


def _line(field: str, text: str) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST_LINE:
        raise FieldError(field, N_("Use at most %(most)s characters."), most=LONGEST_LINE)
    return line


def _record(
    session: Session, action: str, plan: SupportPlan, *, by: Actor, now: datetime, **details: str | Sequence[str]
) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject=plan,
        at=now,
        program_id=plan.cohort.program_id,
        cohort=plan.cohort.name,
        **details,
    )
