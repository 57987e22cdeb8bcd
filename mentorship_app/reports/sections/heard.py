"""What people said, told to those who said it: how many answered, what lies best and worst, what was written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mentorship_app.charts import Mark, StripMark, number_line, scale_axis
from mentorship_app.core.i18n import N_
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.change_words import Moved, shown, verdict_of
from mentorship_app.reports.context import ReportContext, answered_of
from mentorship_app.reports.estimate_cells import estimate_cell, mean_of
from mentorship_app.reports.figures import direction
from mentorship_app.reports.findings import headline_decimals, printed_decimals
from mentorship_app.reports.response import answered_words
from mentorship_app.reports.room import LINES, fitting, lines_of
from mentorship_app.reports.score_tables import score_columns, score_row
from mentorship_app.reports.section import Numbering, Part, Section, TextPlace
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.aggregates import Dataset, ScaleInfo, ScaleTable
from mentorship_app.surveys.outcomes import ScaleChange

MOST = 3
"""Findings of either kind."""
MOST_OF_MENTORS = 1
_HEAD, _HEADING, _NOTE = 6, 3, 3
_BESIDE_A_PICTURE = 85
"""Letters in a line."""


@dataclass(frozen=True)
class Said:
    """One scale in plain words. ``picture``: its mean and interval on the whole scale."""

    name: str
    detail: str
    picture: str


@dataclass(frozen=True)
class Measured:
    """One scale with a mean that may be shown, and how near that lies to the better end: 0 to 1."""

    dataset: Dataset
    table: ScaleTable
    summary: Summary
    place: float

    @property
    def scale(self) -> ScaleInfo:
        return self.table.scale


def draw(context: ReportContext, _numbering: Numbering) -> Section:
    """One page that needs nothing else to be understood."""
    _ = context.words.gettext
    best, worst = _both_ends(context.spotlight, MOST)
    mentors = _of_mentors(context)
    of_mentors = _both_ends(mentors, MOST_OF_MENTORS) if mentors else ((), ())
    said = {
        "best": [_said(one, context, f"best-{place}") for place, one in enumerate(best)],
        "worst": [_said(one, context, f"worst-{place}") for place, one in enumerate(worst)],
        "mentors": [
            _said(one, context, f"mentors-{place}") for place, one in enumerate((*of_mentors[0], *of_mentors[1]))
        ],
    }
    summed_up = _summed_up(context, _room_beside(said.values(), context))
    return Section(
        key="heard",
        name=_("What you said"),
        values={
            **said,
            "lead": _lead(context),
            "words": context.said("heard.words").splitlines(),
            "about": _about(context.spotlight, context.words),
            "mentors_about": _about(mentors, context.words) if mentors else "",
            "themes": context.themes[:summed_up],
            "more_themes": context.words.listed([theme.name for theme in context.themes[summed_up:]]),
        },
        tables=(_answers_table(context), *_findings_tables(context, (*best, *worst), of_mentors)),
    )


def _room_beside(said: Iterable[Sequence[Said]], context: ReportContext) -> float:
    """Lines that are left on the page for what people wrote."""
    used = _HEAD + lines_of(context.said("heard.words")) + _NOTE + 2 * _HEADING
    for found in said:
        used += _HEADING if found else 0
        for one in found:
            used += 2 + lines_of(one.detail, letters=_BESIDE_A_PICTURE)
    return LINES - used


def _summed_up(context: ReportContext, room: float) -> int:
    """How many themes have their summary beside their name."""
    return fitting((2 + lines_of(theme.summary) for theme in context.themes), room)


def _lead(context: ReportContext) -> str:
    """How many answered each survey."""
    words = context.words
    said = [words.named(words.text(dataset.title), answered_words(dataset, words)) for dataset in context.datasets]
    return words.gettext("How many people answered: %(surveys)s.", surveys=words.joined(said))


def _of_mentors(context: ReportContext) -> Dataset | None:
    """The latest answers of mentors that are enough to be shown, unless the page turns on them anyway."""
    of_mentors = [dataset for dataset in context.datasets if dataset.of_mentors and answered_of(dataset) is not None]
    return of_mentors[-1] if of_mentors and not context.spotlight.of_mentors else None


def _about(dataset: Dataset, words: Words) -> str:
    return words.gettext("From “%(survey)s”.", survey=words.text(dataset.title))


def _both_ends(dataset: Dataset, most: int) -> tuple[tuple[Measured, ...], tuple[Measured, ...]]:
    """The scales that lie nearest to their better end, best first, and the rest, worst first; no scale in both."""
    ordered = sorted(_measured(dataset), key=lambda one: (-one.place, one.scale.key))
    half = (len(ordered) + 1) // 2
    best = tuple(ordered[: min(most, half)])
    worst = tuple(reversed(ordered[half:]))[:most]
    return best, worst


def _measured(dataset: Dataset) -> Iterator[Measured]:
    """Scales and questions of which one end is the better one, where their mean may be told."""
    own = [question.mean for question in dataset.questions if question.mean is not None]
    for table in (*dataset.scales, *own):
        scale, summary = table.scale, table.total.summary
        if summary is None or summary.mean is None or scale.better == "neither" or scale.high <= scale.low:
            continue
        place = (summary.mean - scale.low) / (scale.high - scale.low)
        yield Measured(dataset, table, summary, place if scale.better == "up" else 1 - place)


def _said(one: Measured, context: ReportContext, name: str) -> Said:
    words, scale, summary = context.words, one.scale, one.summary
    decimals = headline_decimals(scale)
    mean = words.number(summary.mean or 0, decimals)
    ends = words.interval(scale.low, scale.high, 0)
    if summary.ci_low is None or summary.ci_high is None:
        told = words.ngettext(
            "Mean %(mean)s on a scale from %(ends)s, %(num)s person.",
            "Mean %(mean)s on a scale from %(ends)s, %(num)s people.",
            summary.n,
            mean=mean,
            ends=ends,
        )
    else:
        told = words.ngettext(
            "Mean %(mean)s on a scale from %(ends)s (%(interval)s), %(num)s person.",
            "Mean %(mean)s on a scale from %(ends)s (%(interval)s), %(num)s people.",
            summary.n,
            mean=mean,
            ends=ends,
            interval=words.interval(summary.ci_low, summary.ci_high, decimals),
        )
    title = words.text(scale.name)
    detail = " ".join(part for part in (told, direction(scale, words), _changed(one, context)) if part)
    return Said(title, detail, _picture(one, title, name, words))


def _changed(one: Measured, context: ReportContext) -> str:
    """How the same people answered before, where that may be told."""
    words = context.words
    _ = words.gettext
    change = _change_of(one, context)
    estimate = None if change is None or change.paired is None else mean_of(change.paired.change)
    if change is None or change.paired is None or estimate is None:
        return ""
    decimals = headline_decimals(change.scale)
    values = {
        "before": words.text(change.before.title),
        "n": words.number(change.paired.n),
        "change": words.number(estimate.value, decimals),
        "interval": words.interval(estimate.ci_low, estimate.ci_high, decimals),
    }
    if verdict_of(change) is Moved.OPEN:
        return _("Since “%(before)s”: too close to call, %(change)s (%(interval)s), %(n)s who answered both.", **values)
    return _("Since “%(before)s”: %(change)s (%(interval)s), %(n)s who answered both.", **values)


def _change_of(one: Measured, context: ReportContext) -> ScaleChange | None:
    """To the survey that its mean is from."""
    for change in context.outcomes.changes:
        if change.scale.key == one.scale.key and change.after.ref == one.dataset.ref and shown(change) is not None:
            return change
    return None


def _picture(one: Measured, title: str, name: str, words: Words) -> str:
    scale, summary = one.scale, one.summary
    low = None if summary.ci_low is None else max(summary.ci_low, scale.low)
    high = None if summary.ci_high is None else min(summary.ci_high, scale.high)
    return number_line(
        [StripMark(summary.mean or 0, low, high, Mark.GROUP)],
        axis=scale_axis(scale.low, scale.high),
        title=title,
        id_prefix=f"heard-{name}",
        numbers=words.number_style(headline_decimals(scale)),
    )


def _answers_table(context: ReportContext) -> Table:
    """For the table file: the numbers of the first sentence."""
    words = context.words
    _ = words.gettext
    rows = []
    for dataset in context.datasets:
        answered, asked = answered_of(dataset), dataset.eligible
        if answered is None:
            note = _("Not shown: fewer than %(floor)s people answered.", floor=words.number(FLOOR))
            rows.append(Row(words.text(dataset.title), (Cell(), Cell()), note=note))
            continue
        cells = [Cell(words.number(answered), (Number(_("Answered"), answered),)), Cell()]
        if asked is not None:
            cells[1] = Cell(words.number(asked), (Number(_("Asked"), asked),))
        rows.append(Row(words.text(dataset.title), tuple(cells)))
    return Table(
        caption=_("Answers to each survey"),
        columns=(Column(_("Survey"), is_number=False), Column(_("Answered")), Column(_("Asked"))),
        rows=tuple(rows),
        key="heard.answers",
    )


def _findings_tables(
    context: ReportContext,
    of_mentees: Sequence[Measured],
    of_mentors: tuple[tuple[Measured, ...], tuple[Measured, ...]],
) -> Iterator[Table]:
    _ = context.words.gettext
    if of_mentees:
        yield _findings_table(_("What you said"), "heard.findings", of_mentees, context)
    if of_mentors[0]:
        yield _findings_table(_("What mentors said"), "heard.mentors", (*of_mentors[0], *of_mentors[1]), context)


def _findings_table(caption: str, key: str, found: Sequence[Measured], context: ReportContext) -> Table:
    """For the table file: the numbers of the sentences."""
    words = context.words
    _ = words.gettext
    rows = []
    for one in found:
        row = score_row(words.text(one.scale.name), one.table.total, one.scale, words)
        rows.append(replace(row, cells=(*row.cells, _change_cell(one, context))))
    columns = (Column(_("Scale"), is_number=False), *score_columns(words), Column(_("Mean change")))
    return Table(caption=caption, columns=columns, rows=tuple(rows), key=key)


def _change_cell(one: Measured, context: ReportContext) -> Cell:
    change = _change_of(one, context)
    if change is None or change.paired is None:
        return Cell()
    _ = context.words.gettext
    estimate = mean_of(change.paired.change)
    cell = estimate_cell(_("Mean change"), estimate, printed_decimals(change.scale), context.words)
    return replace(cell, numbers=(*cell.numbers, Number(_("People who answered both"), change.paired.n)))


PART = Part(
    key="heard",
    title=N_("What you said"),
    about=N_("For everybody who was asked: how many answered, what came out best and worst, what was written."),
    draw=draw,
    texts=(
        TextPlace(
            "heard.words",
            N_("What you want to say first"),
            N_("A few sentences in plain words. The longer they are, the fewer themes stand on the page."),
        ),
    ),
    has_words=False,
)
