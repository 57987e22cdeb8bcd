"""Languages by their ISO 639 codes, and others as typed. Kept as ``{"chosen": ["fr", "ar"], "own": [...]}``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.questions.conditions import Scalar
from mentorship_app.questions.entries import LONGEST_OWN, MOST_OWN, OWN, OWN_COLUMN, separated
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.languages import code_of, is_known, name_of, native_name
from mentorship_app.questions.options import part_label, too_many
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

MOST_OFFERED = 30
_OTHERS_COLUMN = LocalizedText(en="further languages by their codes", fr="autres langues par leurs codes")


@dataclass(frozen=True)
class LanguageListConfig:
    offered: tuple[str, ...] = ("en", "fr")
    at_most: int | None = None


@question_type
class LanguageList(QuestionType[LanguageListConfig, dict[str, list[str]]]):
    key = "language_list"
    label = N_("Languages")
    blurb = N_(
        "A handful of languages to tap, and a line for any other; the same language typed in any way counts once."
    )
    on_paper = N_("Tick all that apply, and write down any others.")
    blank = N_("Choose at least one language.")
    parts = ("", OWN)
    settings = (
        Setting(
            "offered",
            SettingKind.LANGUAGES,
            N_("Languages offered first"),
            N_("Separated by commas. People can always add their own."),
            high=MOST_OFFERED,
        ),
        Setting("at_most", SettingKind.WHOLE, N_("How many may be chosen")),
    )

    def config_from(self, node: Node) -> LanguageListConfig:
        entries = node.entries(optional=("offered", "at_most"))
        listed, at_most = entries.get("offered"), entries.get("at_most")
        offered = tuple(_known(item) for item in listed.items()) if listed else LanguageListConfig.offered
        if listed and (len(set(offered)) < len(offered) or len(offered) > MOST_OFFERED):
            listed.fail(f"expected each language once, and at most {MOST_OFFERED}")
        return LanguageListConfig(offered, at_most.integer(1, 100) if at_most else None)

    def gather(self, question_id: str, raw: Raw) -> Sequence[str]:
        return [*raw.get(question_id, ()), *separated(raw.get(question_id + OWN, ()))]

    def parse(self, raw: Sequence[str], config: LanguageListConfig) -> dict[str, list[str]] | None:
        codes: dict[str, None] = {}
        own: dict[str, str] = {}
        for entry in raw:
            if not (text := clean_line(entry, LONGEST_OWN)):
                continue
            if code := code_of(text):
                codes[code] = None
            else:
                own.setdefault(text.casefold(), text)
        if len(own) + sum(code not in config.offered for code in codes) > MOST_OWN:
            raise AnswerError(N_("Add no more than %(most)s of your own."), most=MOST_OWN)
        if config.at_most and len(codes) + len(own) > config.at_most:
            raise too_many(config.at_most)
        if not codes and not own:
            return None
        first = [code for code in config.offered if code in codes]
        return {"chosen": [*first, *(code for code in codes if code not in first)], "own": list(own.values())}

    def refill(
        self, answer: dict[str, list[str]], config: LanguageListConfig, locale: str
    ) -> Mapping[str, Sequence[str]]:
        return {"": [*answer["chosen"], *answer["own"]]}

    def display(self, answer: dict[str, list[str]], config: LanguageListConfig, locale: str) -> str:
        return ", ".join([*(name_of(code, locale) for code in answer["chosen"]), *answer["own"]])

    def columns(self, question: Question, config: LanguageListConfig) -> tuple[Column, ...]:
        return (
            *(
                Column(
                    f"{question.id}__{code}",
                    part_label(question, LocalizedText(en=name_of(code, "en"), fr=name_of(code, "fr"))),
                    "boolean",
                )
                for code in config.offered
            ),
            Column(f"{question.id}__others", part_label(question, _OTHERS_COLUMN), "text"),
            Column(f"{question.id}__own", part_label(question, OWN_COLUMN), "text"),
        )

    def cells(self, answer: dict[str, list[str]], config: LanguageListConfig) -> tuple[Scalar, ...]:
        others = [code for code in answer["chosen"] if code not in config.offered]
        return (*(code in answer["chosen"] for code in config.offered), " ".join(others), ", ".join(answer["own"]))

    def controls(self, question_id: str, config: LanguageListConfig, raw: Raw, locale: str) -> Controls:
        given = [entry for entry in raw.get(question_id, ()) if entry]
        # What was added on an earlier visit is a chip too, so that it can be taken back without a script.
        added = [entry for entry in dict.fromkeys(given) if entry not in config.offered]
        options = tuple(
            _option(f"{question_id}-{number}", entry, locale, checked=entry in given)
            for number, entry in enumerate((*config.offered, *added), start=1)
        )
        typed = ", ".join(raw.get(question_id + OWN, ()))
        return Controls(options, (InputView(question_id + OWN, question_id + OWN, typed),), at_most=config.at_most)


def _option(option_id: str, entry: str, locale: str, *, checked: bool) -> OptionView:
    if not is_known(entry):
        return OptionView(option_id, entry, entry, checked)
    name, native = name_of(entry, locale), native_name(entry)
    if native is None or native.casefold() == name.casefold():
        return OptionView(option_id, entry, name, checked)
    return OptionView(option_id, entry, name, checked, lang=entry, native=native)


def _known(item: Node) -> str:
    code = item.text()
    if not is_known(code):
        item.fail(f"expected the ISO 639 code of a language, such as fr or iu; got {code!r}")
    return code
