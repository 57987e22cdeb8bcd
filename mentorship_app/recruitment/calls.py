"""Verbs of calls: write, change, open, close; and whether one can apply now."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.programs.phases import Opening, is_open
from mentorship_app.programs.services import slug_of
from mentorship_app.programs.versions import claim
from mentorship_app.recruitment.enums import CallStatus
from mentorship_app.recruitment.invitations.ending import end_mails_of
from mentorship_app.recruitment.models import Call

MOST_HOURS = 20.0
MOST_PLACES = 1000
MOST_REMINDERS = 2


class Availability(StrEnum):
    """What a visitor of a call can do."""

    NOT_YET = "not_yet"
    NOW = "now"
    OVER = "over"


@dataclass(frozen=True)
class CallText:
    """What a coordinator says about a call. ``hours_per_month`` is for each mentee."""

    title_en: str
    title_fr: str
    intro_en: str
    intro_fr: str
    hours_per_month: float
    places_wanted: int
    opens_on: date
    closes_on: date
    reminders: int = MOST_REMINDERS
    """How often people who were invited are asked again, 0 to 2."""


def today_of(call: Call, now: datetime) -> date:
    """The calendar day at the program's place."""
    return clock.local_date(now, call.cohort.program.timezone)


def availability(call: Call, now: datetime) -> Availability:
    """Whether one can apply at ``now``: the call is open, the day lies within it, the cohort's phase allows it."""
    today = today_of(call, now)
    if call.status is CallStatus.CLOSED or today > call.closes_on:
        return Availability.OVER
    if call.status is CallStatus.DRAFT or today < call.opens_on:
        return Availability.NOT_YET
    return Availability.NOW if is_open(call.cohort, Opening.APPLICATIONS) else Availability.OVER


def create_call(session: Session, cohort: Cohort, text: CallText, *, by: Actor, now: datetime) -> Call:
    """A call in draft, with an address made from the program and the cohort. Raises FieldError for a wrong entry."""
    given = _checked(text)
    call = Call(
        cohort=cohort,
        slug=_free_slug(session, slug_of(f"{cohort.program.slug} {cohort.name}", fallback="mentors")),
        status=CallStatus.DRAFT,
        created_at=now,
        **vars(given),
    )
    session.add(call)
    session.flush()
    _record(session, "recruitment.call.created", call, by=by, now=now)
    return call


def change_call(session: Session, call: Call, text: CallText, *, version: int, by: Actor, now: datetime) -> None:
    """Change what a call says; its address stays. Raises FieldError, and Conflict for a stale version."""
    given = _checked(text)
    claim(session, call, version)
    for key, value in vars(given).items():
        setattr(call, key, value)
    session.flush()
    _record(session, "recruitment.call.changed", call, by=by, now=now)


def open_call(session: Session, call: Call, *, by: Actor, now: datetime) -> None:
    """Let people apply, for the first time or again. Opening an open call changes nothing.

    Raises Conflict while the cohort's phase takes no applications or when the last day has passed.
    """
    if call.status is CallStatus.OPEN:
        return
    if not is_open(call.cohort, Opening.APPLICATIONS):
        raise Conflict(N_("The cohort takes no applications in this phase. Move it to recruitment first."))
    if today_of(call, now) > call.closes_on:
        raise Conflict(N_("The last day of this call has passed. Choose a later one first."))
    call.status = CallStatus.OPEN
    call.version += 1
    session.flush()
    _record(session, "recruitment.call.opened", call, by=by, now=now)


def close_call(session: Session, call: Call, *, by: Actor, now: datetime) -> None:
    """Take no more applications. Closing a closed call changes nothing; a draft cannot be closed."""
    if call.status is CallStatus.CLOSED:
        return
    if call.status is CallStatus.DRAFT:
        raise InvalidTransition(N_("This call was never open, so there is nothing to close."))
    call.status = CallStatus.CLOSED
    call.version += 1
    session.flush()
    end_mails_of(session, call)
    _record(session, "recruitment.call.closed", call, by=by, now=now)


def _checked(text: CallText) -> CallText:
    for field, title in (("title_en", text.title_en), ("title_fr", text.title_fr)):
        if not title.strip():
            raise FieldError(field, N_("Enter a title in both languages."))
    if not 0 < text.hours_per_month <= MOST_HOURS:
        raise FieldError("hours_per_month", N_("Enter the hours a month, more than 0 and at most 20."))
    if not 1 <= text.places_wanted <= MOST_PLACES:
        raise FieldError("places_wanted", N_("Enter how many places you look for, from 1 to 1000."))
    if not 0 <= text.reminders <= MOST_REMINDERS:
        raise FieldError("reminders", N_("Choose none, one or two reminders."))
    if text.closes_on < text.opens_on:
        raise FieldError("closes_on", N_("The last day cannot lie before the first day."))
    return text


def _free_slug(session: Session, base: str) -> str:
    taken = set(session.scalars(select(Call.slug).where(Call.slug.startswith(base, autoescape=True))))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def _record(session: Session, action: str, call: Call, *, by: Actor, now: datetime) -> None:
    audit.record(session, action, by=by, subject=call, at=now, program_id=call.cohort.program_id, call=call.title_en)
