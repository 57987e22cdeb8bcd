"""How people type numbers, dates and text, and what they are told."""

from datetime import date
from decimal import Decimal

import pytest

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.options import Option
from mentorship_app.questions.question_type import OptionView
from mentorship_app.questions.text import clean_line, clean_lines, harmless
from mentorship_app.questions.types.chips import Chips, ChipsConfig
from mentorship_app.questions.types.date import Date, DateConfig
from mentorship_app.questions.types.multiple_choice import MultipleChoice, MultipleChoiceConfig
from mentorship_app.questions.types.number import Number, NumberConfig

HOURS = NumberConfig(low=Decimal("0.5"), high=Decimal(20), step=Decimal("0.5"))
YEAR = DateConfig(date(2026, 7, 1), date(2027, 6, 30))
OPTIONS = tuple(Option(code, LocalizedText(en=code.upper(), fr=code.upper())) for code in "abc")


@pytest.mark.parametrize(
    ("typed", "config", "number"),
    [
        ("1.5", HOURS, 1.5),
        (" 1,5 ", HOURS, 1.5),
        ("１２", HOURS, 12),
        ("2,0", HOURS, 2),
        (",5", HOURS, 0.5),
        ("1\u00a0500", NumberConfig(), 1500),
        ("−3", NumberConfig(), -3),
        ("-0", NumberConfig(), 0),
        ("0,125", NumberConfig(), 0.125),
        ("1.125", NumberConfig(), 1.125),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, config: NumberConfig, number: float) -> None:
    answer = Number().parse([typed], config)
    assert (answer, type(answer)) == (number, type(number))


@pytest.mark.parametrize(
    ("typed", "config", "message"),
    [
        ("many", HOURS, "Écrivez un nombre, par exemple 4 ou 1,5."),
        ("1e3", HOURS, "Écrivez un nombre, par exemple 4 ou 1,5."),
        ("1.2.3", HOURS, "Écrivez un nombre, par exemple 4 ou 1,5."),
        ("0", HOURS, "Écrivez un nombre de 0,5 à 20."),
        ("1.25", HOURS, "Écrivez un nombre par pas de 0,5, par exemple 1."),
        ("1,500", NumberConfig(), "Écrivez le nombre sans virgule ni point entre les milliers, par exemple 1500."),
        ("1.000.000", NumberConfig(), "Écrivez le nombre sans virgule ni point entre les milliers, par exemple 1500."),
        ("1.5", NumberConfig(step=Decimal(1)), "Écrivez un nombre entier, sans décimales."),
        ("-1", NumberConfig(low=Decimal(0)), "Écrivez un nombre d’au moins 0."),
        ("11", NumberConfig(high=Decimal(10)), "Écrivez un nombre d’au plus 10."),
    ],
)
def test_a_number_that_cannot_be_is_answered_with_what_to_do(typed: str, config: NumberConfig, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        Number().parse([typed], config)
    assert caught.value.text("fr") == message


@pytest.mark.parametrize(
    "typed",
    [["22", "11", "2026"], [" 22 ", "11", "2026"], ["2026-11-22"], ["22/11/2026"], ["22 11 2026"], ["22. 11. 2026"]],
)
def test_dates_are_read_as_people_type_them(typed: list[str]) -> None:
    assert Date().parse(typed, YEAR) == "2026-11-22"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["22", "", "2026"], "Enter the day, the month and the year."),
        (["22", "Nov", "2026"], "Write the day, the month and the year in figures, such as 27 3 2026."),
        (["22", "11", "26"], "Write the year with four figures, such as 2026."),
        (["31", "2", "2027"], "Enter a date that exists, such as 27 3 2026."),
        (["1", "1", "0000"], "Enter a date that exists, such as 27 3 2026."),
        (["٢٢", "11", "2026"], "Write the day, the month and the year in figures, such as 27 3 2026."),
        (["30", "6", "2026"], "Enter a date no earlier than 1 Jul 2026."),
        (["1", "7", "2027"], "Enter a date no later than 30 Jun 2027."),
        (["next week"], "Enter a date as day, month and year, such as 27 3 2026."),
    ],
)
def test_a_date_that_cannot_be_is_answered_with_what_to_do(typed: list[str], message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        Date().parse(typed, YEAR)
    assert caught.value.text("en") == message


def test_text_is_kept_in_one_form() -> None:
    assert clean_line("e\u0301cole\r\n\t du  soir\u00a0?", 200) == "école du soir\u00a0?"
    assert clean_lines("\r\n one  \r two\u2028three\n\n", 200) == "one\n two\nthree"
    assert clean_line("a\x00b\x1b\ufffe", 200) == "ab"
    assert clean_line("\u200b \u2060\u00a0", 200) == ""
    assert clean_line("عمر \u200fO’Neil", 200) == "عمر \u200fO’Neil"


@pytest.mark.parametrize(("length", "kept"), [(200, True), (201, False), (5000, False)])
def test_text_is_refused_only_beyond_its_limit(length: int, kept: bool) -> None:
    if kept:
        assert clean_line("x" * length, 200) == "x" * length
    else:
        with pytest.raises(AnswerError) as caught:
            clean_line("x" * length, 200)
        assert caught.value.text("en") == f"Shorten your answer to 200 characters or fewer. It now has {length}."


def test_a_lone_surrogate_is_refused_but_shown_again_harmlessly() -> None:
    with pytest.raises(AnswerError):
        clean_line("Zo\udceb", 200)
    assert harmless("Zo\udceb\x00") == "Zo\ufffd"


def test_chips_fold_typed_labels_and_keep_own_entries_once() -> None:
    config = ChipsConfig(OPTIONS, own=True)
    assert Chips().parse(["b", "A", "Sailing", "sailing ", ""], config) == {"chosen": ["a", "b"], "own": ["Sailing"]}


def test_own_chips_stand_in_the_form_as_ticked_chips() -> None:
    controls = Chips().controls(
        "t", ChipsConfig(OPTIONS, own=True), {"t": ("a", "Sailing"), "t-own": ("Chess, ",)}, "en"
    )
    assert [option.value for option in controls.options if option.checked] == ["a", "Sailing"]
    assert controls.options[-1] == OptionView("t-4", "Sailing", "Sailing", checked=True)
    assert controls.inputs[0].value == "Chess, "


@pytest.mark.parametrize(
    ("entries", "config", "message"),
    [
        (["Sailing"], ChipsConfig(OPTIONS), "Choose from the options shown."),
        (["a", "b", "Sailing"], ChipsConfig(OPTIONS, own=True, at_most=2), "Choose no more than 2."),
        ([f"own {n}" for n in range(11)], ChipsConfig(OPTIONS, own=True), "Add no more than 10 of your own."),
        (["x" * 61], ChipsConfig(OPTIONS, own=True), "Shorten your answer to 60 characters or fewer. It now has 61."),
    ],
)
def test_chips_say_what_is_too_much(entries: list[str], config: ChipsConfig, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        Chips().parse(entries, config)
    assert caught.value.text("en") == message


def test_several_choices_are_kept_once_in_the_order_offered() -> None:
    config = MultipleChoiceConfig(OPTIONS, at_most=2)
    assert MultipleChoice().parse(["c", "a", "c"], config) == ["a", "c"]
    with pytest.raises(AnswerError, match="Choose no more than"):
        MultipleChoice().parse(["a", "b", "c"], config)
