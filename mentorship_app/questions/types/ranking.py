"""Things put in order, most important first. Kept as the codes of those that were ranked; the rest may stay out.

Every move is a button that sends the form, so that it works with a keyboard, a finger and without a script.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.options import (
    Option,
    label_of,
    not_offered,
    option_views,
    options_from,
    part_label,
    too_many,
)
from mentorship_app.questions.question_type import Column, Controls, Moved, QuestionType, Ranks, Raw, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node

MOVE = "-move"
UP, DOWN, TOGGLE = "up", "down", "toggle"
_PLACE = LocalizedText(en="place (1 is first)", fr="rang (1 est le premier)")


@dataclass(frozen=True)
class RankingConfig:
    options: tuple[Option, ...]
    at_most: int


@question_type
class Ranking(QuestionType[RankingConfig, list[str]]):
    key = "ranking"
    label = N_("Ranking")
    blurb = N_("Things to put in order, most important first, with buttons that move them up and down.")
    on_paper = N_("Write 1 beside what matters most, then 2, and so on. Leave the rest empty.")
    blank = N_("Rank at least one: press Add beside it.")
    parts = ("", MOVE)
    buttons = (MOVE,)
    settings = (
        Setting("options", SettingKind.OPTIONS, N_("What is put in order"), required=True, low=2),
        Setting("at_most", SettingKind.WHOLE, N_("How many may be ranked"), not_above="options"),
    )

    def config_from(self, node: Node) -> RankingConfig:
        entries = node.entries(required=("options",), optional=("at_most",))
        options, at_most = options_from(entries["options"]), entries.get("at_most")
        return RankingConfig(options, at_most.integer(1, len(options)) if at_most else len(options))

    def gather(self, question_id: str, raw: Raw) -> Sequence[str]:
        """The order after the pressed button, if one was pressed."""
        return _order(question_id, raw)

    def parse(self, raw: Sequence[str], config: RankingConfig) -> list[str] | None:
        offered = {option.code for option in config.options}
        if not set(raw) <= offered:
            raise not_offered()
        if len(raw) > config.at_most:
            raise too_many(config.at_most)
        return list(raw) or None

    def refill(self, answer: list[str], config: RankingConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": answer}

    def display(self, answer: list[str], config: RankingConfig, locale: str) -> str:
        return "\n".join(
            f"{place}. {label_of(code, config.options, locale)}" for place, code in enumerate(answer, start=1)
        )

    def columns(self, question: Question, config: RankingConfig) -> tuple[Column, ...]:
        return tuple(
            Column(
                f"{question.id}__{option.code}",
                part_label(
                    question, LocalizedText(*(f"{option.label.in_(at)}, {_PLACE.in_(at)}" for at in ("en", "fr")))
                ),
                "number",
            )
            for option in config.options
        )

    def cells(self, answer: list[str], config: RankingConfig) -> tuple[Scalar | None, ...]:
        return tuple(answer.index(option.code) + 1 if option.code in answer else None for option in config.options)

    def controls(self, question_id: str, config: RankingConfig, raw: Raw, locale: str) -> Controls:
        views = {view.value: view for view in option_views(question_id, config.options, (), locale)}
        order = [code for code in _order(question_id, raw) if code in views]
        ranked = [views.pop(code) for code in order]
        direction, code = _pressed(question_id, raw)
        moved = next((view for view in (*ranked, *views.values()) if view.value == code), None)
        place = order.index(code) + 1 if code in order else None
        return Controls(
            options=(*ranked, *views.values()),
            at_most=config.at_most if config.at_most < len(config.options) else None,
            ranks=Ranks(
                count=len(ranked),
                at_most=config.at_most,
                moved=Moved(moved.id, moved.label, place, direction) if moved else None,
            ),
        )

    def possible(self, config: RankingConfig) -> tuple[Scalar, ...]:
        return tuple(option.code for option in config.options)


def _pressed(question_id: str, raw: Raw) -> tuple[str, str]:
    """``("up", code)`` for the button of that name; two empty strings where none was pressed."""
    direction, _colon, code = next(iter(raw.get(question_id + MOVE, ())), "").partition(":")
    return (direction, code) if direction in (UP, DOWN, TOGGLE) and code else ("", "")


def _order(question_id: str, raw: Raw) -> list[str]:
    """Each code once, in the order after the pressed button."""
    order = list(dict.fromkeys(code for code in raw.get(question_id, ()) if code))
    direction, code = _pressed(question_id, raw)
    if direction == TOGGLE:
        return [other for other in order if other != code] if code in order else [*order, code]
    if code in order and direction:
        here = order.index(code)
        there = max(here - 1, 0) if direction == UP else min(here + 1, len(order) - 1)
        order.insert(there, order.pop(here))
    return order
