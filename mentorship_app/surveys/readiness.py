"""What a wave still lacks before it can open: said all at once on its page, and refused by ``services.open_wave``."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.programs import Enrollment, Program
from mentorship_app.programs.phases import Opening, is_open
from mentorship_app.programs.queries import help_lines_to_show
from mentorship_app.surveys.contents import Contents, contents_of
from mentorship_app.surveys.licensing import hindrances
from mentorship_app.surveys.models import Wave


def lacking(session: Session, wave: Wave, roster: Sequence[Enrollment], *, now: datetime) -> tuple[AppError, ...]:
    """Everything that keeps a planned wave from opening for ``roster`` now."""
    around = tuple(_around(wave, roster, now=now))
    try:
        contents = contents_of(session, wave)
    except Conflict as gone:
        return (*around, gone)
    measures = hindrances(session, wave, contents, people=len(roster), now=now)
    return (*around, *_in_contents(contents), *measures)


def _in_contents(contents: Contents) -> Iterator[AppError]:
    if not contents.blocks:
        yield Conflict(N_("It asks nothing yet. Add a measure, or a section of your own questions."))
    if _hangs_on_nothing(contents):
        yield Conflict(
            N_(
                "A question of your own depends on another one that comes later or is not asked here, so it would "
                "never be shown. Put the section of the other question before it."
            )
        )


def _hangs_on_nothing(contents: Contents) -> bool:
    """Whether the condition of an own question names one that was not asked before it."""
    asked: set[str] = set()
    for question in contents.own_questions:
        if question.show_if is not None and question.show_if.question not in asked:
            return True
        asked.add(question.id)
    return False


def _around(wave: Wave, roster: Sequence[Enrollment], *, now: datetime) -> Iterator[AppError]:
    if not is_open(wave.cohort, Opening.WAVES):
        yield Conflict(N_("No check-in can be opened in the current phase of this cohort."))
    if not has_help_lines(wave.cohort.program, now=now):
        yield Conflict(
            N_(
                "Add at least one help number that was checked within the last year, in the settings. "
                "Every page of the check-in shows it."
            )
        )
    if wave.closes_on < clock.local_date(now, wave.cohort.program.timezone):
        yield Conflict(N_("The last day of this check-in is already over. Plan a new one."))
    if not roster:
        yield Conflict(N_("There is nobody to ask yet: nobody in this cohort belongs to those whom it asks."))


def has_help_lines(program: Program, *, now: datetime) -> bool:
    """Whether at least one of the program's numbers was checked within a year."""
    return bool(help_lines_to_show(program, now=now))
