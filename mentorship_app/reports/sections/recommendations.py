"""What is to be done, by whom and until when, and what became of what was to be done a year ago."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.recommendations import Progress
from mentorship_app.reports.recommendations.queries import RecommendationLine
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.tables import Cell, Column, Row, Table
from mentorship_app.reports.words import Words

PROGRESS: Mapping[Progress, str] = MappingProxyType(
    {
        Progress.PLANNED: N_("Not begun"),
        Progress.UNDER_WAY: N_("Under way"),
        Progress.DONE: N_("Done"),
        Progress.DROPPED: N_("Dropped"),
    }
)


def draw(context: ReportContext, numbering: Numbering) -> Section:
    """Two tables; where one would be empty, a sentence that says so."""
    words, plan = context.words, context.plan
    _ = words.gettext
    tables = []
    if plan.this_year:
        caption = _("Table %(number)s. What is to be done", number=numbering.next_table())
        tables.append(_table(plan.this_year, caption, "recommendations.this-year", words))
    last = None
    if plan.last_year:
        caption = _(
            "Table %(number)s. What became of the recommendations of %(cohort)s",
            number=numbering.next_table(),
            cohort=plan.last_cohort,
        )
        last = _table(plan.last_year, caption, "recommendations.last-year", words)
        tables.append(last)
    return Section(
        key="recommendations",
        name=_("Recommendations"),
        values={
            "headline": _headline(plan.this_year, words),
            "lead": _lead(plan.this_year, words),
            "this_year": tables[0] if plan.this_year else None,
            "last_year": last,
            "last_headline": _last_headline(context),
            "last_lead": _last_lead(context),
        },
        tables=tuple(tables),
    )


def _headline(lines: Sequence[RecommendationLine], words: Words) -> str:
    if not lines:
        return words.gettext("No recommendation is written down yet")
    return words.ngettext("%(num)s thing is to be done", "%(num)s things are to be done", len(lines))


def _lead(lines: Sequence[RecommendationLine], words: Words) -> str:
    _ = words.gettext
    if not lines:
        return _(
            "An evaluation that leads to nothing was not worth the answers. This page waits for what will be done."
        )
    owned = sum(1 for line in lines if line.owner)
    dated = sum(1 for line in lines if line.due_on)
    return _(
        "%(owned)s have somebody who sees to it; %(dated)s have a day. "
        "What becomes of each stands in next year’s report.",
        owned=words.count_of(owned, len(lines)),
        dated=words.count_of(dated, len(lines)),
    )


def _last_headline(context: ReportContext) -> str:
    words, lines = context.words, context.plan.last_year
    _ = words.gettext
    if not context.plan.last_cohort:
        return ""
    if not lines:
        return _("%(cohort)s left no recommendations", cohort=context.plan.last_cohort)
    done = sum(1 for line in lines if line.progress is Progress.DONE)
    return _(
        "Of the recommendations of %(cohort)s, %(done)s are done",
        cohort=context.plan.last_cohort,
        done=words.count_of(done, len(lines)),
    )


def _last_lead(context: ReportContext) -> str:
    words, lines = context.words, context.plan.last_year
    if not lines:
        return ""
    others = [
        words.named(words.gettext(PROGRESS[progress]), words.number(number))
        for progress in (Progress.UNDER_WAY, Progress.PLANNED, Progress.DROPPED)
        if (number := sum(1 for line in lines if line.progress is progress))
    ]
    return f"{words.joined(others)}." if others else ""


def _table(lines: Sequence[RecommendationLine], caption: str, key: str, words: Words) -> Table:
    _ = words.gettext
    headings = (_("What"), _("Who sees to it"), _("By when"), _("How far"))
    return Table(
        caption=caption,
        columns=tuple(Column(heading, is_number=False) for heading in headings),
        rows=tuple(_row(line, words) for line in lines),
        key=key,
    )


def _row(line: RecommendationLine, words: Words) -> Row:
    due = Cell(words.day(line.due_on).replace(" ", "\u00a0")) if line.due_on else Cell()
    owner = Cell(line.owner) if line.owner else Cell()
    return Row(line.text, (owner, due, Cell(words.gettext(PROGRESS[line.progress]))), note=line.outcome)


PART = Part(
    key="recommendations",
    title=N_("Recommendations"),
    about=N_("What is to be done, by whom and by when, and what became of last year’s."),
    draw=draw,
)
