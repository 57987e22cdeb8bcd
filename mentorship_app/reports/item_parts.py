"""Answers to single questions: bars that part in the middle where all numbers are told, and a table always."""

from collections.abc import Callable, Sequence
from itertools import groupby

from mentorship_app.charts import ChartWidth, DivergingRow, diverging_bars
from mentorship_app.privacy.bands import ExactShare
from mentorship_app.reports.estimate_cells import told_cell
from mentorship_app.reports.hiding import why_banded, why_withheld
from mentorship_app.reports.section import Figure, Numbering
from mentorship_app.reports.tables import Column, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.datasets import Dataset, ItemTable, ScaleInfo, ShareRow

Alike = list[ItemTable]
"""Questions of one measure that take the same answers."""


def item_parts(
    dataset: Dataset, takes: Callable[[ScaleInfo], bool], key: str, numbering: Numbering, words: Words
) -> tuple[list[Figure], list[Table]]:
    """Figures and tables of the questions whose scale ``takes`` accepts, by measure and kind of answer."""
    asked = [item for item in dataset.items if takes(item.scale)]
    figures, tables = [], []
    for place, alike in enumerate(_alike(asked, words), 1):
        figure = _figure(dataset, alike, numbering, words)
        figures += [figure] if figure is not None else []
        tables.append(_table(dataset, alike, f"{key}.items.{place}", numbering, words))
    return figures, tables


def _alike(items: Sequence[ItemTable], words: Words) -> list[Alike]:
    def kind(item: ItemTable) -> tuple[str, tuple[str, ...]]:
        measure = item.scale.measure.key if item.scale.measure else item.scale.key
        return measure, tuple(words.text(row.name) for row in item.rows)

    return [list(group) for _kind, group in groupby(sorted(items, key=kind), key=kind)]


def _title(alike: Alike, words: Words) -> str:
    measure = alike[0].scale.measure
    return words.text(measure.title if measure else alike[0].scale.name)


def _counts(rows: Sequence[ShareRow]) -> tuple[int, ...] | None:
    """How many gave each answer, where every number may be told."""
    counts = [row.share.positives for row in rows if isinstance(row.share, ExactShare)]
    return tuple(counts) if len(counts) == len(rows) and any(counts) else None


def _figure(dataset: Dataset, alike: Alike, numbering: Numbering, words: Words) -> Figure | None:
    """None where no question has all its numbers told: then the table stands alone."""
    _ = words.gettext
    drawn_items = [(item, counts) for item in alike if (counts := _counts(item.rows)) is not None]
    if not drawn_items:
        return None
    rows = [
        DivergingRow(
            words.text(item.text),
            _("n = %(n)s", n=words.number(sum(counts))),
            counts,
            detail=_("The answer on the left is the better one.") if item.better == "down" else "",
        )
        for item, counts in drawn_items
    ]
    finding = words.named(_title(alike, words), _("answers to each question"))
    number = numbering.next_figure()
    pictures = {
        width: diverging_bars(
            rows,
            answers=[words.text(row.name) for row in alike[0].rows],
            title=finding,
            id_prefix=f"figure-{number}-{width.value}",
            percent="\u00a0%",
            width=width,
        )
        for width in ChartWidth
    }
    left = len(alike) - len(drawn_items)
    notes: tuple[str, ...] = ()
    if left:
        said = words.ngettext(
            "%(num)s question is not drawn: its answers are told as ranges, or not at all.",
            "%(num)s questions are not drawn: their answers are told as ranges, or not at all.",
            left,
        )
        notes = (said,)
    measured = _("Share of those who answered, at “%(survey)s”", survey=words.text(dataset.title))
    return Figure(number, finding, measured, pictures[ChartWidth.WIDE], pictures[ChartWidth.NARROW], notes)


def _table(dataset: Dataset, alike: Alike, key: str, numbering: Numbering, words: Words) -> Table:
    _ = words.gettext
    answers = [words.text(row.name) for row in alike[0].rows]
    return Table(
        caption=_(
            "Table %(number)s. %(measure)s: answers to each question",
            number=numbering.next_table(),
            measure=_title(alike, words),
        ),
        columns=(Column(_("Question"), is_number=False), *(Column(answer) for answer in answers)),
        rows=tuple(_row(item, answers, words) for item in alike),
        survey=words.text(dataset.title),
        key=key,
    )


def _row(item: ItemTable, answers: Sequence[str], words: Words) -> Row:
    cells = tuple(told_cell(answer, row.share, words) for answer, row in zip(answers, item.rows, strict=True))
    why = dict.fromkeys(
        why_banded(row, words) or (why_withheld(row.status, row.floor, words) if row.share is None else "")
        for row in item.rows
    )
    return Row(words.text(item.text), cells, note=" ".join(reason for reason in why if reason))
