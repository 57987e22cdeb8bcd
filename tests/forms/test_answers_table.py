"""The answers to several versions of a form in one table."""

import csv
import io
from datetime import date
from typing import Any

from mentorship_app.core.spreadsheets import csv_bytes
from mentorship_app.forms.answers_table import Sent, Version, codebook, header, rows
from mentorship_app.questions.loading import questionnaire_from


def version(number: int, *questions: dict[str, Any]) -> Version:
    section = {"id": "one", "title": {"en": "One", "fr": "Une"}, "questions": list(questions)}
    title = {"en": "Form", "fr": "Formulaire"}
    return Version(
        number,
        questionnaire_from({"key": "f", "version": number, "minutes": 1, "title": title, "sections": [section]}),
    )


def question(name: str, kind: str, english: str = "A question", **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "text": {"en": english, "fr": "Une question"}} | more


def options(*codes: str) -> dict[str, Any]:
    return {"options": [{"code": code, "en": code.title(), "fr": code.upper()} for code in codes]}


FIRST = version(
    1,
    question("topics", "multiple_choice", "Topics", config=options("research", "exams")),
    question("site", "short_text", "Site"),
    question("wish", "short_text", "A wish", readers="nobody"),
)
SECOND = version(
    2,
    question("name", "short_text", "Name of your pet"),
    question("topics", "multiple_choice", "Subjects", config=options("research", "rural")),
    question("wish", "short_text", "A wish", readers="staff"),
    question("site", "short_text", "Site", retired=True),
)
DAY = date(2026, 11, 22)
PEOPLE = [
    Sent("Wren Ito", "2026", DAY, 1, {"topics": ["exams"], "site": "=1+1", "wish": "not Dr. Vale"}),
    Sent("Odile Ferro", "2026", DAY, 2, {"name": "Rex", "topics": ["rural", "research"], "wish": "tea"}),
]


def test_versions_are_united_by_question_and_what_was_not_asked_is_empty() -> None:
    versions = [FIRST, SECOND]
    assert header(versions) == (
        "name",
        "cohort",
        "sent_on",
        "form_version",
        "answer_name",
        "topics__research",
        "topics__rural",
        "topics__exams",
        "wish",
        "site",
    )
    assert list(rows(versions, PEOPLE)) == [
        ("Wren Ito", "2026", "2026-11-22", 1, None, False, None, True, None, "=1+1"),
        ("Odile Ferro", "2026", "2026-11-22", 2, "Rex", True, True, None, "tea", None),
    ]


def test_what_is_for_matching_alone_is_in_no_column() -> None:
    """The answer is there, and whoever gave it under version 1 was told that nobody reads it."""
    assert PEOPLE[0].answers["wish"] == "not Dr. Vale"
    assert "wish" not in header([FIRST])
    assert "not Dr. Vale" not in str(list(rows([FIRST], PEOPLE[:1]))) + str(list(rows([FIRST, SECOND], PEOPLE)))


def test_the_codebook_explains_every_column_in_both_languages() -> None:
    pages = list(codebook([FIRST, SECOND], "en"))
    assert pages[0] == ("Column", "Kind", "Code", "In English", "In French", "Versions")
    assert [page[0] for page in pages[1:]] == list(header([FIRST, SECOND])[4:])
    assert ("topics__research", "boolean", None, "Subjects: Research", "Une question\u00a0: RESEARCH", "1, 2") in pages
    assert ("site", "text", None, "Site", "Une question", "1") in pages
    choice = version(1, question("place", "single_choice", config=options("north", "south")))
    renamed = version(2, question("place", "single_choice", config=options("south", "east")))
    codes = [(page[2], page[5]) for page in codebook([choice, renamed], "en") if page[2] is not None]
    assert codes[1:] == [("south", "1, 2"), ("east", "1, 2"), ("north", "1, 2")]


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    text = csv_bytes([header([FIRST]), *rows([FIRST], PEOPLE[:1])]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1] == ["Wren Ito", "2026", "2026-11-22", "1", "0", "1", "'=1+1"]
    assert csv_bytes([(-3, "-3", True, None)]).decode("utf-8-sig") == "-3,'-3,1,\r\n"
