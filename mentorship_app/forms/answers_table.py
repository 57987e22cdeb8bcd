"""The answers to a form as one table, whatever version each person was shown, and the codebook that explains it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentorship_app.core.i18n import N_, LocalizedText, translate
from mentorship_app.questions.answers import cells, columns
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.question_type import Column
from mentorship_app.questions.questionnaire import Question, Questionnaire, Readers

Row = tuple[Scalar | None, ...]
OWN_COLUMNS = ("name", "cohort", "sent_on", "form_version")
"""What stands before the answers. A question's column of such a name gets ``answer_`` before it."""


@dataclass(frozen=True)
class Version:
    """A version of the form, to be put beside others."""

    number: int
    questionnaire: Questionnaire


@dataclass(frozen=True)
class Sent:
    """What one person sent."""

    name: str
    cohort: str
    sent_on: date
    version: int
    """Number of the version that the person was shown."""
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class _Place:
    """A column of the table: the same question of every version stands in it."""

    column: Column
    versions: tuple[int, ...]


def header(versions: Sequence[Version]) -> tuple[str, ...]:
    """The names of the columns."""
    return (*OWN_COLUMNS, *(_unlike(name) for name in _places(versions)))


def rows(versions: Sequence[Version], people: Iterable[Sent]) -> Iterable[Row]:
    """One row for each person, in the order of :func:`header`; None where that version did not ask."""
    names = tuple(_places(versions))
    shown = {version.number: _open_questions(version.questionnaire) for version in versions}
    for person in people:
        given: dict[str, Scalar | None] = {}
        for question in shown[person.version]:
            values = cells(question, person.answers.get(question.id))
            given.update(zip((column.name for column in columns(question)), values, strict=True))
        answers = tuple(given.get(name) for name in names)
        yield (person.name, person.cohort, person.sent_on.isoformat(), person.version, *answers)


def codebook(versions: Sequence[Version], locale: str) -> Iterable[Row]:
    """One row for each column and each of its codes: column, kind, code, words in both languages, versions."""
    yield tuple(
        translate(word, locale)
        for word in (N_("Column"), N_("Kind"), N_("Code"), N_("In English"), N_("In French"), N_("Versions"))
    )
    for name, place in _places(versions).items():
        asked_in = ", ".join(map(str, place.versions))
        label = place.column.label
        yield (_unlike(name), place.column.kind, None, label.en, label.fr, asked_in)
        for code, meaning in place.column.codes:
            yield (_unlike(name), place.column.kind, code, meaning.en, meaning.fr, asked_in)


def _places(versions: Sequence[Version]) -> dict[str, _Place]:
    """The columns of all versions: those of a question stand together, in the order of the newest form that has it.

    Words are those of the newest version; codes are those of all of them.
    """
    by_question: dict[str, dict[str, _Place]] = {}
    for version in sorted(versions, key=lambda version: -version.number):
        for question in _open_questions(version.questionnaire):
            group = by_question.setdefault(question.id, {})
            for column in columns(question):
                known = group.get(column.name)
                group[column.name] = (
                    _Place(_with_codes(known.column, column), (version.number, *known.versions))
                    if known
                    else _Place(column, (version.number,))
                )
    return {name: place for group in by_question.values() for name, place in group.items()}


def _with_codes(newer: Column, older: Column) -> Column:
    codes = [code for code, _meaning in newer.codes]
    more: tuple[tuple[Scalar, LocalizedText], ...] = tuple(
        (code, meaning) for code, meaning in older.codes if code not in codes
    )
    return Column(newer.name, newer.label, newer.kind, newer.codes + more)


def _open_questions(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """Those whose answers the coordinator reads; what is for matching alone leaves in no export."""
    return tuple(question for question in questionnaire.questions() if question.readers.include(Readers.STAFF))


def _unlike(name: str) -> str:
    return f"answer_{name}" if name in OWN_COLUMNS else name
