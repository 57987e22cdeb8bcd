"""Several from a short list, and the person's own words beside it. Kept as ``{"chosen": [...], "own": [...]}``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.entries import LONGEST_OWN, MOST_OWN, OWN, OWN_COLUMN, separated
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.options import (
    Option,
    choice_columns,
    in_offered_order,
    label_of,
    not_offered,
    option_views,
    options_from,
    part_label,
    too_many,
)
from mentorship_app.questions.question_type import (
    Column,
    Controls,
    InputView,
    OptionView,
    QuestionType,
    Raw,
    question_type,
)
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.shape import Node
from mentorship_app.questions.text import clean_line


@dataclass(frozen=True)
class ChipsConfig:
    options: tuple[Option, ...]
    own: bool = False
    at_most: int | None = None

    def code_of(self, typed: str) -> str | None:
        """The code that ``typed`` stands for: the code itself, or its label in either language."""
        folded = typed.casefold()
        for option in self.options:
            if typed == option.code or folded in (option.label.en.casefold(), option.label.fr.casefold()):
                return option.code
        return None


@question_type
class Chips(QuestionType[ChipsConfig, dict[str, list[str]]]):
    key = "chips"
    label = N_("Chips")
    blurb = N_("Several from a short list, shown as buttons, and the person’s own entries if you allow them.")
    on_paper = N_("Tick all that apply.")
    blank = N_("Choose at least one option.")
    parts = ("", OWN)
    settings = (
        Setting("options", SettingKind.OPTIONS, N_("Answers to choose from"), required=True, low=2),
        Setting("own", SettingKind.FLAG, N_("People may add their own")),
        Setting("at_most", SettingKind.WHOLE, N_("How many may be chosen")),
    )

    def config_from(self, node: Node) -> ChipsConfig:
        entries = node.entries(required=("options",), optional=("own", "at_most"))
        own, at_most = entries.get("own"), entries.get("at_most")
        return ChipsConfig(
            options_from(entries["options"]),
            own.boolean() if own else False,
            at_most.integer(1, 100) if at_most else None,
        )

    def gather(self, question_id: str, raw: Raw) -> Sequence[str]:
        return [*raw.get(question_id, ()), *separated(raw.get(question_id + OWN, ()))]

    def parse(self, raw: Sequence[str], config: ChipsConfig) -> dict[str, list[str]] | None:
        codes: set[str] = set()
        own: dict[str, str] = {}
        for entry in raw:
            if not (text := clean_line(entry, LONGEST_OWN)):
                continue
            if code := config.code_of(text):
                codes.add(code)
            elif config.own:
                own.setdefault(text.casefold(), text)
            else:
                raise not_offered()
        if len(own) > MOST_OWN:
            raise AnswerError(N_("Add no more than %(most)s of your own."), most=MOST_OWN)
        if config.at_most and len(codes) + len(own) > config.at_most:
            raise too_many(config.at_most)
        if not codes and not own:
            return None
        return {"chosen": in_offered_order(codes, config.options), "own": list(own.values())}

    def refill(self, answer: dict[str, list[str]], config: ChipsConfig, locale: str) -> Mapping[str, Sequence[str]]:
        return {"": [*answer["chosen"], *answer["own"]]}

    def display(self, answer: dict[str, list[str]], config: ChipsConfig, locale: str) -> str:
        chosen = [label_of(code, config.options, locale) for code in answer["chosen"]]
        return ", ".join([*chosen, *answer["own"]])

    def columns(self, question: Question, config: ChipsConfig) -> tuple[Column, ...]:
        columns = choice_columns(question, config.options)
        if config.own:
            columns += (Column(f"{question.id}__own", part_label(question, OWN_COLUMN), "text"),)
        return columns

    def cells(self, answer: dict[str, list[str]], config: ChipsConfig) -> tuple[Scalar, ...]:
        chosen: tuple[Scalar, ...] = tuple(option.code in answer["chosen"] for option in config.options)
        return (*chosen, ", ".join(answer["own"])) if config.own else chosen

    def controls(self, question_id: str, config: ChipsConfig, raw: Raw, locale: str) -> Controls:
        given = raw.get(question_id, ())
        offered = option_views(question_id, config.options, given, locale)
        if not config.own:
            return Controls(offered, at_most=config.at_most)
        # Own entries of an earlier visit are chips too, so that they can be taken back without a script.
        added = [entry for entry in given if entry and config.code_of(entry) is None]
        kept = tuple(
            OptionView(f"{question_id}-{number}", entry, entry, checked=True)
            for number, entry in enumerate(added, start=len(offered) + 1)
        )
        typed = ", ".join(raw.get(question_id + OWN, ()))
        own = InputView(question_id + OWN, question_id + OWN, typed)
        return Controls((*offered, *kept), (own,), at_most=config.at_most)

    def possible(self, config: ChipsConfig) -> tuple[Scalar, ...] | None:
        return None if config.own else tuple(option.code for option in config.options)
