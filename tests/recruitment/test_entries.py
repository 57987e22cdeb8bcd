"""Reading people from pasted lines and files."""

import io
import time

import pytest
from openpyxl import Workbook

from mentorship_app.core.errors import FieldError
from mentorship_app.recruitment.invitations.entries import (
    MOST_PEOPLE,
    BadLine,
    Entry,
    as_stored,
    from_stored,
    read_file,
    read_lines,
)


def only(line: str) -> Entry:
    read = read_lines(line)
    assert read.bad == ()
    (entry,) = read.entries
    return entry


@pytest.mark.parametrize(
    ("line", "name", "department", "locale"),
    [
        ("ada@example.org", "", "", None),
        ("Ada Quill <ada@example.org>", "Ada Quill", "", None),
        ('"Quill, Ada" <ADA@example.org>', "Quill, Ada", "", None),
        ("Ada Quill <ada@example.org>; Surgery", "Ada Quill", "Surgery", None),
        ("Ada Quill; ada@example.org; Surgery", "Ada Quill", "Surgery", None),
        ("ada@example.org; Ada Quill; Surgery; français", "Ada Quill", "Surgery", "fr"),
        ("ada@example.org\tAda Quill\tSurgery\tEnglish", "Ada Quill", "Surgery", "en"),
        ("ada@example.org,Ada Quill,Surgery", "Ada Quill", "Surgery", None),
        ('ada@example.org,"Quill, Ada",Surgery', "Quill, Ada", "Surgery", None),
        ("Ada Quill ada@example.org", "Ada Quill", "", None),
        ("Ada Quill (ada@example.org)", "Ada Quill", "", None),
        ("Ada Quill <mailto:ada@example.org>", "Ada Quill", "", None),
        ("Ada Quill: mailto:ada@example.org", "Ada Quill", "", None),
        ("\u202aAda Quill\u202c <ada@example.org>", "Ada Quill", "", None),
        ("ليلى حداد <ada@example.org>", "ليلى حداد", "", None),
        ("\u200fליאת כהן\u200f; ada@example.org; כירורגיה", "ליאת כהן", "כירורגיה", None),
        ("Seán O’Neil <ada@example.org>", "Seán O’Neil", "", None),
        ("Inês D'Ávila; ada@example.org", "Inês D'Ávila", "", None),
        ("Éloïse Œuvrard-Lefèvre <ada@example.org>", "Éloïse Œuvrard-Lefèvre", "", None),
    ],
)
def test_a_line_is_read_as_mail_programs_and_people_write_it(
    line: str, name: str, department: str, locale: str | None
) -> None:
    assert only(line) == Entry(1, "ada@example.org", name, department, locale)


def test_an_apostrophe_in_an_address_stays() -> None:
    assert only("Seán O'Neil <sean.o'neil@example.org>").email == "sean.o'neil@example.org"
    assert only("sean.o'neil@example.org").email == "sean.o'neil@example.org"


def test_a_whole_address_field_on_one_line_is_several_people() -> None:
    read = read_lines(
        'Ada Quill <ada@example.org>; "Moss, Bo" <bo@example.org>, <cy@example.org>\nd@example.org, e@example.org'
    )
    assert [(entry.number, entry.email, entry.name) for entry in read.entries] == [
        (1, "ada@example.org", "Ada Quill"),
        (1, "bo@example.org", "Moss, Bo"),
        (1, "cy@example.org", ""),
        (2, "d@example.org", ""),
        (2, "e@example.org", ""),
    ]


@pytest.mark.parametrize(
    "line", ["Ada Quill", "Ada <ada@>", "a@b", "Ada; ada@example.org; and bo@example.org too", "@@@"]
)
def test_a_line_that_cannot_be_used_says_why(line: str) -> None:
    read = read_lines(f"ok@example.org\n{line}")
    assert [entry.email for entry in read.entries] == ["ok@example.org"]
    (bad,) = read.bad
    assert (bad.number, bad.text) == (2, line)
    assert bad.message % bad.values


def test_a_name_that_is_too_long_is_a_bad_line() -> None:
    (bad,) = read_lines(f"{'x' * 200} <ada@example.org>").bad
    assert isinstance(bad, BadLine)


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_an_empty_paste_is_refused(text: str) -> None:
    with pytest.raises(FieldError):
        read_lines(text)


def test_a_thousand_lines_take_less_than_two_seconds_and_too_many_are_refused() -> None:
    began = time.perf_counter()
    read = read_lines("\n".join(f"Person {number} <p{number}@example.org>; Surgery" for number in range(1_000)))
    assert len(read.entries) == 1_000
    assert time.perf_counter() - began < 2
    with pytest.raises(FieldError):
        read_lines("\n".join(f"p{number}@example.org" for number in range(MOST_PEOPLE + 1)))


def test_a_line_made_to_be_slow_is_read_at_once() -> None:
    began = time.perf_counter()
    read_lines("a'" * 20_000 + "\n" + "<" * 20_000 + "\n" + "a@" * 5_000 + "\n" + "'" * 20_000 + "@")
    assert time.perf_counter() - began < 2


def test_a_file_needs_no_more_than_addresses() -> None:
    content = "Courriel;Nom;Prénom;Département;Langue\nada@example.org;Quill;Ada;Chirurgie;fr\n".encode()
    assert read_file(content, file_name="list.csv").entries == (
        Entry(2, "ada@example.org", "Ada Quill", "Chirurgie", "fr"),
    )
    plain = b"ada@example.org\nBo Moss <bo@example.org>\n"
    assert [entry.name for entry in read_file(plain, file_name="list.txt").entries] == ["", "Bo Moss"]


def test_a_workbook_is_read_and_a_formula_is_not() -> None:
    workbook = Workbook()
    workbook.active.append(["Name", "E-mail"])
    workbook.active.append(["Ada Quill", "ada@example.org"])
    workbook.active.append(['=HYPERLINK("http://x")', "bo@example.org"])
    out = io.BytesIO()
    workbook.save(out)
    read = read_file(out.getvalue(), file_name="list.xlsx")
    assert [entry.email for entry in read.entries] == ["ada@example.org"]
    assert [bad.number for bad in read.bad] == [3]


def test_a_file_that_names_no_column_of_addresses_says_so() -> None:
    with pytest.raises(FieldError, match="A column is missing"):
        read_file(b"name,phone\nAda Quill,555\n", file_name="list.csv")


def test_entries_survive_being_stored() -> None:
    entries = read_lines("ليلى حداد <layla@example.org>; Surgery\nada@example.org; fr").entries
    assert from_stored(as_stored(entries)) == entries
