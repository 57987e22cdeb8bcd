"""When somebody is free: days of the week against parts of the day. Kept as ``{"mon": ["morning"], …}``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from babel.dates import get_day_names

from mentorship_app.core.i18n import LOCALES, N_, LocalizedText
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.options import Option, label_of, not_offered, options_from, part_label
from mentorship_app.questions.question_type import (
    Column,
    Controls,
    GridView,
    OptionView,
    QuestionType,
    Raw,
    RowView,
    question_type,
)
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_PARTS = 8
_BETWEEN = "."
_AFTER_DAY = LocalizedText(en=": ", fr="\u00a0: ")


@dataclass(frozen=True)
class AvailabilityGridConfig:
    parts: tuple[Option, ...]
    days: tuple[str, ...] = DAYS


@question_type
class AvailabilityGrid(QuestionType[AvailabilityGridConfig, dict[str, list[str]]]):
    key = "availability_grid"
    label = N_("Availability")
    blurb = N_("Days of the week against parts of the day, one box for each; on a phone one card for each day.")
    on_paper = N_("Tick every time that suits you.")
    blank = N_("Tick at least one time that suits you.")
    settings = (
        Setting(
            "days",
            SettingKind.SOME_OF,
            N_("Days"),
            choices=(
                ("mon", N_("Monday")),
                ("tue", N_("Tuesday")),
                ("wed", N_("Wednesday")),
                ("thu", N_("Thursday")),
                ("fri", N_("Friday")),
                ("sat", N_("Saturday")),
                ("sun", N_("Sunday")),
            ),
            starts_as=DAYS[:5],
        ),
        Setting("parts", SettingKind.OPTIONS, N_("Parts of the day"), required=True, low=2, high=MOST_PARTS),
    )

    def config_from(self, node: Node) -> AvailabilityGridConfig:
        entries = node.entries(required=("parts",), optional=("days",))
        parts, listed = options_from(entries["parts"]), entries.get("days")
        if len(parts) > MOST_PARTS:
            entries["parts"].fail(f"expected 2 to {MOST_PARTS} parts of the day, got {len(parts)}")
        if listed is None:
            return AvailabilityGridConfig(parts)
        days = [item.text() if item.value in DAYS else _no_day(item) for item in listed.items()]
        if len(set(days)) < len(days):
            listed.fail("a day is named twice")
        return AvailabilityGridConfig(parts, tuple(day for day in DAYS if day in days))

    def parse(self, raw: Sequence[str], config: AvailabilityGridConfig) -> dict[str, list[str]] | None:
        ticked = {value for value in raw if value}
        if not ticked <= {_value(day, part) for day in config.days for part in config.parts}:
            raise not_offered()
        times = {day: [part.code for part in config.parts if _value(day, part) in ticked] for day in config.days}
        return {day: parts for day, parts in times.items() if parts} or None

    def refill(
        self, answer: dict[str, list[str]], config: AvailabilityGridConfig, locale: str
    ) -> Mapping[str, Sequence[str]]:
        return {"": [f"{day}{_BETWEEN}{code}" for day, codes in answer.items() for code in codes]}

    def display(self, answer: dict[str, list[str]], config: AvailabilityGridConfig, locale: str) -> str:
        return "\n".join(
            day_name(day).in_(locale)
            + _AFTER_DAY.in_(locale)
            + ", ".join(label_of(code, config.parts, locale) for code in answer[day])
            for day in DAYS
            if day in answer
        )

    def columns(self, question: Question, config: AvailabilityGridConfig) -> tuple[Column, ...]:
        return tuple(
            Column(f"{question.id}__{day}_{part.code}", part_label(question, _time(day, part)), "boolean")
            for day in config.days
            for part in config.parts
        )

    def cells(self, answer: dict[str, list[str]], config: AvailabilityGridConfig) -> tuple[Scalar, ...]:
        return tuple(part.code in answer.get(day, ()) for day in config.days for part in config.parts)

    def controls(self, question_id: str, config: AvailabilityGridConfig, raw: Raw, locale: str) -> Controls:
        ticked = raw.get(question_id, ())
        rows = tuple(
            RowView(
                day_name(day).in_(locale),
                tuple(
                    OptionView(
                        id=f"{question_id}-{number * len(config.parts) + place}",
                        value=_value(day, part),
                        label=part.label.in_(locale),
                        checked=_value(day, part) in ticked,
                    )
                    for place, part in enumerate(config.parts, start=1)
                ),
            )
            for number, day in enumerate(config.days)
        )
        columns = tuple(part.label.in_(locale) for part in config.parts)
        return Controls(options=tuple(cell for row in rows for cell in row.cells), grid=GridView(columns, rows))

    def possible(self, config: AvailabilityGridConfig) -> tuple[Scalar, ...]:
        return tuple(part.code for part in config.parts)


@cache
def day_name(day: str) -> LocalizedText:
    """Monday, lundi: as a heading writes it."""
    names = (get_day_names("wide", locale=locale)[DAYS.index(day)] for locale in LOCALES)
    return LocalizedText(*(name[:1].upper() + name[1:] for name in names))


def _value(day: str, part: Option) -> str:
    return f"{day}{_BETWEEN}{part.code}"


def _time(day: str, part: Option) -> LocalizedText:
    name = day_name(day)
    return LocalizedText(en=f"{name.en}, {part.label.en}", fr=f"{name.fr}, {part.label.fr}")


def _no_day(item: Node) -> str:
    item.fail(f"expected one of: {', '.join(DAYS)}")
