"""A form while it is being written: the shape of the files in ``library/`` as plain mappings and lists.

A draft may lack a language here and there, and a section may ask nothing yet. Everything else always holds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mentorship_app.core.i18n import LOCALES
from mentorship_app.questions.loading import questionnaire_from
from mentorship_app.questions.questionnaire import Questionnaire

Content = dict[str, Any]
"""A whole form."""
Entry = dict[str, Any]
"""A section or a question of it."""

UNWORDED = "…"
"""Stands where neither language has words yet."""


@dataclass(frozen=True)
class Gap:
    """A place that lacks something before the form can be published."""

    kind: str
    """``form``, ``section`` or ``question``: which page of the editor mends it."""
    id: str
    """Of the section or the question; empty for the form."""
    field: str
    """Which words: ``text``, ``hint``, ``options`` …; ``questions`` for a section that asks nothing."""
    locale: str = ""
    """The language that is missing; empty when it is not a matter of words."""


@dataclass(frozen=True)
class Known:
    """Ids and codes that an earlier version gave out: answers stand under them, so they are never given out again."""

    questions: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each question, what the codes of its options stood for, in English."""


def known_in(contents: Iterable[Content]) -> Known:
    """What those versions of one form have given out."""
    questions: set[str] = set()
    sections: set[str] = set()
    codes: dict[str, dict[str, str]] = {}
    for content in contents:
        sections.update(section["id"] for section in content["sections"])
        for question in all_questions(content):
            questions.add(question["id"])
            codes.setdefault(question["id"], {}).update(codes_of(question))
    return Known(frozenset(questions), frozenset(sections), codes)


def codes_of(question: Entry) -> dict[str, str]:
    """The codes of all lists that the question offers, with what they stand for in English."""
    return {
        str(row["code"]): said(row, "en")
        for rows in question.get("config", {}).values()
        if isinstance(rows, list)
        for row in rows
        if isinstance(row, dict) and row.get("code")
    }


def all_questions(content: Content) -> Iterator[Entry]:
    """Every question in order, retired ones too."""
    for section in content["sections"]:
        yield from section["questions"]


def asked(content: Content) -> Iterator[Entry]:
    """The questions that are asked, in order."""
    return (question for question in all_questions(content) if not question.get("retired"))


def find_section(content: Content, section_id: str) -> Entry:
    """The section of that id; raises KeyError."""
    for section in content["sections"]:
        if section["id"] == section_id:
            found: Entry = section
            return found
    raise KeyError(section_id)


def find_question(content: Content, question_id: str) -> Entry:
    """The question of that id, retired or not; raises KeyError."""
    for question in all_questions(content):
        if question["id"] == question_id:
            return question
    raise KeyError(question_id)


def section_of(content: Content, question_id: str) -> Entry:
    """The section in which that question stands; raises KeyError."""
    for section in content["sections"]:
        if any(question["id"] == question_id for question in section["questions"]):
            found: Entry = section
            return found
    raise KeyError(question_id)


def is_text(value: object) -> bool:
    """Whether a mapping holds words in the two languages."""
    return isinstance(value, dict) and any(locale in value for locale in LOCALES)


def said(text: Mapping[str, Any], locale: str) -> str:
    """The words in ``locale``, in the other language while those are missing."""
    for key in (locale, *LOCALES):
        if words := str(text.get(key) or "").strip():
            return words
    return UNWORDED


def gaps(content: Content) -> tuple[Gap, ...]:
    """What keeps the form from being published, in the order of the form."""
    found = [Gap("form", "", "title", locale) for locale in _lacking(content["title"])]
    for section in content["sections"]:
        for name in ("title", "intro"):
            found += [Gap("section", section["id"], name, locale) for locale in _lacking(section.get(name))]
        if all(question.get("retired") for question in section["questions"]):
            found.append(Gap("section", section["id"], "questions"))
        for question in section["questions"]:
            for name in ("text", "hint", "if_blank"):
                found += [Gap("question", question["id"], name, locale) for locale in _lacking(question.get(name))]
            for name, value in question.get("config", {}).items():
                found += [Gap("question", question["id"], name, locale) for locale in _lacking(value)]
    return tuple(found)


def filled(content: Content) -> Content:
    """The same with words of the other language where one is missing, without sections that ask nothing: it loads."""
    result: Content = all_words(content)
    result["sections"] = [
        section
        for section in result["sections"]
        if any(not question.get("retired") for question in section["questions"])
    ]
    return result


def as_questionnaire(content: Content) -> Questionnaire:
    """The form as it would be asked now; raises QuestionnaireError where even :func:`filled` cannot help."""
    return questionnaire_from(filled(content), str(content.get("key", "form")))


def all_words(value: Any) -> Any:
    """A copy in which no language lacks words that the other one has."""
    if isinstance(value, dict):
        result = {key: all_words(entry) for key, entry in value.items()}
        return result | {locale: said(value, locale) for locale in LOCALES} if is_text(value) else result
    return [all_words(entry) for entry in value] if isinstance(value, list) else value


def _lacking(value: Any) -> list[str]:
    """The languages that are missing somewhere inside; each as often as it is."""
    if isinstance(value, list):
        return [locale for entry in value for locale in _lacking(entry)]
    if not isinstance(value, dict):
        return []
    lacking = [locale for locale in LOCALES if not str(value.get(locale) or "").strip()] if is_text(value) else []
    return lacking + [locale for entry in value.values() for locale in _lacking(entry)]
