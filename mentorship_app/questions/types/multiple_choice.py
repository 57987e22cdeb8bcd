"""Any number from a list, each on its own row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.options import (
    Option,
    choice_columns,
    in_offered_order,
    label_of,
    option_views,
    options_from,
    too_many,
)
from mentorship_app.questions.question_type import Column, Controls, QuestionType, Raw, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node


@dataclass(frozen=True)
class MultipleChoiceConfig:
    options: tuple[Option, ...]
    at_most: int | None = None


@question_type
class MultipleChoice(QuestionType[MultipleChoiceConfig, list[str]]):
    key = "multiple_choice"
    label = N_("Several choices")
    blurb = N_("Any number of answers from a list.")
    on_paper = N_("Tick all that apply.")
    blank = N_("Choose at least one option.")
    settings = (
        Setting("options", SettingKind.OPTIONS, N_("Answers to choose from"), required=True, low=2),
        Setting("at_most", SettingKind.WHOLE, N_("How many may be chosen"), not_above="options"),
    )

    def config_from(self, node: Node) -> MultipleChoiceConfig:
        entries = node.entries(required=("options",), optional=("at_most",))
        options, at_most = options_from(entries["options"]), entries.get("at_most")
        return MultipleChoiceConfig(options, at_most.integer(1, len(options)) if at_most else None)

    def parse(self, raw: Sequence[str], config: MultipleChoiceConfig) -> list[str] | None:
        codes = in_offered_order([code for code in raw if code], config.options)
        if config.at_most and len(codes) > config.at_most:
            raise too_many(config.at_most)
        return codes or None

    def refill(self, answer: list[str], config: MultipleChoiceConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": answer}

    def display(self, answer: list[str], config: MultipleChoiceConfig, locale: str) -> str:
        return "\n".join(label_of(code, config.options, locale) for code in answer)

    def columns(self, question: Question, config: MultipleChoiceConfig) -> tuple[Column, ...]:
        return choice_columns(question, config.options)

    def cells(self, answer: list[str], config: MultipleChoiceConfig) -> tuple[Scalar, ...]:
        return tuple(option.code in answer for option in config.options)

    def controls(self, question_id: str, config: MultipleChoiceConfig, raw: Raw, locale: str) -> Controls:
        views = option_views(question_id, config.options, raw.get(question_id, ()), locale)
        return Controls(views, at_most=config.at_most)

    def possible(self, config: MultipleChoiceConfig) -> tuple[Scalar, ...]:
        return tuple(option.code for option in config.options)
