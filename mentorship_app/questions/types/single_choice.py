"""Exactly one from a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.options import Option, label_of, not_offered, option_views, options_from
from mentorship_app.questions.question_type import Column, Controls, QuestionType, Raw, only, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node


@dataclass(frozen=True)
class SingleChoiceConfig:
    options: tuple[Option, ...]

    def codebook(self) -> tuple[tuple[str, LocalizedText], ...]:
        return tuple((option.code, option.label) for option in self.options)


@question_type
class SingleChoice(QuestionType[SingleChoiceConfig, str]):
    key = "single_choice"
    label = N_("One choice")
    blurb = N_("Exactly one answer from a list.")
    on_paper = N_("Tick one.")
    blank = N_("Choose one option.")
    settings = (Setting("options", SettingKind.OPTIONS, N_("Answers to choose from"), required=True, low=2),)

    def config_from(self, node: Node) -> SingleChoiceConfig:
        return SingleChoiceConfig(options_from(node.entries(required=("options",))["options"]))

    def parse(self, raw: Sequence[str], config: SingleChoiceConfig) -> str | None:
        code = only(raw)
        if code and not any(option.code == code for option in config.options):
            raise not_offered()
        return code or None

    def refill(self, answer: str, config: SingleChoiceConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": (answer,)}

    def display(self, answer: str, config: SingleChoiceConfig, locale: str) -> str:
        return label_of(answer, config.options, locale)

    def columns(self, question: Question, config: SingleChoiceConfig) -> tuple[Column, ...]:
        return (Column(question.id, question.text, "category", config.codebook()),)

    def cells(self, answer: str, config: SingleChoiceConfig) -> tuple[Scalar, ...]:
        return (answer,)

    def controls(self, question_id: str, config: SingleChoiceConfig, raw: Raw, locale: str) -> Controls:
        return Controls(option_views(question_id, config.options, raw.get(question_id, ()), locale))

    def possible(self, config: SingleChoiceConfig) -> tuple[Scalar, ...]:
        return tuple(option.code for option in config.options)
