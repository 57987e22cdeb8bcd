"""What a page of a survey changes in a draft that another device of the same person may have changed meanwhile.

Each page carries what it last knew to be kept of its questions. Whoever sends it changes those answers alone that
differ from that: the later tap counts, question by question, and a page left open elsewhere wipes nothing.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_app.questions.answers import ParsedAnswers, visible
from mentorship_app.questions.questionnaire import Question, Section
from mentorship_app.surveys.contents import Contents
from mentorship_app.surveys.questionnaire import sections_of

SEEN = "seen"
"""Form field with what the page knew, as JSON."""


@dataclass(frozen=True)
class PageSent:
    """One page as it came back."""

    section: Section
    parsed: ParsedAnswers
    seen: Mapping[str, Any] | None
    """What the page knew to be kept; None for a page that does not say."""
    marked: Collection[str] = ()
    """Ids of the conditional questions that the page said it showed."""
    tapped: Collection[str] = ()
    """Ids of questions that were answered just now, whatever the page knew."""

    @property
    def changes(self) -> dict[str, Any]:
        """What this page changed: answers by question id, None for one that was emptied."""
        touched = (question.id for question in self.section.questions if self._touched(question))
        return {question_id: self.parsed.values.get(question_id) for question_id in touched}

    def merged_into(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """``kept`` (all answers so far) with what this page changed."""
        merged = dict(kept) | self.changes
        return {key: value for key, value in merged.items() if value is not None}

    def known_now(self) -> dict[str, Any]:
        """What the page knows to be kept once this is kept: what it shows, where that could be kept."""
        before = self.seen or {}
        known: dict[str, Any] = {}
        for question in self.section.questions:
            source = self.parsed.values if self._was_read(question) else before
            if question.id in source:
                known[question.id] = source[question.id]
        return known

    def newly_shown(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """Conditional questions that ``answers`` call for and that did not stand on the page."""
        return tuple(
            question for question in visible(self.section.questions, answers) if not self._stood_there(question)
        )

    def no_longer_shown(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """Conditional questions that stood on the page and that ``answers`` do not call for any more."""
        shown = visible(self.section.questions, answers)
        return tuple(
            question for question in self.section.questions if question.id in self.marked and question not in shown
        )

    def _stood_there(self, question: Question) -> bool:
        return question.show_if is None or question.id in self.marked

    def _was_read(self, question: Question) -> bool:
        """Whether what the page said of the question can be kept: an answer, or none."""
        was_parsed = any(name.partition("-")[0] == question.id for name in self.parsed.raw)
        return self._stood_there(question) and was_parsed and question.id not in self.parsed.errors

    def _touched(self, question: Question) -> bool:
        if not self._was_read(question):
            return False
        if self.seen is None or question.id in self.tapped:
            return True
        return bool(self.parsed.values.get(question.id) != self.seen.get(question.id))


def asked_now(contents: Contents, answers: Mapping[str, Any]) -> dict[str, Any]:
    """``answers`` without those to questions that other answers hide, on whatever page they stand."""
    kept = dict(answers)
    conditional = [
        question for section in sections_of(contents) for question in section.questions if question.show_if is not None
    ]
    while hidden := [
        question.id
        for question in conditional
        if question.id in kept and question.show_if is not None and not question.show_if.holds(kept)
    ]:
        for question_id in hidden:
            del kept[question_id]
    return kept


def known_in(section: Section, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a page of that section knows when it is drawn from ``answers``."""
    return {question.id: answers[question.id] for question in section.questions if question.id in answers}


def read_seen(text: str | None) -> dict[str, Any] | None:
    """The field ``seen`` of a form; None when it is missing or no mapping."""
    try:
        seen = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return seen if isinstance(seen, dict) else None


def seen_text(known: Mapping[str, Any]) -> str:
    """What the field ``seen`` of a form says."""
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
