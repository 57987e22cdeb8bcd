"""Lists to choose from, shared by the types that offer one."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.question_type import Column, OptionView
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.shape import Entries, Node

CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,39}")
MOST_OPTIONS = 100


@dataclass(frozen=True)
class Option:
    """One thing to choose. ``code`` is kept and exported; ``lang`` marks a label that is not in the page's language."""

    code: str
    label: LocalizedText
    hint: LocalizedText | None = None
    lang: str | None = None


def options_from(node: Node) -> tuple[Option, ...]:
    """``[{code: …, en: …, fr: …, hint: {…}, lang: …}, …]`` with two to a hundred different codes."""
    options: list[Option] = []
    for item in node.items():
        entries = item.entries(required=("code", "en", "fr"), optional=("hint", "lang"))
        code = entries["code"].text()
        if not CODE.fullmatch(code):
            entries["code"].fail("expected at most 40 letters, figures, hyphens and underscores")
        if any(option.code == code for option in options):
            entries["code"].fail(f"{code!r} is used twice")
        hint, lang = entries.get("hint"), entries.get("lang")
        options.append(Option(code, _label(entries), hint.localized() if hint else None, lang.text() if lang else None))
    if not 2 <= len(options) <= MOST_OPTIONS:
        node.fail(f"expected 2 to {MOST_OPTIONS} options, got {len(options)}")
    return tuple(options)


def _label(entries: Entries) -> LocalizedText:
    return LocalizedText(en=entries["en"].text(), fr=entries["fr"].text())


def option_views(
    question_id: str, options: Sequence[Option], checked: Collection[str], locale: str
) -> tuple[OptionView, ...]:
    """The options as rows or chips; ids count from 1, so that ``<question>-1`` is where an error links to."""
    return tuple(
        OptionView(
            id=f"{question_id}-{number}",
            value=option.code,
            label=option.label.in_(locale),
            checked=option.code in checked,
            hint=option.hint.in_(locale) if option.hint else None,
            lang=option.lang if option.lang != locale else None,
        )
        for number, option in enumerate(options, start=1)
    )


def label_of(code: str, options: Sequence[Option], locale: str) -> str:
    """The label in ``locale``; a code that is no longer offered stands for itself."""
    return next((option.label.in_(locale) for option in options if option.code == code), code)


def in_offered_order(codes: Collection[str], options: Sequence[Option]) -> list[str]:
    """Each chosen code once, as ordered in the list. Raises AnswerError for a code that was not offered."""
    offered = [option.code for option in options]
    if not set(codes) <= set(offered):
        raise not_offered()
    return [code for code in offered if code in codes]


def not_offered() -> AnswerError:
    """What to raise for a value that is not among the options."""
    return AnswerError(N_("Choose from the options shown."))


def too_many(at_most: int) -> AnswerError:
    """What to raise when more was chosen than may be."""
    return AnswerError(N_("Choose no more than %(at_most)s."), at_most=at_most)


def choice_columns(question: Question, options: Sequence[Option]) -> tuple[Column, ...]:
    """One yes/no column for each option, as statistics programs want several answers."""
    return tuple(
        Column(f"{question.id}__{option.code}", part_label(question, option.label), "boolean") for option in options
    )


def part_label(question: Question, part: LocalizedText) -> LocalizedText:
    """Names a part of a question in a codebook: "Topics: Research"."""
    return LocalizedText(en=f"{question.text.en}: {part.en}", fr=f"{question.text.fr}\u00a0: {part.fr}")
