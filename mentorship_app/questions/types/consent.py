"""One statement with one box. Ticked is kept as true; not ticked is no answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.options import Option, not_offered, option_views
from mentorship_app.questions.question_type import Column, Controls, QuestionType, Raw, only, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node

_AGREED = LocalizedText(en="Agreed", fr="Accepté")


@dataclass(frozen=True)
class ConsentConfig:
    statement: LocalizedText
    """The words beside the box: what exactly is agreed to."""
    document: LocalizedText | None = None
    """What to read first, such as a code of conduct; an empty line separates paragraphs."""


@question_type
class Consent(QuestionType[ConsentConfig, bool]):
    key = "consent"
    label = N_("Consent statement")
    blurb = N_("One statement with one box to tick, with a longer text to read first if you like.")
    on_paper = N_("Tick the box if you agree.")
    blank = N_("Tick the box if you agree. You cannot go on without it.")
    settings = (
        Setting("statement", SettingKind.TEXT, N_("What exactly is agreed to"), required=True),
        Setting("document", SettingKind.TEXT, N_("What to read first"), N_("For example a code of conduct")),
    )

    def config_from(self, node: Node) -> ConsentConfig:
        entries = node.entries(required=("statement",), optional=("document",))
        document = entries.get("document")
        return ConsentConfig(entries["statement"].localized(), document.localized() if document else None)

    def parse(self, raw: Sequence[str], config: ConsentConfig) -> bool | None:
        ticked = only(raw)
        if ticked not in ("", "yes"):
            raise not_offered()
        return True if ticked else None

    def refill(self, answer: bool, config: ConsentConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": ("yes",) if answer else ()}

    def display(self, answer: bool, config: ConsentConfig, locale: str) -> str:
        return _AGREED.in_(locale)

    def columns(self, question: Question, config: ConsentConfig) -> tuple[Column, ...]:
        return (Column(question.id, question.text, "boolean", ((True, config.statement),)),)

    def cells(self, answer: bool, config: ConsentConfig) -> tuple[Scalar, ...]:
        return (answer,)

    def controls(self, question_id: str, config: ConsentConfig, raw: Raw, locale: str) -> Controls:
        options = (Option("yes", config.statement),)
        return Controls(
            option_views(question_id, options, raw.get(question_id, ()), locale),
            document=_paragraphs(config.document.in_(locale)) if config.document else (),
        )

    def possible(self, config: ConsentConfig) -> tuple[Scalar, ...]:
        return (True,)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(paragraph.strip() for paragraph in re.split(r"\n\s*\n", text.strip()))
