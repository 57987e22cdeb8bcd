"""Meetings in words, as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentorship_app.core import clock
from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.mentoring.meetings.agenda import Agenda, agenda_for
from mentorship_app.mentoring.meetings.group_agenda import group_agenda_for
from mentorship_app.web.i18n import _, current_locale, ngettext
from mentorship_app.web.participant.meetings.circles import Circle
from mentorship_app.web.participant.meetings.writing import wording_here


@dataclass(frozen=True)
class Row:
    """One meeting of a list. ``is_over``: it was planned, has passed, and this reader can say whether it took place."""

    meeting: Meeting
    name: str
    words: str
    is_over: bool = False


def rows(meetings: Iterable[Meeting], circles: Iterable[Circle]) -> list[Row]:
    """Each with whom and how; one query for each circle that has some."""
    known: dict[UUID | None, Circle] = {circle.company.id: circle for circle in circles}
    wordings = {}
    found, now, locale = [], clock.now(), current_locale()
    for meeting in meetings:
        circle = known[meeting.pairing_id or meeting.group_id]
        program_id = circle.company.cohort.program_id
        if program_id not in wordings:
            wordings[program_id] = wording_here(circle)
        wording = wordings[program_id]
        topics = [wording.topic(code, locale) for code in meeting.topics]
        how = wording.how(meeting.how, locale)
        parts = [length_words(meeting.minutes), _present_words(meeting), how, ", ".join(topics)]
        words = " · ".join(part for part in parts if part)
        found.append(Row(meeting, circle.name, words, circle.may_write and _is_over(meeting, now)))
    return found


def agenda_here(circle: Circle) -> Agenda:
    """What the next meeting of these people could be about."""
    return (group_agenda_for if circle.is_group else agenda_for)(circle.held, circle.company.cohort.phase)


def saved_words(circle: Circle) -> str:
    """Who sees what was just saved."""
    if circle.is_group:
        return _("Saved. Everybody in the group sees the meeting.")
    return _("Saved. You both see the meeting on your page.")


def _present_words(meeting: Meeting) -> str:
    return ngettext("%(num)s person came", "%(num)s people came", meeting.present) if meeting.present else ""


def length_words(minutes: int) -> str:
    """``30 minutes``."""
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)


def zone_words(timezone: str) -> str:
    """``Toronto time``: a time is that of the program's place, wherever the two are."""
    return _("%(city)s time", city=timezone.rpartition("/")[2].replace("_", " "))


def _is_over(meeting: Meeting, now: datetime) -> bool:
    return meeting.starts_at is not None and meeting.met_on is None and meeting.starts_at <= now
