"""Reaction: satisfaction, needs and how they are met, answers to single questions, the program's own questions."""

from mentorship_app.charts import ChartWidth, Need, quadrant, scale_axis
from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.estimate_cells import estimate_cell, mean_of, number_cell
from mentorship_app.reports.findings import headline_decimals, printed_decimals
from mentorship_app.reports.hiding import withheld
from mentorship_app.reports.item_parts import item_parts
from mentorship_app.reports.levels import IMPORTANCE, SUPPORT, Level, is_single_need, level_of
from mentorship_app.reports.outcome_parts import About, OutcomeParts, Subpart, outcome_parts
from mentorship_app.reports.section import Figure, Numbering, Part, Section
from mentorship_app.reports.share_tables import question_table
from mentorship_app.reports.tables import Cell, Column, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.datasets import Dataset, ScaleTable

Pair = tuple[ScaleTable, ScaleTable]
"""How important a need is, and how much support there is."""


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """None where nobody was asked about satisfaction, needs, or anything of the program's own."""
    about = About("reaction", Level.REACTION, of_mentors=False)
    found = outcome_parts(context, about, numbering)
    parts = [
        *(found.parts if found else ()),
        *_needs(context, numbering),
        *_single_questions(context, numbering),
        *_own_questions(context, numbering),
    ]
    if not parts:
        return None
    return Section(
        key="reaction",
        name=context.words.gettext("Reaction"),
        values={"headline": _headline(found, context.words), "lead": _lead(found, context.words), "parts": parts},
        tables=tuple(table for part in parts for table in part.tables),
        figures=tuple(figure for part in parts for figure in part.figures),
    )


def _headline(found: OutcomeParts | None, words: Words) -> str:
    return found.headline if found else words.gettext("What people answered to the program’s own questions")


def _lead(found: OutcomeParts | None, words: Words) -> str:
    return found.lead if found else words.gettext("Numbers of people and shares, each with what it is out of.")


def _needs(context: ReportContext, numbering: Numbering) -> list[Subpart]:
    """How important each need is against how well it is met, at the latest survey that asked."""
    words = context.words
    _ = words.gettext
    asked = [(dataset, pairs) for dataset in context.datasets if (pairs := _pairs(dataset))]
    if not asked:
        return []
    dataset, pairs = asked[-1]
    table = _needs_table(dataset, pairs, numbering, words)
    figure = _quadrant(pairs, numbering, words)
    return [
        Subpart(
            _("Needs, and how they are met, at “%(survey)s”", survey=words.text(dataset.title)),
            _("High and left: what matters much and is met little."),
            figures=(figure,) if figure is not None else (),
            tables=(table,),
        )
    ]


def _pairs(dataset: Dataset) -> list[Pair]:
    found = {
        table.scale.key: table for table in dataset.scales if is_single_need(table.scale) and not dataset.of_mentors
    }
    return [
        (table, found[other])
        for key, table in found.items()
        if key.endswith(IMPORTANCE) and (other := key.removesuffix(IMPORTANCE) + SUPPORT) in found
    ]


def _need_name(table: ScaleTable, words: Words) -> str:
    """The scale is called ``Research: importance``; the need is what stands before the colon."""
    return words.text(table.scale.name).partition(":")[0].strip()


def _needs_table(dataset: Dataset, pairs: list[Pair], numbering: Numbering, words: Words) -> Table:
    _ = words.gettext
    rows = []
    for important, met in pairs:
        decimals, why = printed_decimals(met.scale), withheld(important.total, words) or withheld(met.total, words)
        cells: list[Cell] = []
        for label, table in ((_("Importance"), important), (_("Support"), met)):
            summary = table.total.summary
            cells.append(number_cell(words.named(label, _("n")), summary.n if summary else None, 0, words))
            cells.append(estimate_cell(label, mean_of(summary), decimals, words) if summary else Cell())
        rows.append(Row(_need_name(important, words), tuple(cells), note=why))
    return Table(
        caption=_("Table %(number)s. Needs and support", number=numbering.next_table()),
        columns=(
            Column(_("Need"), is_number=False),
            Column(_("n")),
            Column(_("Importance, mean (95 % interval)")),
            Column(_("n")),
            Column(_("Support, mean (95 % interval)")),
        ),
        rows=tuple(rows),
        survey=words.text(dataset.title),
        key="reaction.needs",
    )


def _quadrant(pairs: list[Pair], numbering: Numbering, words: Words) -> Figure | None:
    _ = words.gettext
    needs = [
        Need(_need_name(important, words), met.total.summary.mean, important.total.summary.mean)
        for important, met in pairs
        if important.total.summary and met.total.summary
        if important.total.summary.mean is not None and met.total.summary.mean is not None
    ]
    if not needs:
        return None
    important, met = pairs[0][0].scale, pairs[0][1].scale
    finding, number = _("What matters to people, and how far it is met"), numbering.next_figure()
    pictures = {
        width: quadrant(
            needs,
            title=finding,
            across=scale_axis(met.low, met.high),
            up=scale_axis(important.low, important.high),
            across_label=_("Support, mean, %(ends)s", ends=words.interval(met.low, met.high, 0)),
            up_label=_("Importance, mean, %(ends)s", ends=words.interval(important.low, important.high, 0)),
            urgent_label=_("Matters much, met little"),
            id_prefix=f"figure-{number}-{width.value}",
            numbers=words.number_style(headline_decimals(met)),
            width=width,
        )
        for width in ChartWidth
    }
    measured = _("Means of everybody; intervals stand in the table")
    return Figure(number, finding, measured, pictures[ChartWidth.WIDE], pictures[ChartWidth.NARROW])


def _single_questions(context: ReportContext, numbering: Numbering) -> list[Subpart]:
    """Answers to each question about satisfaction, at the latest survey of mentees that tells them."""
    words = context.words
    told = [
        dataset
        for dataset in context.datasets
        if not dataset.of_mentors and any(level_of(item.scale) is Level.REACTION for item in dataset.items)
    ]
    if not told:
        return []
    figures, tables = item_parts(
        told[-1], lambda scale: level_of(scale) is Level.REACTION, "reaction", numbering, words
    )
    heading = words.gettext("Question by question, at “%(survey)s”", survey=words.text(told[-1].title))
    return [Subpart(heading, figures=tuple(figures), tables=tuple(tables))]


def _own_questions(context: ReportContext, numbering: Numbering) -> list[Subpart]:
    words = context.words
    _ = words.gettext
    parts = []
    for dataset in context.datasets:
        tables = []
        for question in dataset.questions:
            caption = _(
                "Table %(number)s. %(question)s", number=numbering.next_table(), question=words.text(question.text)
            )
            survey = words.text(dataset.title)
            tables.append(
                question_table(question, caption, words, survey=survey, key=_question_key(dataset, question.key))
            )
        if tables:
            heading = _("The program’s own questions, at “%(survey)s”", survey=words.text(dataset.title))
            parts.append(Subpart(heading, tables=tuple(tables)))
    return parts


def _question_key(dataset: Dataset, question: str) -> str:
    return f"reaction.questions.{question}.{'mentors' if dataset.of_mentors else 'mentees'}"


PART = Part(
    key="reaction",
    title=N_("Reaction"),
    about=N_("Satisfaction, needs against support, single answers, and the program’s own questions."),
    draw=draw,
    nothing=N_("Nobody was asked about satisfaction, needs, or anything of the program’s own."),
)
