"""A few sentences, with a limit that is said before it is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.question_type import Column, Controls, InputView, QuestionType, Raw, only, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node
from mentorship_app.questions.text import clean_lines

LONGEST = 2000


@dataclass(frozen=True)
class LongTextConfig:
    max_length: int = LONGEST
    rows: int = 3


@question_type
class LongText(QuestionType[LongTextConfig, str]):
    key = "long_text"
    label = N_("Long text")
    blurb = N_("A few sentences in the person’s own words, with a limit that counts along.")
    blank = N_("Write an answer. A few words are enough.")
    settings = (
        Setting("max_length", SettingKind.WHOLE, N_("Longest answer, in characters"), high=LONGEST),
        Setting("rows", SettingKind.WHOLE, N_("Lines of the box"), low=2, high=20),
    )

    def config_from(self, node: Node) -> LongTextConfig:
        entries = node.entries(optional=("max_length", "rows"))
        length, rows = entries.get("max_length"), entries.get("rows")
        return LongTextConfig(
            length.integer(1, LONGEST) if length else LONGEST,
            rows.integer(2, 20) if rows else 3,
        )

    def parse(self, raw: Sequence[str], config: LongTextConfig) -> str | None:
        return clean_lines(only(raw), config.max_length) or None

    def refill(self, answer: str, config: LongTextConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": (answer,)}

    def display(self, answer: str, config: LongTextConfig, locale: str) -> str:
        return answer

    def columns(self, question: Question, config: LongTextConfig) -> tuple[Column, ...]:
        return (Column(question.id, question.text, "text"),)

    def cells(self, answer: str, config: LongTextConfig) -> tuple[Scalar, ...]:
        return (answer,)

    def controls(self, question_id: str, config: LongTextConfig, raw: Raw, locale: str) -> Controls:
        value = next(iter(raw.get(question_id, ())), "")
        return Controls(
            inputs=(InputView(question_id, question_id, value),),
            limit=config.max_length,
            length=len(value),
            rows=config.rows,
        )
