"""For whoever checks or reuses the numbers: codebook, full tables, what is hidden and why, software, data hash."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mentorship_app.core.i18n import N_
from mentorship_app.reports.codebook import groups_table, questions_table, reliability_table, scales_table
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.result_tables import limit_table, own_table, score_table
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.sections.scores import MOST_DRAWN
from mentorship_app.reports.software import software
from mentorship_app.reports.suppression_log import count_table, log_tables
from mentorship_app.reports.tables import Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, ScaleTable

MOST_LINES = 90
"""Lines of full tables that are printed, about two pages; the rest stands in the table file alone."""
_LINES_OF_A_HEAD = 4


@dataclass(frozen=True)
class Split:
    """Tables that are printed, and how many more stand in the table file alone."""

    printed: tuple[Table, ...]
    rest: int


def draw(context: ReportContext, numbering: Numbering) -> Section:
    """Everything that would stop a reader elsewhere."""
    words = context.words
    _ = words.gettext
    drawn = (
        scales_table(context, numbering),
        questions_table(context, numbering),
        groups_table(context, numbering),
        reliability_table(context, numbering),
    )
    codebook = tuple(table for table in drawn if table is not None)
    counts = count_table(context, numbering)
    log = log_tables(context, numbering)
    full = full_tables(context, numbering)
    return Section(
        key="appendix",
        name=_("Appendix"),
        values={
            "headline": _("How to check these numbers, and how to use them"),
            "codebook": codebook,
            "counts": counts,
            "log": split(log),
            "full": split(full),
            "left_out": [(words.gettext(part.title), words.gettext(part.nothing)) for part in numbering.left_out],
            "columns": file_columns(words),
            "software": software(),
            "measures": measure_versions(context),
            "hash": context.data_hash,
            "day": words.day(context.today),
        },
        tables=(*codebook, counts, *log, *full),
    )


def split(tables: Sequence[Table]) -> Split:
    """As many as fit, whole and in their order; what comes after the first that does not fit is not printed."""
    printed: list[Table] = []
    left = MOST_LINES
    for table in tables:
        left -= _LINES_OF_A_HEAD + sum(2 if row.note else 1 for row in table.rows)
        if left < 0:
            break
        printed.append(table)
    return Split(tuple(printed), len(tables) - len(printed))


def full_tables(context: ReportContext, numbering: Numbering) -> tuple[Table, ...]:
    """Every table of every survey that stands in no other section of this report."""
    return tuple(
        replace(table, caption=_numbered(table, numbering, context.words), key=f"appendix.{place}.{table.key}")
        for place, dataset in enumerate(context.datasets, 1)
        for table in _missing(dataset, context)
    )


def _numbered(table: Table, numbering: Numbering, words: Words) -> str:
    return words.gettext("Table %(number)s. %(caption)s", number=numbering.next_table(), caption=table.caption)


def _missing(dataset: Dataset, context: ReportContext) -> list[Table]:
    """Without a choice every section is there."""
    words, chosen = context.words, context.choice.sections
    survey = words.text(dataset.title)
    has_scores, has_questions = not chosen or "scores" in chosen, not chosen or "reaction" in chosen
    scales = [table for table in dataset.scales if not has_scores or _is_summed_up(table, dataset)]
    found = [replace(score_table(table, words, survey=survey), key=f"{table.scale.key}.all") for table in scales]
    if not has_scores:
        found += [
            replace(limit_table(table, words, survey=survey), key=f"{table.scale.key}.limits")
            for table in scales
            if table.limits
        ]
    if not has_questions:
        found += [
            replace(own_table(question, words, survey=survey), key=f"{question.key}.answers")
            for question in dataset.questions
        ]
    return found


def _is_summed_up(table: ScaleTable, dataset: Dataset) -> bool:
    """Whether the section on scores gives only everybody together of this scale, since its measure has so many."""
    measure = table.scale.measure
    return measure is not None and sum(one.scale.measure == measure for one in dataset.scales) > MOST_DRAWN


def measure_versions(context: ReportContext) -> str:
    """The definitions that were scored by, with their versions; empty where scores came from elsewhere."""
    words = context.words
    measures = dict.fromkeys(
        table.scale.measure for dataset in context.datasets for table in dataset.scales if table.scale.measure
    )
    return words.joined(
        words.gettext("%(measure)s, version %(version)s", measure=words.text(one.title), version=one.version)
        for one in measures
    )


def file_columns(words: Words) -> list[tuple[str, str]]:
    """The columns of the table file, in their order."""
    _ = words.gettext
    return [
        (_("Section"), _("The section of this report, as its heading names it.")),
        (_("Table"), _("The caption with its number.")),
        (_("Survey"), _("Which set of answers; empty for tables about several.")),
        (_("Row"), _("The group, scale or thing of the row.")),
        (_("Measure"), _("What the number is: n, mean, an end of an interval.")),
        (_("Value"), _("The number as printed, with a point and no grouping in every language; empty if not shown.")),
        (_("Note"), _("Why a number is not shown, or what must be known about it.")),
    ]


PART = Part(
    key="appendix",
    title=N_("Appendix"),
    about=N_("Codebook, full tables, what is hidden and why, sections left out, software, and how to verify the data."),
    draw=draw,
    has_words=False,
)
