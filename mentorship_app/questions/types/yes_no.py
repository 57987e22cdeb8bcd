"""Yes or no. The words may be replaced by fuller ones ("Yes, at my hospital")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.options import Option, not_offered, option_views
from mentorship_app.questions.question_type import Column, Controls, QuestionType, Raw, only, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node

_YES, _NO = LocalizedText(en="Yes", fr="Oui"), LocalizedText(en="No", fr="Non")


@dataclass(frozen=True)
class YesNoConfig:
    when_yes: LocalizedText = _YES
    when_no: LocalizedText = _NO


@question_type
class YesNo(QuestionType[YesNoConfig, bool]):
    key = "yes_no"
    label = N_("Yes or no")
    blurb = N_("Yes or no, in these words or in fuller ones.")
    on_paper = N_("Tick one.")
    blank = N_("Choose one of the two answers.")
    settings = (
        Setting("when_yes", SettingKind.LINE, N_("Other words for yes"), N_("For example: Yes, at my hospital")),
        Setting("when_no", SettingKind.LINE, N_("Other words for no")),
    )

    def config_from(self, node: Node) -> YesNoConfig:
        entries = node.entries(optional=("when_yes", "when_no"))
        yes, no = entries.get("when_yes"), entries.get("when_no")
        return YesNoConfig(
            yes.localized() if yes else _YES,
            no.localized() if no else _NO,
        )

    def parse(self, raw: Sequence[str], config: YesNoConfig) -> bool | None:
        said = only(raw)
        if said not in ("", "yes", "no"):
            raise not_offered()
        return said == "yes" if said else None

    def refill(self, answer: bool, config: YesNoConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": ("yes" if answer else "no",)}

    def display(self, answer: bool, config: YesNoConfig, locale: str) -> str:
        return (config.when_yes if answer else config.when_no).in_(locale)

    def columns(self, question: Question, config: YesNoConfig) -> tuple[Column, ...]:
        return (Column(question.id, question.text, "boolean", ((True, config.when_yes), (False, config.when_no))),)

    def cells(self, answer: bool, config: YesNoConfig) -> tuple[Scalar, ...]:
        return (answer,)

    def controls(self, question_id: str, config: YesNoConfig, raw: Raw, locale: str) -> Controls:
        options = (Option("yes", config.when_yes), Option("no", config.when_no))
        return Controls(option_views(question_id, options, raw.get(question_id, ()), locale))

    def possible(self, config: YesNoConfig) -> tuple[Scalar, ...]:
        return (True, False)
