"""An agreement in words: what each question says, what fits another version of the form, and what changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from mentorship_app.questions.answers import display, kept, parse_answer
from mentorship_app.questions.conditions import Answer, Answers
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.questionnaire import Question, Questionnaire
from mentorship_app.questions.types import question_types
from mentorship_app.questions.types.consent import ConsentConfig

_WRITTEN = frozenset({"short_text", "long_text"})
_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Wording:
    """The questions of a version and its answers to them."""

    questionnaire: Questionnaire
    terms: Answers


@dataclass(frozen=True)
class Term:
    """One line of an agreement. ``is_shared``: a statement that holds for both, and not an answer."""

    label: str
    lines: tuple[str, ...]
    is_shared: bool = False


@dataclass(frozen=True)
class Part:
    """One section of an agreement."""

    title: str
    terms: tuple[Term, ...]


class Fate(StrEnum):
    """What became of some words from one version to another."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went or came."""

    words: str
    fate: Fate


@dataclass(frozen=True)
class Change:
    """One question whose answer is not the same in both versions; pieces in the order in which they are read."""

    label: str
    pieces: tuple[Piece, ...]


def parts_of(wording: Wording, locale: str) -> tuple[Part, ...]:
    """The agreement section by section; what was left blank is not named."""
    present = kept(wording.questionnaire, wording.terms)
    found = [
        Part(
            section.title.in_(locale),
            tuple(
                Term(
                    question.text.in_(locale),
                    _said(question, present[question.id], locale),
                    isinstance(question.config, ConsentConfig),
                )
                for question in section.questions
                if question.id in present
            ),
        )
        for section in wording.questionnaire.sections
    ]
    return tuple(part for part in found if part.terms)


def fitting(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """The answers that this form can take: of another form, or of another version of it, some may not fit."""
    found: dict[str, Any] = {}
    for question in questionnaire.questions():
        if question.id in answers and _fits(question, answers[question.id]):
            found[question.id] = answers[question.id]
    return kept(questionnaire, found)


def _fits(question: Question, answer: Answer) -> bool:
    kind = question_types[question.type]
    try:
        sent = kind.refill(answer, question.config, "en")
        return parse_answer(question, {question.id + part: typed for part, typed in sent.items()}) == answer
    except (AnswerError, AttributeError, KeyError, TypeError, ValueError):
        # Another type of question under the same id: its answers are of another shape.
        return False


def compared(before: Wording, after: Wording, locale: str) -> tuple[Change, ...]:
    """What changed from one version to the other, in the order of the later form; empty where nothing did."""
    old, new = _by_id(before, locale), _by_id(after, locale)
    found = []
    for key in (*new, *(key for key in old if key not in new)):
        label, was = old.get(key, ("", ()))
        label, now = new.get(key, (label, ()))
        if was != now:
            is_written = key in _written(before) | _written(after)
            found.append(Change(label, _by_word(was, now) if is_written else _by_line(was, now)))
    return tuple(found)


def _by_id(wording: Wording, locale: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    present = kept(wording.questionnaire, wording.terms)
    return {
        question.id: (question.text.in_(locale), _said(question, present[question.id], locale))
        for question in wording.questionnaire.questions()
        if question.id in present
    }


def _written(wording: Wording) -> set[str]:
    return {question.id for question in wording.questionnaire.questions() if question.type in _WRITTEN}


def _said(question: Question, answer: Answer, locale: str) -> tuple[str, ...]:
    """An answer in words; of a statement that was agreed to, the statement."""
    if isinstance(question.config, ConsentConfig):
        return (question.config.statement.in_(locale),)
    return tuple(display(question, answer, locale).split("\n"))


def _by_word(was: Sequence[str], now: Sequence[str]) -> tuple[Piece, ...]:
    return _pieces(_WORDS.findall("\n".join(was)), _WORDS.findall("\n".join(now)), "")


def _by_line(was: Sequence[str], now: Sequence[str]) -> tuple[Piece, ...]:
    return _pieces(was, now, "\n")


def _pieces(was: Sequence[str], now: Sequence[str], between: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for _verb, old_from, old_to, new_from, new_to in SequenceMatcher(a=was, b=now, autojunk=False).get_opcodes():
        gone, new = was[old_from:old_to], now[new_from:new_to]
        if list(gone) == list(new):
            found.append(Piece(between.join(new), Fate.SAME))
            continue
        found += [Piece(between.join(gone), Fate.GONE)] if gone else []
        found += [Piece(between.join(new), Fate.NEW)] if new else []
    return tuple(found)
