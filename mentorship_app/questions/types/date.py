"""A date typed as day, month and year, or in one piece. Kept as ``2026-11-22``."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentorship_app.core.dates import day_text
from mentorship_app.core.i18n import N_
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.question_type import Column, Controls, InputView, QuestionType, Raw, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
PARTS = ("-day", "-month", "-year")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_TYPED = re.compile(r"([0-9]{1,2})[ /.-]+([0-9]{1,2})[ /.-]+([0-9]{4})")


@dataclass(frozen=True)
class DateConfig:
    earliest: date = EARLIEST
    latest: date = LATEST


@question_type
class Date(QuestionType[DateConfig, str]):
    key = "date"
    label = N_("A date")
    blurb = N_("One day, typed as day, month and year.")
    blank = N_("Enter the day, the month and the year.")
    parts = ("", *PARTS)
    settings = (
        Setting("earliest", SettingKind.DAY, N_("Earliest day"), N_("For example 2026-07-01"), not_above="latest"),
        Setting("latest", SettingKind.DAY, N_("Latest day"), N_("For example 2027-06-30")),
    )

    def config_from(self, node: Node) -> DateConfig:
        entries = node.entries(optional=("earliest", "latest"))
        first, last = entries.get("earliest"), entries.get("latest")
        config = DateConfig(first.day() if first else EARLIEST, last.day() if last else LATEST)
        if config.earliest > config.latest:
            node.fail("expected earliest to be no later than latest")
        return config

    def gather(self, question_id: str, raw: Raw) -> Sequence[str]:
        """Day, month, year; or the one string of a date in one piece."""
        whole = [text for text in raw.get(question_id, ()) if text.strip()]
        parts = [text for part in PARTS for text in (raw.get(question_id + part) or [""])]
        return whole + parts if any(part.strip() for part in parts) else whole

    def parse(self, raw: Sequence[str], config: DateConfig) -> str | None:
        parts = [_tidy(text) for text in raw]
        if not any(parts):
            return None
        if len(parts) == 1 and (found := _ISO.fullmatch(parts[0])):
            parts = [found[3], found[2], found[1]]
        elif len(parts) == 1 and (found := _TYPED.fullmatch(parts[0])):
            parts = [found[1], found[2], found[3]]
        elif len(parts) not in (1, 3):
            raise AnswerError(N_("Give one date only."))
        day = _real_day(parts)
        if day < config.earliest:
            raise AnswerError(N_("Enter a date no earlier than %(day)s."), day=config.earliest)
        if day > config.latest:
            raise AnswerError(N_("Enter a date no later than %(day)s."), day=config.latest)
        return day.isoformat()

    def refill(self, answer: str, config: DateConfig, locale: str) -> Mapping[str, Sequence[str]]:
        day = date.fromisoformat(answer)
        return {"-day": (str(day.day),), "-month": (str(day.month),), "-year": (str(day.year),)}

    def display(self, answer: str, config: DateConfig, locale: str) -> str:
        return day_text(date.fromisoformat(answer), locale)

    def columns(self, question: Question, config: DateConfig) -> tuple[Column, ...]:
        return (Column(question.id, question.text, "date"),)

    def cells(self, answer: str, config: DateConfig) -> tuple[Scalar, ...]:
        return (answer,)

    def controls(self, question_id: str, config: DateConfig, raw: Raw, locale: str) -> Controls:
        names = [question_id + part for part in PARTS]
        return Controls(inputs=tuple(InputView(name, name, next(iter(raw.get(name, ())), "")) for name in names))


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:40]).replace("\x00", "").strip()


def _real_day(parts: Sequence[str]) -> date:
    """The calendar day; asks for what is missing before it doubts what is there."""
    if len(parts) != 3:
        raise AnswerError(N_("Enter a date as day, month and year, such as 27 3 2026."))
    if not all(parts):
        raise AnswerError(N_("Enter the day, the month and the year."))
    if not all(part.isascii() and part.isdecimal() for part in parts):
        raise AnswerError(N_("Write the day, the month and the year in figures, such as 27 3 2026."))
    if len(parts[2]) != 4:
        raise AnswerError(N_("Write the year with four figures, such as 2026."))
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        raise AnswerError(N_("Enter a date that exists, such as 27 3 2026.")) from None
