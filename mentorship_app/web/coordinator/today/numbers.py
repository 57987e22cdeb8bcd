"""Four numbers, each with what it is out of and a page behind it."""

from dataclasses import dataclass

from mentorship_app.intake.queries import count_sent
from mentorship_app.mentoring.queries import count_places
from mentorship_app.surveys.answering import count_answered
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.queries import invited_count
from mentorship_app.web.coordinator.today.day import Day
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale, ngettext


@dataclass(frozen=True)
class Number:
    """``number`` of ``total``; ``note`` says what to know about it."""

    label: str
    number: str
    total: int
    note: str
    url: str


def four_numbers(day: Day) -> list[Number]:
    """Mentees with a mentor, intakes, places, survey answers."""
    return [_paired(day), _intakes(day), _places(day), _answers(day)]


def _paired(day: Day) -> Number:
    return Number(
        _("Mentees with a mentor"),
        str(day.mentees - day.unpaired),
        day.mentees,
        ngettext("%(num)s still without", "%(num)s still without", day.unpaired) if day.unpaired else "",
        day.url("coordinator.pairs.index"),
    )


def _intakes(day: Day) -> Number:
    count = count_sent(db.session, day.cohort)
    note = _("Asked in the intake phase")
    return Number(_("Intakes sent"), str(count.sent), count.mentees, note, day.url("coordinator.pairs.index"))


def _places(day: Day) -> Number:
    found = count_places(db.session(), day.cohort)
    note = ngettext("%(num)s mentee to place", "%(num)s mentees to place", day.unpaired)
    return Number(
        _("Places taken with mentors"),
        str(found.offered - found.left),
        found.offered,
        note if day.unpaired else "",
        day.url("coordinator.people.index", role="mentor"),
    )


def _answers(day: Day) -> Number:
    begun = [wave for wave in day.waves if wave.status is not WaveStatus.DRAFT]
    url = day.url("coordinator.surveys.index")
    if not begun:
        return Number(_("Survey answers"), "0", 0, _("No survey was opened yet"), url)
    wave = max(begun, key=lambda wave: wave.opens_on)
    count = count_answered(db.session, wave)
    title = wave.title.in_(current_locale())
    number = str(count.answered) if count.is_exact else f"{count.answered}+"
    is_open = wave.status is WaveStatus.OPEN
    note = _("%(survey)s; counted in fives while open", survey=title) if is_open else title
    return Number(_("Survey answers"), number, invited_count(db.session, wave), note, url)
