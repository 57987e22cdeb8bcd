"""A rating scale: vertical on every screen, each point with its words, in the order given, never pre-selected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.options import Option, not_offered, option_views
from mentorship_app.questions.question_type import Column, Controls, QuestionType, Raw, only, question_type
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node

MOST_POINTS = 11


@dataclass(frozen=True)
class ScaleConfig:
    points: tuple[tuple[int, LocalizedText], ...]
    not_applicable: int | None = None
    """The point, if there is one, that says that the question does not apply; it stands apart from the others."""


@question_type
class Scale(QuestionType[ScaleConfig, int]):
    key = "scale"
    label = N_("Rating scale")
    blurb = N_("How much or how often, from one end to the other, one point on each line.")
    on_paper = N_("Tick one.")
    blank = N_("Choose one option.")
    settings = (
        Setting(
            "points",
            SettingKind.POINTS,
            N_("Points of the scale"),
            N_("Left blank, the numbers count from 0."),
            required=True,
            low=2,
            high=MOST_POINTS,
        ),
    )

    def config_from(self, node: Node) -> ScaleConfig:
        points: dict[int, LocalizedText] = {}
        listed = node.entries(required=("points",))["points"]
        for item in listed.items():
            entries = item.entries(required=("value", "en", "fr"))
            value = entries["value"].integer(-100, 100)
            if value in points:
                entries["value"].fail(f"{value} is used twice")
            points[value] = LocalizedText(en=entries["en"].text(), fr=entries["fr"].text())
        if not 2 <= len(points) <= MOST_POINTS:
            listed.fail(f"expected 2 to {MOST_POINTS} points, got {len(points)}")
        return ScaleConfig(tuple(points.items()))

    def parse(self, raw: Sequence[str], config: ScaleConfig) -> int | None:
        chosen = only(raw)
        if not chosen:
            return None
        for value, _label in config.points:
            if chosen == str(value):
                return value
        raise not_offered()

    def refill(self, answer: int, config: ScaleConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": (str(answer),)}

    def display(self, answer: int, config: ScaleConfig, locale: str) -> str:
        return next((label.in_(locale) for value, label in config.points if value == answer), str(answer))

    def columns(self, question: Question, config: ScaleConfig) -> tuple[Column, ...]:
        return (Column(question.id, question.text, "number", config.points),)

    def cells(self, answer: int, config: ScaleConfig) -> tuple[Scalar, ...]:
        return (answer,)

    def controls(self, question_id: str, config: ScaleConfig, raw: Raw, locale: str) -> Controls:
        options = [Option(str(value), label) for value, label in config.points]
        views = option_views(question_id, options, raw.get(question_id, ()), locale)
        apart = None if config.not_applicable is None else str(config.not_applicable)
        return Controls(tuple(replace(view, apart=True) if view.value == apart else view for view in views))

    def possible(self, config: ScaleConfig) -> tuple[Scalar, ...]:
        return tuple(value for value, _label in config.points)
