"""Wording from REDCap data dictionaries: names, labels, codes that must not move, rows that are not used."""

import csv
import io
from pathlib import Path

import pytest

from mentorship_app.core.errors import FieldError
from mentorship_app.core.paths import PROJECT
from mentorship_app.instruments import Instrument
from mentorship_app.instruments.binding.checking import Report, check_reading
from mentorship_app.instruments.binding.found import Choices, FileFormat
from mentorship_app.instruments.binding.html_text import words_of
from mentorship_app.instruments.binding.pairs import as_lines, code_pairs, item_pairs
from mentorship_app.instruments.binding.reading import read_wording_file
from mentorship_app.instruments.schema import load_instrument
from tests.factories.instruments import library_with_lantern

REAL = PROJECT.parent / "shared" / "data" / "instruments"
ENGLISH, GERMAN = REAL / "redcap_radar_english.csv", REAL / "redcap_radar_german.csv"
needs_real_files = pytest.mark.skipif(not ENGLISH.exists(), reason="the real dictionaries are not on this machine")

HEADS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
)
LIGHT, STEPS = "0, Dark | 1,Dim|2, <b>Bright</b>, very", "1, One | 2, Two | 9, Does not apply"
ROWS = (
    ("record_id", "lamp", "", "text", "Record", ""),
    ("lantern_1", "lamp", "<p>Over the past week</p>", "radio", "Mornings &amp; noons", LIGHT),
    ("lantern_2", "lamp", "", "radio", "<div>Evenings<br>at home</div>", LIGHT),
    ("lantern_sum", "lamp", "", "calc", "Sum", "[lantern_1]+[lantern_2]"),
    ("note_1", "lamp", "", "descriptive", "Thank you so far", ""),
    ("lantern_3", "lamp", "Then", "dropdown", "Steps", STEPS),
    ("lantern_4", "lamp", "", "text", "Hours", ""),
    ("colours", "lamp", "", "checkbox", "Colours", "1, Red | 2, Green"),
)
MATRIX_OF_SEVEN = " | ".join(f"{code}, Step {code}" for code in range(1, 8))


@pytest.fixture(scope="module")
def lantern(tmp_path_factory: pytest.TempPathFactory) -> Instrument:
    folder = library_with_lantern(tmp_path_factory.mktemp("library"))
    return load_instrument(folder / "lantern.yaml", {})


def dictionary(rows=ROWS, heads=HEADS) -> bytes:  # type: ignore[no-untyped-def]  # any rows of text
    sink = io.StringIO()
    csv.writer(sink).writerows([heads, *rows])
    return sink.getvalue().encode()


def checked(instrument: Instrument, content: bytes, said: Choices | None = None) -> Report:
    reading = read_wording_file(content, instrument, said or Choices(language="en"), file_name="d.csv")
    return check_reading(instrument, reading)


def problems(report: Report) -> list[tuple[int, str, str]]:
    return [(each.row, each.place, each.remark.message % each.remark.values) for each in report.problems]


def changed(field: str, column: int, value: str) -> tuple[tuple[str, ...], ...]:
    """The rows with one cell changed."""
    return tuple((*row[:column], value, *row[column + 1 :]) if row[0] == field else row for row in ROWS)


def test_labels_and_choices_become_texts_without_their_markup(lantern: Instrument) -> None:
    report = checked(lantern, dictionary())
    assert problems(report) == []
    assert report.reading.format is FileFormat.REDCAP
    assert report.texts == {
        "en": {
            "items": {
                "lantern_1": "Mornings & noons",
                "lantern_2": "Evenings at home",
                "lantern_3": "Steps",
                "lantern_4": "Hours",
            },
            "responses": {"light": ["Dark", "Dim", "Bright, very"], "steps": ["One", "Two", "Does not apply"]},
            "titles": {},
            "leads": {"glow": "Over the past week", "pace": "Then", "hours": "Then"},
        }
    }


def test_every_row_that_is_not_used_says_why(lantern: Instrument) -> None:
    unused = checked(lantern, dictionary()).reading.unused
    assert [(each.row, each.name, each.remark.message) for each in unused] == [
        (2, "record_id", "not paired with an item"),
        (5, "lantern_sum", "a calculated field"),
        (6, "note_1", "a text between questions"),
        (9, "colours", "several answers at once"),
    ]


def test_the_heads_of_the_programming_interface_are_known_too(lantern: Instrument) -> None:
    heads = ("field_name", "form_name", "section_header", "field_type", "field_label", "select_choices_or_calculations")
    assert checked(lantern, dictionary(heads=heads)).can_be_bound


def test_its_language_is_asked(lantern: Instrument) -> None:
    with pytest.raises(FieldError, match="does not say its language"):
        checked(lantern, dictionary(), Choices())


def test_codes_from_one_to_seven_are_never_taken_for_nought_to_six(tmp_path: Path) -> None:
    library_with_lantern(tmp_path)
    text = (tmp_path / "lantern.yaml").read_text(encoding="utf-8")
    text = text.replace("light: [0, 1, 2]", "light: [0, 1, 2, 3, 4, 5, 6]").replace("reverse: 2", "reverse: 6")
    text = text.replace("range: [0, 2]", "range: [0, 6]").replace("lantern_2: 0", "lantern_2: 4")
    (tmp_path / "lantern.yaml").write_text(text, encoding="utf-8")
    long = load_instrument(tmp_path / "lantern.yaml", {})
    rows = [(*row[:5], MATRIX_OF_SEVEN) if row[5] == LIGHT else row for row in ROWS]
    report = checked(long, dictionary(rows))
    assert [(row, place) for row, place, _text in problems(report)] == [(3, "lantern_1")]
    assert "codes 1, 2, 3, 4, 5, 6, 7, the key has 0, 1, 2, 3, 4, 5, 6" in problems(report)[0][2]
    assert [proposal.pairs for proposal in report.reading.code_proposals] == [
        tuple((str(code), code - 1, f"Step {code}") for code in range(1, 8))
    ]
    said = Choices(language="en", codes={"light": {str(code): code - 1 for code in range(1, 8)}})
    shifted = checked(long, dictionary(rows), said)
    assert problems(shifted) == []
    assert shifted.texts["en"]["responses"]["light"] == [f"Step {code}" for code in range(1, 8)]


def test_where_order_and_size_differ_both_readings_of_the_codes_are_shown(lantern: Instrument) -> None:
    rows = [(*row[:5], "3, Bright | 2, Dim | 1, Dark") if row[5] == LIGHT else row for row in ROWS]
    proposals = checked(lantern, dictionary(rows)).reading.code_proposals
    assert [proposal.pairs for proposal in proposals] == [
        (("3", 0, "Bright"), ("2", 1, "Dim"), ("1", 2, "Dark")),
        (("1", 0, "Dark"), ("2", 1, "Dim"), ("3", 2, "Bright")),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            changed("lantern_2", 5, "0, Dark | 1, Dim | 2, Glaring"),
            [(4, "lantern_2", "Its answers differ from those of lantern_1 in row 3, but both belong to one set.")],
        ),
        (
            changed("lantern_4", 3, "checkbox"),
            [
                (8, "lantern_4", "This field is of the type checkbox, which cannot be one answer."),
                (0, "lantern_4", "This text is missing."),
            ],
        ),
        (
            (*ROWS, ROWS[1]),
            [(10, "lantern_1", "This field already stands in row 3. Keep one of the two.")],
        ),
        (ROWS[:-2], [(0, "lantern_4", "This text is missing.")]),
        (changed("lantern_4", 4, " <br> "), [(8, "lantern_4", "There is no text in this row.")]),
        (ROWS[:1], [(0, "", "No field is called like an item of this measure. Say which field is which item.")]),
    ],
)
def test_each_way_to_be_wrong_is_said(lantern: Instrument, rows, expected) -> None:  # type: ignore[no-untyped-def]
    assert problems(checked(lantern, dictionary(rows))) == expected


def test_other_names_are_paired_by_a_person_never_by_their_order(lantern: Instrument) -> None:
    renamed = [(row[0].replace("lantern_", "q"), *row[1:]) for row in ROWS if row[0] != "record_id"]
    report = checked(lantern, dictionary(renamed))
    assert not report.can_be_bound
    (proposal,) = report.reading.item_proposals
    assert [pair[:2] for pair in proposal.pairs] == [(f"lantern_{n}", f"q{n}") for n in range(1, 5)]
    said = Choices(language="en", items={ours: theirs for ours, theirs, _text in proposal.pairs})
    assert checked(lantern, dictionary(renamed), said).can_be_bound


def test_pairs_that_cannot_be_are_named(lantern: Instrument) -> None:
    said = Choices(language="en", items={"lantern_1": "gone", "lantern_9": "note_1", "lantern_2": "lantern_4"})
    found = problems(checked(lantern, dictionary(), said))
    assert (0, "gone", "The file has no field of this name.") in found
    assert (0, "lantern_9", "This measure has no such id. The template lists all of them.") in found
    twice = Choices(language="en", items={"lantern_1": "lantern_2"} | {"lantern_2": "lantern_2"})
    assert problems(checked(lantern, dictionary(), twice))[-1] == (
        0,
        "lantern_2",
        "This field was paired with several items.",
    )


@pytest.fixture
def seven(tmp_path: Path) -> Instrument:
    """The instrument with the codes of the real dictionaries: 1 to 7, and 0 to 3."""
    library_with_lantern(tmp_path)
    text = (tmp_path / "lantern.yaml").read_text(encoding="utf-8")
    for before, after in (
        ("light: [0, 1, 2]", "light: [1, 2, 3, 4, 5, 6, 7]"),
        ("reverse: 2", "reverse: 8"),
        ("range: [0, 2]", "range: [1, 7]"),
        ("lantern_2: 0", "lantern_2: 6"),
        ("steps: {values: [1, 2], not_applicable: 9}", "steps: [0, 1, 2, 3]"),
        ("range: [1, 2]", "range: [0, 3]"),
    ):
        assert before in text
        text = text.replace(before, after)
    (tmp_path / "lantern.yaml").write_text(text, encoding="utf-8")
    return load_instrument(tmp_path / "lantern.yaml", {})


REAL_FIELDS = {
    "lantern_1": "esm_sleep_well",
    "lantern_2": "esm_cheerful",
    "lantern_3": "rses_1",
    "lantern_4": "esm_qol",
}


@needs_real_files
def test_the_real_dictionaries_give_both_languages_of_one_wording(seven: Instrument) -> None:
    english = checked(seven, ENGLISH.read_bytes(), Choices(language="en", items=REAL_FIELDS))
    assert problems(english) == []
    assert len(english.reading.unused) == 65
    assert english.texts["en"]["items"]["lantern_1"] == "I slept well"
    assert english.texts["en"]["responses"]["light"] == ["1 Not at all", "2", "3", "4", "5", "6", "7 Very much"]
    said = Choices(language="fr", items=REAL_FIELDS)
    reading = read_wording_file(GERMAN.read_bytes(), seven, said, file_name="d.csv")
    both = check_reading(seven, reading, earlier=english.texts)
    assert problems(both) == []
    assert both.missing_languages == ()
    assert both.texts["fr"]["items"]["lantern_1"] == "Ich habe gut geschlafen"
    assert both.texts["en"] == english.texts["en"]


@needs_real_files
def test_real_codes_that_differ_from_the_key_are_refused(lantern: Instrument) -> None:
    report = checked(lantern, ENGLISH.read_bytes(), Choices(language="en", items=REAL_FIELDS))
    assert [place for _row, place, _text in problems(report)] == ["esm_sleep_well", "rses_1"]
    assert "codes 1, 2, 3, 4, 5, 6, 7, the key has 0, 1, 2" in problems(report)[0][2]


@needs_real_files
def test_no_pair_is_proposed_where_counts_differ(lantern: Instrument) -> None:
    for each in checked(lantern, ENGLISH.read_bytes()).reading.item_proposals:
        assert len(each.pairs) == len(lantern.items)


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("plain", "plain"),
        ("a < b & c", "a < b & c"),
        ("<b>bold</b>&nbsp;and <i>not</i>", "bold and not"),
        ("one<br/>two<p>three</p>", "one two three"),
        ("<script>alert(1)</script>left<style>p{}</style>", "left"),
        ("<a href='javascript:x'>link</a>", "link"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_markup_leaves_its_words(label: str, words: str) -> None:
    assert words_of(label) == words


def test_pairs_are_read_from_lines_and_from_two_columns() -> None:
    assert item_pairs("A_1 = Field_1\n\n a_2;field_2\r\na_3,field_3\na_4\tfield_4") == {
        f"a_{number}": f"field_{number}" for number in range(1, 5)
    }
    assert item_pairs(as_lines({"a": "b", "c": "d"})) == {"a": "b", "c": "d"}
    assert code_pairs("1 = 0\nlight: 2 = -1", ["light"]) == {"": {"1": 0}, "light": {"2": -1}}


@pytest.mark.parametrize("text", ["a", "a =", "= b", "a = b\na = c", "x" * 101 + " = b", "a = b\n" * 501])
def test_pairs_that_are_none_name_their_line(text: str) -> None:
    with pytest.raises(FieldError):
        item_pairs(text)


@pytest.mark.parametrize("text", ["1 = x", "dark: 1 = 0", "1 = 0\n1 = 2", "1 = 1.5", "1 = 9999999"])
def test_codes_that_are_none_name_their_line(text: str) -> None:
    with pytest.raises(FieldError, match=r"Line [12]"):
        code_pairs(text, ["light"])
