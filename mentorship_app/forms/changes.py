"""What is different between two versions of a form, one line each, for those who are about to publish it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_app.core.i18n import N_, translate
from mentorship_app.forms.content import Content, Entry, all_questions, asked, is_text, said, section_of

WORDS = ("text", "hint", "if_blank")


@dataclass(frozen=True)
class Change:
    """One line. ``values`` fill the places of ``message``; mappings among them are words in both languages."""

    message: str
    values: Mapping[str, Any]

    def text(self, locale: str) -> str:
        """The line in ``locale``."""
        values = {name: said(value, locale) if is_text(value) else str(value) for name, value in self.values.items()}
        return translate(self.message, locale, **values)


def changes(before: Content, after: Content) -> tuple[Change, ...]:
    """All differences, in the order of the newer form; empty when both ask the same in the same words."""
    return (*_of_form(before, after), *_of_sections(before, after), *_of_questions(before, after))


def _of_form(before: Content, after: Content) -> Iterator[Change]:
    if before["title"] != after["title"]:
        yield Change(N_("The form is now called “%(title)s”."), {"title": after["title"]})
    if before["minutes"] != after["minutes"]:
        yield Change(N_("It is said to take %(minutes)s minutes."), {"minutes": after["minutes"]})


def _of_sections(before: Content, after: Content) -> Iterator[Change]:
    old = {section["id"]: section for section in before["sections"]}
    new = {section["id"]: section for section in after["sections"]}
    for section_id, section in new.items():
        if section_id not in old:
            yield Change(N_("New section: “%(section)s”."), {"section": section["title"]})
        elif any(section.get(name) != old[section_id].get(name) for name in ("title", "intro")):
            yield Change(N_("Reworded section: “%(section)s”."), {"section": section["title"]})
    for section_id, section in old.items():
        if section_id not in new:
            yield Change(N_("Section taken out: “%(section)s”."), {"section": section["title"]})
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield Change(N_("The sections stand in another order."), {})


def _of_questions(before: Content, after: Content) -> Iterator[Change]:
    old = {question["id"]: question for question in asked(before)}
    new = {question["id"]: question for question in asked(after)}
    was_there = {question["id"] for question in all_questions(before)}
    for question_id, question in new.items():
        if question_id in old:
            yield from _of_question(old[question_id], question)
            if section_of(before, question_id)["id"] != (here := section_of(after, question_id))["id"]:
                named = {"question": question["text"], "section": here["title"]}
                yield Change(N_("“%(question)s” now stands in the section “%(section)s”."), named)
        elif question_id in was_there:
            yield Change(N_("Asked again: “%(question)s”."), {"question": question["text"]})
        else:
            yield Change(N_("New question: “%(question)s”."), {"question": question["text"]})
    for question_id, question in old.items():
        if question_id not in new:
            yield Change(N_("No longer asked: “%(question)s”."), {"question": question["text"]})
    if _order(before, new) != _order(after, old):
        yield Change(N_("Questions stand in another order."), {})


def _order(content: Content, others: Mapping[str, Entry]) -> list[str]:
    """The questions that both versions ask, in the order of this one."""
    return [question["id"] for question in asked(content) if question["id"] in others]


def _of_question(old: Entry, new: Entry) -> Iterator[Change]:
    named = {"question": new["text"]}
    if any(old.get(name) != new.get(name) for name in WORDS) or _is_relabelled(old, new):
        yield Change(N_("Reworded: “%(question)s”."), named)
    if bool(old.get("optional")) != bool(new.get("optional")):
        now_optional = N_("Now optional: “%(question)s”.")
        yield Change(now_optional if new.get("optional") else N_("Now required: “%(question)s”."), named)
    if old.get("readers", "staff") != new.get("readers", "staff"):
        yield Change(N_("Other people read the answer: “%(question)s”."), named)
    if old.get("show_if") != new.get("show_if"):
        yield Change(N_("Asked under another condition: “%(question)s”."), named)
    yield from _of_answers(old, new)
    if _rest(old) != _rest(new):
        yield Change(N_("Other settings: “%(question)s”."), named)


def _of_answers(old: Entry, new: Entry) -> Iterator[Change]:
    """Of the answers that a list offers."""
    named = {"question": new["text"]}
    had, has = _rows(old), _rows(new)
    for code, row in has.items():
        if code not in had:
            yield Change(N_("“%(question)s” has a new answer: “%(answer)s”."), named | {"answer": row})
    for code, row in had.items():
        if code not in has:
            yield Change(N_("“%(question)s” no longer has the answer “%(answer)s”."), named | {"answer": row})
    if [code for code in had if code in has] != [code for code in has if code in had]:
        yield Change(N_("The answers to “%(question)s” stand in another order."), named)


def _is_relabelled(old: Entry, new: Entry) -> bool:
    """Whether words in the settings changed, or those of an answer that both versions have."""
    had, has = _rows(old), _rows(new)
    texts = [
        {name: value for name, value in question.get("config", {}).items() if is_text(value)} for question in (old, new)
    ]
    return texts[0] != texts[1] or any(had[key] != row for key, row in has.items() if key in had)


def _rows(question: Entry) -> dict[str, Entry]:
    """The rows of all lists by code or number."""
    return {
        str(row.get("code", row.get("value"))): row
        for rows in question.get("config", {}).values()
        if isinstance(rows, list)
        for row in rows
        if isinstance(row, dict)
    }


def _rest(question: Entry) -> dict[str, Any]:
    """The settings that are not words and not the codes of a list."""
    return {
        name: value if not isinstance(value, list) else [row for row in value if not isinstance(row, dict)]
        for name, value in question.get("config", {}).items()
        if not is_text(value)
    }
