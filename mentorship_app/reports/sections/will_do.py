"""What follows from what people said: what will be done, what became of last year's, how answers were kept safe."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.recommendations.queries import RecommendationLine
from mentorship_app.reports.room import LINES, fitting, lines_of
from mentorship_app.reports.section import Numbering, Part, Section, TextPlace
from mentorship_app.reports.sections.recommendations import PROGRESS
from mentorship_app.reports.words import Words

_FIXED = 23
"""Lines of all that stands on the page whatever is to be done."""
_FEWEST = 2
_FOR_LAST_YEAR = 0.4
"""The part of the room that is kept for last year's; what this year's leave of theirs comes on top."""


@dataclass(frozen=True)
class Deed:
    """One thing to do, or what became of it. ``about``: who sees to it and by when, or how far it came."""

    text: str
    about: str


def draw(context: ReportContext, _numbering: Numbering) -> Section:
    """One page. It says so where nothing is written down: silence would read as if nobody had listened."""
    words, plan = context.words, context.plan
    _ = words.gettext
    deeds = [Deed(line.text, _who_and_when(line, words)) for line in plan.this_year]
    last = [Deed(line.text, _how_far(line, words)) for line in plan.last_year]
    shown, shown_last = _on_the_page(deeds, last, context)
    return Section(
        key="will-do",
        name=_("What we will do"),
        values={
            "lead": _lead(plan.this_year, words),
            "deeds": deeds[:shown],
            "more": _left(len(deeds) - shown, words),
            "words": context.said("will-do.more").splitlines(),
            "last_title": _("What became of what %(cohort)s led to", cohort=plan.last_cohort) if last else "",
            "last": last[:shown_last],
            "last_more": _left(len(last) - shown_last, words),
            "protection": _protection(words),
            "contact": context.contact,
            "thanks": context.said("will-do.thanks").splitlines() or [_thanks(words)],
        },
    )


def _on_the_page(deeds: Sequence[Deed], last: Sequence[Deed], context: ReportContext) -> tuple[int, int]:
    """How many of this year's and of last year's there is room for; the full report has every one."""
    written = lines_of(context.said("will-do.more")) + lines_of(context.said("will-do.thanks"))
    room = float(LINES - _FIXED - written)
    shown_last = fitting(map(_height, last), room * _FOR_LAST_YEAR, fewest=_FEWEST)
    room -= sum(map(_height, last[:shown_last]))
    return fitting(map(_height, deeds), room, fewest=_FEWEST), shown_last


def _height(deed: Deed) -> float:
    return lines_of(deed.text) + lines_of(deed.about) + 0.8


def _lead(lines: Sequence[RecommendationLine], words: Words) -> str:
    _ = words.gettext
    if not lines:
        return _("The program has not written down yet what follows from these answers. Ask when it will.")
    return words.ngettext(
        "%(num)s thing follows from what you said.", "%(num)s things follow from what you said.", len(lines)
    )


def _who_and_when(line: RecommendationLine, words: Words) -> str:
    _ = words.gettext
    due = _("by %(day)s", day=words.day(line.due_on)) if line.due_on else ""
    parts = [part for part in (line.owner, due) if part]
    return ", ".join(parts) if parts else _("Nobody is named yet, and no day is set.")


def _how_far(line: RecommendationLine, words: Words) -> str:
    how_far = words.gettext(PROGRESS[line.progress])
    return words.named(how_far, line.outcome) if line.outcome else how_far


def _left(number: int, words: Words) -> str:
    if number <= 0:
        return ""
    return words.ngettext(
        "%(num)s more stands in the full report; ask the program for it.",
        "%(num)s more stand in the full report; ask the program for it.",
        number,
    )


def _protection(words: Words) -> list[str]:
    _ = words.gettext
    floor = words.number(FLOOR)
    return [
        _("Answers were sealed until each survey was over. Nobody in the program sees who answered, or who said what."),
        _("Numbers stand for %(floor)s people or more; what would give a smaller group away is left out.", floor=floor),
        _("Comments are summed up by the program. None is printed as it was written."),
    ]


def _thanks(words: Words) -> str:
    return words.gettext("Thank you for the time that your answers took, and for what they said.")


PART = Part(
    key="will-do",
    title=N_("What we will do"),
    about=N_("For everybody who was asked: what follows, what became of last year’s, how answers were kept safe."),
    draw=draw,
    texts=(
        TextPlace(
            "will-do.more",
            N_("What else you want to say about what follows"),
            N_("For example why something that many asked for will not be done."),
        ),
        TextPlace("will-do.thanks", N_("Words of thanks"), N_("Left empty, the page thanks in one sentence."), rows=2),
    ),
    has_words=False,
)
