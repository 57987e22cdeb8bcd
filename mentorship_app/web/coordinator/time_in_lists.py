"""The time of mentors as lists of people show it: places taken, who is away, hours promised and needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mentorship_app.core import clock
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from mentorship_app.programs.absences import absent_on
from mentorship_app.programs.hours import hours_of
from mentorship_app.programs.load import taken_of
from mentorship_app.web.absence_words import absent_now_words
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, ngettext, number


@dataclass(frozen=True)
class ListTime:
    """By enrollment id: places taken, and in words who is absent today. ``hours``: one sentence about all of them."""

    taken: Mapping[UUID, int]
    absent: Mapping[UUID, str]
    hours: str


def list_time(cohort: Cohort, shown: Sequence[Enrollment]) -> ListTime:
    """For the people of one page of a list; a fixed number of queries."""
    ids = [person.id for person in shown if person.role is CohortRole.MENTOR]
    today = clock.local_date(clock.now(), cohort.program.timezone)
    absent = absent_on(db.session(), ids, today)
    return ListTime(
        taken_of(db.session(), ids),
        {person.id: absent_now_words(absent.get(person.id)) for person in shown},
        hours_sentence(cohort),
    )


def hours_sentence(cohort: Cohort) -> str:
    """Hours a month that mentors promised, against those needed; empty while nobody promised any."""
    hours = hours_of(db.session(), cohort)
    if not hours.promised:
        return ""
    promised = number(hours.promised, 1)
    if hours.needed is None:
        return _("The mentors promise %(promised)s hours a month together.", promised=promised)
    return ngettext(
        "The mentors promise %(promised)s hours a month together; %(num)s mentee needs %(needed)s, as the support plan "
        "has it.",
        "The mentors promise %(promised)s hours a month together; %(num)s mentees need %(needed)s, as the support plan "
        "has it.",
        hours.mentees,
        promised=promised,
        needed=number(hours.needed, 1),
    )
