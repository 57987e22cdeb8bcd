"""A number with its unit. A comma is a decimal comma, as in French; both languages may be typed either way."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.question_type import Column, Controls, InputView, QuestionType, Raw, only, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node
from mentorship_app.questions.wording import number_text

LOWEST, HIGHEST = Decimal(-999_999_999), Decimal(999_999_999)
_NUMBER = re.compile(r"[+-]?([0-9]{1,9}([.,][0-9]{0,6})?|[.,][0-9]{1,6})")
# 1,500 may be one and a half or fifteen hundred: ask rather than guess.
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,][0-9]{3}){2,}([.,][0-9]+)?|[+-]?[1-9][0-9]{0,2},[0-9]{3}([.][0-9]+)?")


@dataclass(frozen=True)
class NumberConfig:
    low: Decimal = LOWEST
    high: Decimal = HIGHEST
    step: Decimal | None = None
    """Answers are ``low`` (or 0) plus a multiple of this; None takes any decimals."""
    unit: LocalizedText | None = None


@question_type
class Number(QuestionType[NumberConfig, int | float]):
    key = "number"
    label = N_("A number")
    blurb = N_("A number with its unit, within limits that you set.")
    blank = N_("Enter a number.")
    settings = (
        Setting("unit", SettingKind.LINE, N_("Unit"), N_("Stands after the box, for example: hours a month")),
        Setting("min", SettingKind.DECIMAL, N_("Smallest number"), not_above="max"),
        Setting("max", SettingKind.DECIMAL, N_("Largest number")),
        Setting("step", SettingKind.DECIMAL, N_("In steps of"), N_("1 for whole numbers, 0.5 for halves")),
    )

    def config_from(self, node: Node) -> NumberConfig:
        entries = node.entries(optional=("min", "max", "step", "unit"))
        least, most, step, unit = (entries.get(name) for name in ("min", "max", "step", "unit"))
        low, high = least.decimal() if least else LOWEST, most.decimal() if most else HIGHEST
        if not LOWEST <= low <= high <= HIGHEST:
            node.fail("expected min to be no more than max, both within a billion")
        if step and step.decimal() <= 0:
            step.fail("expected a step above 0")
        return NumberConfig(low, high, step.decimal() if step else None, unit.localized() if unit else None)

    def parse(self, raw: Sequence[str], config: NumberConfig) -> int | float | None:
        typed = only(raw)
        if len(typed) > 100:
            raise AnswerError(N_("Enter a number, such as 4 or 1.5."))
        text = "".join(unicodedata.normalize("NFKC", typed).replace("\x00", "").replace("−", "-").split())
        if not text:
            return None
        if _GROUPED.fullmatch(text):
            raise AnswerError(N_("Enter the number without a comma or point between thousands, such as 1500."))
        if not _NUMBER.fullmatch(text):
            raise AnswerError(N_("Enter a number, such as 4 or 1.5."))
        number = Decimal(text.replace(",", "."))
        _check(number, config)
        return int(number) if number == number.to_integral_value() else float(number)

    def refill(self, answer: int | float, config: NumberConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": (number_text(answer, locale),)}

    def display(self, answer: int | float, config: NumberConfig, locale: str) -> str:
        number = number_text(answer, locale)
        return f"{number}\u00a0{config.unit.in_(locale)}" if config.unit else number

    def columns(self, question: Question, config: NumberConfig) -> tuple[Column, ...]:
        return (Column(question.id, question.text, "number"),)

    def cells(self, answer: int | float, config: NumberConfig) -> tuple[Scalar, ...]:
        return (answer,)

    def controls(self, question_id: str, config: NumberConfig, raw: Raw, locale: str) -> Controls:
        value = next(iter(raw.get(question_id, ())), "")
        unit = config.unit.in_(locale) if config.unit else None
        return Controls(inputs=(InputView(question_id, question_id, value),), unit=unit)


def _check(number: Decimal, config: NumberConfig) -> None:
    if not config.low <= number <= config.high:
        if config.high == HIGHEST:
            raise AnswerError(N_("Enter %(low)s or more."), low=config.low)
        if config.low == LOWEST:
            raise AnswerError(N_("Enter %(high)s or less."), high=config.high)
        raise AnswerError(N_("Enter a number from %(low)s to %(high)s."), low=config.low, high=config.high)
    start = config.low if config.low != LOWEST else Decimal(0)
    if config.step and (number - start) % config.step:
        if config.step == 1 and start == start.to_integral_value():
            raise AnswerError(N_("Enter a whole number, without decimals."))
        raise AnswerError(
            N_("Enter a number in steps of %(step)s, such as %(example)s."),
            step=config.step,
            example=start + config.step,
        )
