"""A name, a title, a place: one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.question_type import Column, Controls, InputView, QuestionType, Raw, only, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node
from mentorship_app.questions.text import clean_line

LONGEST = 200
# The purposes of WCAG 1.3.5 that a form of ours may ask for.
PURPOSES = ("name", "given-name", "family-name", "email", "tel", "organization", "organization-title")


@dataclass(frozen=True)
class ShortTextConfig:
    max_length: int = LONGEST
    autocomplete: str | None = None


@question_type
class ShortText(QuestionType[ShortTextConfig, str]):
    key = "short_text"
    label = N_("Short text")
    blurb = N_("One line in the person’s own words, such as a name or a place.")
    blank = N_("Enter an answer.")
    settings = (
        Setting("max_length", SettingKind.WHOLE, N_("Longest answer, in characters"), high=LONGEST),
        Setting(
            "autocomplete",
            SettingKind.ONE_OF,
            N_("What a browser may fill in"),
            choices=(
                ("name", N_("Full name")),
                ("given-name", N_("First name")),
                ("family-name", N_("Family name")),
                ("email", N_("Email address")),
                ("tel", N_("Telephone number")),
                ("organization", N_("Organization")),
                ("organization-title", N_("Position")),
            ),
        ),
    )

    def config_from(self, node: Node) -> ShortTextConfig:
        entries = node.entries(optional=("max_length", "autocomplete"))
        length, purpose = entries.get("max_length"), entries.get("autocomplete")
        if purpose and purpose.text() not in PURPOSES:
            purpose.fail(f"expected one of: {', '.join(PURPOSES)}")
        return ShortTextConfig(
            length.integer(1, LONGEST) if length else LONGEST,
            purpose.text() if purpose else None,
        )

    def parse(self, raw: Sequence[str], config: ShortTextConfig) -> str | None:
        return clean_line(only(raw), config.max_length) or None

    def refill(self, answer: str, config: ShortTextConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": (answer,)}

    def display(self, answer: str, config: ShortTextConfig, locale: str) -> str:
        return answer

    def columns(self, question: Question, config: ShortTextConfig) -> tuple[Column, ...]:
        return (Column(question.id, question.text, "text"),)

    def cells(self, answer: str, config: ShortTextConfig) -> tuple[Scalar, ...]:
        return (answer,)

    def controls(self, question_id: str, config: ShortTextConfig, raw: Raw, locale: str) -> Controls:
        value = next(iter(raw.get(question_id, ())), "")
        return Controls(inputs=(InputView(question_id, question_id, value),), autocomplete=config.autocomplete)
