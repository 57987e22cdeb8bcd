"""Questionnaires from YAML. Everything is checked when the file is read, so that no later page can trip over it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import yaml

from mentorship_app.questions.conditions import Comparison, Condition, Scalar, same
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.questions.questionnaire import Question, Questionnaire, Readers, Section
from mentorship_app.questions.shape import Entries, Node
from mentorship_app.questions.types import question_types

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Names of form fields that belong to the page itself.
RESERVED = ("action", "csrf_token", "main", "rev", "seen", "token")
LONGEST_MINUTES = 120


def load_questionnaire(source: Path | IO[str]) -> Questionnaire:
    """Read one questionnaire; raises QuestionnaireError with file, place and what is expected there."""
    if isinstance(source, Path):
        with source.open(encoding="utf-8") as file:
            return questionnaire_from(_yaml(file, source.name), source.name)
    name = str(getattr(source, "name", "questionnaire"))
    return questionnaire_from(_yaml(source, name), name)


def questionnaire_from(content: object, source: str = "questionnaire") -> Questionnaire:
    """The same from plain mappings and lists, as an editor or a stored version holds them."""
    entries = Node(content, source=source).entries(required=("key", "version", "title", "minutes", "sections"))
    sections: list[Section] = []
    earlier: list[Question] = []
    retired: list[Question] = []
    names: set[str] = set()
    for node in entries["sections"].items():
        section = _section(node, earlier, retired)
        if section.id in names:
            node.fail(f"the section id {section.id!r} is used twice")
        names.add(section.id)
        if section.questions:
            # A section whose questions are all retired is no page.
            sections.append(section)
    if not sections:
        entries["sections"].fail("expected at least one question that is asked")
    return Questionnaire(
        key=_id(entries["key"]),
        version=entries["version"].integer(1, 1_000_000),
        title=entries["title"].localized(),
        sections=tuple(sections),
        minutes=entries["minutes"].integer(1, LONGEST_MINUTES),
        retired=tuple(retired),
    )


def _yaml(file: IO[str], name: str) -> object:
    try:
        return yaml.safe_load(file)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise QuestionnaireError(name, place, f"not readable as YAML: {getattr(error, 'problem', error)}") from error


def _section(node: Node, earlier: list[Question], retired: list[Question]) -> Section:
    """Reads a section and adds its questions to ``earlier``, or to ``retired``; their ids share one space."""
    entries = node.entries(required=("id", "title", "questions"), optional=("intro",))
    intro = entries.get("intro")
    questions: list[Question] = []
    for item in entries["questions"].items():
        question, is_retired = _question(item, earlier, retired)
        if is_retired:
            retired.append(question)
            continue
        questions.append(question)
        earlier.append(question)
    return Section(
        id=_id(entries["id"]),
        title=entries["title"].localized(),
        intro=intro.localized() if intro else None,
        questions=tuple(questions),
    )


_MAY_STAND = ("hint", "optional", "config", "show_if", "if_blank", "fixed", "readers", "retired")


def _question(node: Node, earlier: Sequence[Question], retired: Sequence[Question]) -> tuple[Question, bool]:
    """The question, and whether it is retired."""
    entries = node.entries(required=("id", "type", "text"), optional=_MAY_STAND)
    question_id, type_name = _id(entries["id"]), entries["type"].text()
    if question_id in RESERVED:
        entries["id"].fail(f"{question_id!r} is a field of the page itself; choose another id")
    if any(known.id == question_id for known in (*earlier, *retired)):
        entries["id"].fail(f"{question_id!r} is used twice")
    if type_name not in question_types:
        entries["type"].fail(f"unknown question type {type_name!r}; known: {', '.join(question_types)}")
    hint, if_blank, readers = entries.get("hint"), entries.get("if_blank"), entries.get("readers")
    fixed, is_retired = _flag(entries, "fixed"), _flag(entries, "retired")
    # What a retired question depended on may be retired too; the condition is read again when it is asked again.
    show_if = None if is_retired else entries.get("show_if")
    if fixed and (is_retired or show_if):
        node.fail("a fixed question is always asked: it can be neither retired nor shown on a condition")
    question = Question(
        id=question_id,
        type=type_name,
        text=entries["text"].localized(),
        hint=hint.localized() if hint else None,
        optional=_flag(entries, "optional"),
        config=question_types[type_name].config_from(_config(node, entries)),
        show_if=_condition(show_if, earlier) if show_if else None,
        if_blank=if_blank.localized() if if_blank else None,
        fixed=fixed,
        readers=_readers(readers) if readers else Readers.STAFF,
    )
    return question, is_retired


def _flag(entries: Entries, name: str) -> bool:
    entry = entries.get(name)
    return entry.boolean() if entry else False


def _readers(node: Node) -> Readers:
    name = node.text()
    if name not in {readers.value for readers in Readers}:
        node.fail(f"expected one of: {', '.join(Readers)}; got {name!r}")
    return Readers(name)


def _config(node: Node, entries: Entries) -> Node:
    """What stands under ``config``; nothing there is an empty mapping, and the type says what it misses."""
    return entries.get("config") or Node({}, f"{node.path}.config", node.source)


def _condition(node: Node, earlier: Sequence[Question]) -> Condition:
    entries = node.entries(required=("question",), optional=tuple(Comparison))
    name = entries["question"].text()
    asked = next((question for question in earlier if question.id == name), None)
    if asked is None:
        entries["question"].fail(f"no earlier question is called {name!r}")
    used = [(comparison, entry) for comparison in Comparison if (entry := entries.get(comparison))]
    if len(used) != 1:
        node.fail(f"expected exactly one of: {', '.join(Comparison)}")
    comparison, entry = used[0]
    if comparison is Comparison.ANSWERED:
        if not entry.boolean():
            entry.fail("expected true")
        return Condition(name, comparison)
    return Condition(name, comparison, _values(entry, asked))


def _values(node: Node, asked: Question) -> tuple[Scalar, ...]:
    """One value or a list of them, each of which that question can have as an answer."""
    possible = question_types[asked.type].possible(asked.config)
    values: list[Scalar] = []
    for item in node.items() if isinstance(node.value, list) else [node]:
        if not isinstance(item.value, str | int | float):
            item.fail(f"expected one answer of {asked.id!r}")
        if possible is not None and not any(same(item.value, value) for value in possible):
            item.fail(f"{item.value!r} is no answer of {asked.id!r}; it has: {', '.join(map(repr, possible))}")
        values.append(item.value)
    return tuple(values)


def _id(node: Node) -> str:
    text = node.text()
    if not ID.fullmatch(text):
        node.fail(f"expected a small letter, then small letters, figures and underscores, at most 40; got {text!r}")
    return text
