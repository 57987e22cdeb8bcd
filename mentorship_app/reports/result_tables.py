"""Everything that was released of one set of answers, as tables: for its page, and for its table file."""

from collections.abc import Sequence

from mentorship_app.reports.score_tables import score_columns, score_row
from mentorship_app.reports.share_tables import limits_table, question_table
from mentorship_app.reports.tables import Column, Table, write_csv
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, QuestionTable, ScaleTable


def score_table(table: ScaleTable, words: Words, *, survey: str = "") -> Table:
    """One scale: every group, those who answered before, everybody."""
    rows = [score_row(words.text(row.name), row, table.scale, words) for group in table.groups for row in group.rows]
    rows.append(score_row(words.text(table.total.name), table.total, table.scale, words, total=True))
    if table.paired is not None:
        rows.append(score_row(words.text(table.paired.name), table.paired, table.scale, words))
    first = words.text(table.groups[0].title) if len(table.groups) == 1 else words.gettext("Group")
    return Table(
        caption=words.gettext("%(scale)s: mean scores", scale=words.text(table.scale.name)),
        columns=(Column(first, is_number=False), *score_columns(words)),
        rows=tuple(rows),
        survey=survey,
    )


def limit_table(table: ScaleTable, words: Words, *, survey: str = "") -> Table:
    """How many of each group lie at the published limits of a scale, or beyond them."""
    caption = words.gettext("%(scale)s: people at or beyond a limit", scale=words.text(table.scale.name))
    return limits_table(table, caption, words, survey=survey)


def own_table(question: QuestionTable, words: Words, *, survey: str = "") -> Table:
    """An own question under its text."""
    return question_table(question, words.text(question.text), words, survey=survey)


def sections_of(dataset: Dataset, words: Words) -> list[tuple[str, Sequence[Table]]]:
    """Name and tables of each part, in the order of the page."""
    _ = words.gettext
    survey = words.text(dataset.title)
    return [
        (_("Scores"), [score_table(table, words, survey=survey) for table in dataset.scales]),
        (_("Limits"), [limit_table(table, words, survey=survey) for table in dataset.scales if table.limits]),
        (_("Own questions"), [own_table(question, words, survey=survey) for question in dataset.questions]),
    ]


def results_csv(dataset: Dataset, words: Words) -> bytes:
    """The table file: the same bytes for the same results, whoever asks and whenever."""
    return write_csv(sections_of(dataset, words), words)
