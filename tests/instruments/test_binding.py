"""Wording from a list of texts: all of it or nothing, every problem named by row and id."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorship_app.core.errors import FieldError
from mentorship_app.core.spreadsheets import csv_bytes
from mentorship_app.core.tables import MAX_BYTES
from mentorship_app.instruments import Instrument
from mentorship_app.instruments.binding.checking import Report, check_reading
from mentorship_app.instruments.binding.found import Choices
from mentorship_app.instruments.binding.places import needed_places, optional_places
from mentorship_app.instruments.binding.reading import read_wording_file
from mentorship_app.instruments.binding.template import template_of
from mentorship_app.instruments.schema import load_instrument
from tests.factories.instruments import library_with_lantern, wording_csv, wording_rows
from tests.programs.rosters import workbook

HEADS = ["item", "language", "text"]


@pytest.fixture(scope="module")
def lantern(tmp_path_factory: pytest.TempPathFactory) -> Instrument:
    folder = library_with_lantern(tmp_path_factory.mktemp("library"))
    return load_instrument(folder / "lantern.yaml", {})


def checked(lantern: Instrument, content: bytes, *, language: str = "", file_name: str = "w.csv") -> Report:
    reading = read_wording_file(content, lantern, Choices(language=language), file_name=file_name)
    return check_reading(lantern, reading)


def problems(report: Report) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.place, problem.remark.message % problem.remark.values) for problem in report.problems]


def of_rows(lantern: Instrument, rows: list[list[str]]) -> Report:
    return checked(lantern, csv_bytes([HEADS, *rows]))


def test_a_whole_file_gives_every_text_in_both_languages(lantern: Instrument) -> None:
    report = checked(lantern, wording_csv(lantern))
    assert problems(report) == []
    assert report.missing_languages == ()
    assert report.texts["fr"] == {
        "items": {f"lantern_{number}": f"Words fr lantern_{number}" for number in range(1, 5)},
        "responses": {
            "light": [f"Words fr response:light:{code}" for code in (0, 1, 2)],
            "steps": [f"Words fr response:steps:{code}" for code in (1, 2, 9)],
        },
        "titles": {page: f"Words fr page:{page}:title" for page in ("glow", "pace", "hours")},
        "leads": {page: f"Words fr page:{page}:lead" for page in ("glow", "pace", "hours")},
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_columns_stand_in_any_order_in_any_usual_writing(
    lantern: Instrument, delimiter: str, encoding: str, order: tuple[int, ...]
) -> None:
    rows = [["Item ID", "Langue", "Texte"], *wording_rows(lantern, word="Énoncé")]
    lines = (delimiter.join(f'"{row[place]}"' for place in order) for row in rows)
    report = checked(lantern, "\r\n".join(lines).encode(encoding))
    assert problems(report) == []
    assert report.texts["en"]["items"]["lantern_1"] == "Énoncé en lantern_1"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(removed=st.data())
def test_whatever_is_left_out_is_named_and_nothing_else(lantern: Instrument, removed: st.DataObject) -> None:
    needed = needed_places(lantern)
    gone = removed.draw(st.sets(st.tuples(st.sampled_from(lantern.languages), st.sampled_from(needed)), max_size=14))
    rows = [row for row in wording_rows(lantern) if (row[1], row[0]) not in gone]
    report = of_rows(lantern, rows)
    named = {(problem.language, problem.place) for problem in report.problems}
    assert named == gone
    assert len(report.problems) == len(gone)
    assert report.can_be_bound is (not gone)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(drawn=st.data())
def test_a_row_that_stands_twice_is_named_wherever_it_stands(lantern: Instrument, drawn: st.DataObject) -> None:
    rows = wording_rows(lantern)
    place, language, _text = drawn.draw(st.sampled_from(rows))
    rows = drawn.draw(st.permutations([*rows, [place, language, "Something else"]]))
    report = of_rows(lantern, rows)
    first, second = [number for number, row in enumerate(rows, start=2) if row[:2] == [place, language]]
    twice = f"This text already stands in row {first}. Keep one of the two."
    assert problems(report) == [(second, place, twice)]


def test_each_way_to_be_wrong_is_said_in_its_row(lantern: Instrument) -> None:
    rows = [row for row in wording_rows(lantern, ["en"]) if not row[0].startswith("page:")]
    rows[0][2] = "  "
    rows[1][2] = "x" * 1_001
    rows[2][1] = "de"
    rows[3][0] = "lantern_44"
    rows[4][0] = ""
    rows[6][2] = rows[5][2]
    report = of_rows(lantern, rows)
    assert problems(report) == [
        (2, "lantern_1", "There is no text in this row."),
        (3, "lantern_2", "This text has 1001 characters. At most 1000 fit on a phone."),
        (4, "lantern_3", "“de” is no language of this app. Write en or fr."),
        (5, "lantern_44", "This measure has no such id. Is it meant to be lantern_4?"),
        (6, "", "This row does not say which text it is."),
        (8, "response:light:2", "The code 1 has the same text. Give each its own."),
        (0, "lantern_3", "This text is missing."),
        (0, "lantern_4", "This text is missing."),
        (0, "response:light:0", "This text is missing."),
    ]


def test_an_answer_too_many_belongs_nowhere(lantern: Instrument) -> None:
    rows = wording_rows(lantern)
    report = of_rows(lantern, [*rows, ["response:light:3", "en", "Blinding"]])
    near = "This measure has no such id. Is it meant to be response:light:2?"
    assert problems(report) == [(len(rows) + 2, "response:light:3", near)]


def test_what_a_spreadsheet_would_compute_is_no_text(lantern: Instrument) -> None:
    content = wording_csv(lantern).replace(b"Words en lantern_4", b"=1+1")
    assert [text for _row, _place, text in problems(checked(lantern, content))] == [
        "A spreadsheet would compute this text instead of showing it. Type it as words.",
        "This text is missing.",
    ]


def test_a_language_in_which_it_is_not_offered_is_refused(tmp_path: Path) -> None:
    library_with_lantern(tmp_path)
    text = (tmp_path / "lantern.yaml").read_text(encoding="utf-8").replace("languages: [en, fr]", "languages: [en]")
    (tmp_path / "lantern.yaml").write_text(text, encoding="utf-8")
    only_english = load_instrument(tmp_path / "lantern.yaml", {})
    report = of_rows(only_english, wording_rows(only_english, ["en", "fr"]))
    assert {text for _row, _place, text in problems(report)} == {
        "This measure is not offered in that language. Take the row out."
    }


def test_one_language_is_enough_for_a_file_and_the_other_is_said_to_be_missing(lantern: Instrument) -> None:
    french = checked(lantern, wording_csv(lantern, ["fr"]))
    assert french.can_be_bound
    assert french.missing_languages == ("en",)
    reading = read_wording_file(wording_csv(lantern, ["en"]), lantern, Choices(), file_name="w.csv")
    both = check_reading(lantern, reading, earlier=french.texts)
    assert (both.brought, both.missing_languages) == (("en",), ())
    assert both.texts["fr"] == french.texts["fr"]


def test_the_language_may_be_said_instead_of_written(lantern: Instrument) -> None:
    content = csv_bytes([["item", "text"], *([row[0], row[2]] for row in wording_rows(lantern, ["fr"]))])
    with pytest.raises(FieldError, match="does not say its language") as refused:
        checked(lantern, content)
    assert refused.value.field == "language"
    assert checked(lantern, content, language="fr").brought == ("fr",)


def test_a_heading_in_one_language_only_is_pointed_out(lantern: Instrument) -> None:
    rows = [row for row in wording_rows(lantern) if row[:2] != ["page:glow:title", "fr"]]
    report = of_rows(lantern, rows)
    assert report.can_be_bound
    assert [remark.values for remark in report.remarks if "page" in remark.values] == [{"page": "glow"}]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This file is empty"),
        (b" \r\n ", "This file is empty"),
        (b"a" * (MAX_BYTES + 1), "larger than 10 MB"),
        (b"item,language,text\n", "holds no text"),
        (b"name,colour\nx,y\n", "has to name the columns item, language and text"),
        (b"item,text,text\nx,y,z\n", "Two columns are called"),
        (b"\x00\x01\x02\x03,\x00", "not a table that can be read"),
        (b'item,language,text\nx,en,"open', "never closed"),
        (b"PK\x03\x04 nothing", "damaged"),
    ],
)
def test_what_is_no_wording_file_is_refused_with_what_to_do(lantern: Instrument, content: bytes, message: str) -> None:
    with pytest.raises(FieldError, match=message):
        checked(lantern, content)


def test_the_template_lists_every_text_and_is_itself_refused_until_it_is_filled(lantern: Instrument) -> None:
    empty = template_of(lantern, "fr").getvalue()
    assert empty.decode("utf-8-sig").splitlines()[2] == "lantern_2,en,,celui sur les soirées; inversé"
    report = checked(lantern, empty)
    assert [(problem.place, problem.language) for problem in report.problems] == [
        (place, language) for language in lantern.languages for place in needed_places(lantern)
    ]
    filled = "\r\n".join(
        line.replace(",,", f",words of {line.split(',')[0]},", 1) if line.count(",") == 3 else line
        for line in empty.decode("utf-8-sig").splitlines()
    )
    assert checked(lantern, filled.encode()).can_be_bound
    assert len(empty.splitlines()) == 1 + 2 * (len(needed_places(lantern)) + len(optional_places(lantern)))


def test_a_workbook_is_read_like_a_text_file(lantern: Instrument) -> None:
    content = workbook([HEADS, *wording_rows(lantern)])
    report = checked(lantern, content, file_name="words.xlsx")
    assert problems(report) == []
    assert report.texts == checked(lantern, wording_csv(lantern)).texts
