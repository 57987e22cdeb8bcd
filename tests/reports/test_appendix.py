"""The appendix: how scores are made, what is hidden and why, what was left out, what it was drawn with."""

import re
from dataclasses import replace

import pytest

from mentorship_app import __version__
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.reports import builder
from mentorship_app.reports.builder import draw_sections
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.codebook import scales_table
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.outline import PARTS
from mentorship_app.reports.section import Numbering, Section
from mentorship_app.reports.sections import appendix
from mentorship_app.reports.sections.appendix import MOST_LINES, split
from mentorship_app.reports.software import software
from mentorship_app.reports.suppression_log import figures_of
from mentorship_app.reports.tables import Cell, Row, Table
from tests.reports.answers import HOPE, STRAIN, context, dataset
from tests.reports.outcomes import rich_context


def drawn(about: ReportContext, *sections: str) -> Section:
    chosen = replace(about, choice=Choice(sections=sections or tuple(PARTS)))
    return next(section for section in draw_sections(chosen) if section.key == "appendix")


def printed(table: Table) -> list[list[str]]:
    return [[row.name, *(cell.text.replace("\u00a0", " ") for cell in row.cells)] for row in table.rows]


def named(section: Section, key: str) -> Table:
    return next(table for table in section.tables if table.key == key)


def test_codebook_gives_the_rule_of_each_scale() -> None:
    rows = printed(named(drawn(rich_context()), "appendix.codebook"))
    by_name = {row[0]: row[1:] for row in rows}

    assert by_name["Personal burnout"] == ["6", "0", "0 to 100", "mean of the answers", "0 to 100", "lower", "3"]
    well_being = next(row for name, row in by_name.items() if "ell-being" in name)
    assert well_being == ["5", "0", "0 to 5", "sum of the answers, times 4", "0 to 100", "higher", "5"]


def test_scores_from_elsewhere_have_no_rule_here() -> None:
    table = scales_table(context(), Numbering())

    assert table is not None
    assert printed(table) == [["Strain", "–", "–", "–", "not known here", "0 to 30", "lower", "–"]]


def test_every_hidden_figure_is_in_the_log_with_its_reason() -> None:
    section = drawn(context(dataset(), dataset(number=2, scales=(STRAIN, HOPE))))

    assert printed(named(section, "appendix.suppression")) == [
        ["Spring survey", "5", "3", "0", "1", "1", "0"],
        ["Spring survey", "10", "6", "0", "2", "2", "0"],
    ]
    log = named(section, "appendix.hidden.2")
    assert [(row.name, row.cells[0].text, row.note) for row in log.rows] == [
        ("Strain", "R3", "Not shown: fewer than 5 people answered."),
        ("Strain", "R4", "Not shown, to protect a smaller group."),
        ("Hope", "R3", "Not shown: fewer than 5 people answered."),
        ("Hope", "R4", "Not shown, to protect a smaller group."),
    ]


@pytest.mark.parametrize("made", [context(), rich_context()], ids=["one survey", "linked"])
def test_what_is_counted_as_hidden_adds_up(made: ReportContext) -> None:
    for table in [named(drawn(made), "appendix.suppression")]:
        for row in table.rows:
            figures, *kinds = [cell.numbers[0].value for cell in row.cells]
            assert figures == sum(kinds)
    for one in made.datasets:
        hidden = [figure for figure in figures_of(one, made.words) if not figure.is_told]
        assert all(figure.status is not Visibility.SHOWN for figure in hidden)


def test_full_tables_stand_only_where_no_section_prints_them() -> None:
    about = context(dataset(), dataset(number=2, scales=(STRAIN, HOPE)))
    everything, without = drawn(about), drawn(about, "summary", "appendix")

    assert [table.key for table in everything.tables if table.key.endswith(".all")] == []
    keys = [table.key for table in without.tables if table.key.endswith(".all")]
    assert keys == ["appendix.1.strain.all", "appendix.2.strain.all", "appendix.2.hope.all"]
    assert printed(named(without, "appendix.1.strain.all"))[0] == ["R1", "7", "21.00", "0.82", "20.24 to 21.76"]


def test_tables_that_do_not_fit_stand_in_the_table_file_alone() -> None:
    row = Row("A", (Cell("1"),))
    tables = [Table(f"Table {number}", (), (row,) * 30) for number in range(5)]

    found = split(tables)
    assert (len(found.printed), found.rest) == (MOST_LINES // 34, 3)
    many = tuple(dataset(title=f"Survey {number}", number=number, scales=(STRAIN, HOPE)) for number in range(1, 25))
    section = drawn(context(*many), "appendix")
    assert section.values["full"].rest > 0
    assert len([table for table in section.tables if table.key.endswith(".all")]) == 48


def test_sections_that_were_left_out_say_why() -> None:
    section = drawn(context())
    left_out = dict(section.values["left_out"])

    assert left_out["Accreditation"] == "No requirement of an accrediting body was entered."
    assert all(left_out.values())


def test_software_stands_with_its_versions_and_shapes_the_look_and_not_the_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = dict(software())
    assert names["Mentorship"] == __version__
    assert all(re.match(r"\d+\.\d+", names[name]) for name in ("Python", "NumPy", "SciPy", "WeasyPrint"))

    about = context()
    data, design = about.data_hash, builder._design_hash.__wrapped__()
    monkeypatch.setattr(builder, "software", lambda: (("NumPy", "0.0"),))
    assert builder._design_hash.__wrapped__() != design
    assert about.data_hash == data == drawn(about).values["hash"]


def test_the_columns_that_are_explained_are_those_of_the_file() -> None:
    about = context()
    explained = [column for column, _meaning in appendix.file_columns(about.words)]

    assert explained == ["Section", "Table", "Survey", "Row", "Measure", "Value", "Note"]
