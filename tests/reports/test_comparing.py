"""Two years beside each other, and the section of recommendations."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from mentorship_app.reports.editions.comparing import compare
from mentorship_app.reports.files.stored import stored_tables
from mentorship_app.reports.page import draw_body
from mentorship_app.reports.recommendations import Progress
from mentorship_app.reports.recommendations.queries import Plan, RecommendationLine
from mentorship_app.reports.section import Numbering, Section
from mentorship_app.reports.sections import recommendations
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from tests.reports.answers import context


def number(value: float, measure: str = "mean", decimals: int = 1) -> Cell:
    return Cell(f"{value:.{decimals}f}", (Number(measure, value, decimals),))


def table(*rows: Row, key: str = "well-being.change", caption: str = "Table 1", columns: tuple[str, ...] = ()) -> Table:
    headings = columns or ("Scale", "Mean", "95 % interval")
    return Table(caption, tuple(Column(heading) for heading in headings), rows, key=key)


def stored(*tables: Table, section: str = "well-being") -> list[dict[str, object]]:
    return stored_tables([Section(key=section, name="Well-being", values={}, tables=tables)])


INTERVAL = Cell("1.0 to 2.0", (Number("low", 1.0, 1), Number("high", 2.0, 1)))


def test_rows_of_the_same_table_stand_beside_each_other_with_their_difference() -> None:
    then = stored(table(Row("Strain", (number(4.2), INTERVAL)), caption="Table 7"))
    now = stored(table(Row("Strain", (number(3.9), INTERVAL)), caption="Table 9"))

    [found] = compare(then, now).tables

    mean, interval = found.rows[0].cells
    assert (found.caption, mean.then, mean.now, mean.difference) == ("Table 9", "4.2", "3.9", Decimal("-0.3"))
    assert (interval.then, interval.now, interval.difference) == ("1.0 to 2.0", "1.0 to 2.0", None)


def test_a_number_that_one_year_hides_has_no_difference_and_says_why() -> None:
    hidden = Row("Strain", (Cell(), Cell()), note="Not shown: fewer than 5 people answered.")
    [found] = compare(stored(table(hidden)), stored(table(Row("Strain", (number(3.9), INTERVAL))))).tables

    row = found.rows[0]
    assert (row.cells[0].then, row.cells[0].now, row.cells[0].difference) == ("–", "3.9", None)
    assert (row.then_note, row.now_note) == ("Not shown: fewer than 5 people answered.", "")


def test_rows_and_tables_of_one_year_only_are_named_not_compared() -> None:
    then = stored(table(Row("Strain", (number(4.2), INTERVAL))), table(key="old", caption="Old table"))
    now = stored(table(Row("Hope", (number(3.9), INTERVAL))), table(key="new", caption="New table"))

    compared = compare(then, now)

    assert [(row.name, row.cells[0].then, row.cells[0].now) for row in compared.tables[0].rows] == [
        ("Hope", "", "3.9"),
        ("Strain", "4.2", ""),
    ]
    assert (compared.only_then, compared.only_now) == (("Old table",), ("New table",))


def test_columns_are_found_by_their_heading() -> None:
    then = stored(table(Row("Strain", (number(24, "n", 0), number(4.2))), columns=("Scale", "n", "Mean")))
    now = stored(table(Row("Strain", (number(3.9), INTERVAL))))

    mean, interval = compare(then, now).tables[0].rows[0].cells

    assert (mean.then, mean.difference, interval.then) == ("4.2", Decimal("-0.3"), "")


def test_tables_without_a_key_are_never_taken_for_each_other() -> None:
    same = stored(table(Row("Strain", (number(4.2), INTERVAL)), key=""))

    assert compare(same, same).tables == ()


def test_numbers_of_different_measures_are_not_subtracted() -> None:
    then = stored(table(Row("Strain", (number(4.2, "median"), INTERVAL))))
    now = stored(table(Row("Strain", (number(3.9, "mean"), INTERVAL))))

    assert compare(then, now).tables[0].rows[0].cells[0].difference is None


LINES = (
    RecommendationLine("Protected time", "The chief", date(2027, 10, 1), Progress.PLANNED, ""),
    RecommendationLine("A room <b>to meet</b>", "", None, Progress.DROPPED, "No room was free"),
)


def drawn(plan: Plan, locale: str = "en") -> tuple[Section, str]:
    about = replace(context(locale=locale), plan=plan)
    section = recommendations.draw(about, Numbering())
    return section, draw_body([section], about)


def test_without_recommendations_the_section_says_so() -> None:
    section, html = drawn(Plan())

    assert "No recommendation is written down yet" in html
    assert section.tables == ()


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            "en",
            (
                "2 things are to be done",
                "1 of 2 have somebody who sees to it",
                "Of the recommendations of 2025–26, 0 of 2",
            ),
        ),
        (
            "fr",
            ("2 choses sont à faire", "1 sur 2 ont une personne responsable", "Recommandations de 2025–26 réalisées"),
        ),
    ],
)
def test_this_years_and_last_years_stand_in_tables(locale: str, words: tuple[str, ...]) -> None:
    section, html = drawn(Plan(LINES, LINES, "2025–26"), locale)

    assert [found.key for found in section.tables] == ["recommendations.this-year", "recommendations.last-year"]
    assert [phrase for phrase in words if phrase not in html] == []
    assert "A room &lt;b&gt;to meet&lt;/b&gt;" in html
    assert "No room was free" in html


def test_a_year_that_left_nothing_is_told() -> None:
    _section, html = drawn(Plan(LINES, (), "2025–26"))

    assert "2025–26 left no recommendations" in html
