"""Reading questionnaires: what is understood, and what is said about a file that is not."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.conditions import Comparison, Condition
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.questions.loading import load_questionnaire, questionnaire_from
from mentorship_app.questions.questionnaire import Question, Questionnaire, Section
from mentorship_app.questions.types.date import DateConfig
from mentorship_app.questions.types.number import NumberConfig

BOTH = {"en": "English", "fr": "Français"}
OPTIONS = [{"code": "a", **BOTH}, {"code": "b", **BOTH}]
Change = Callable[[dict[str, Any]], object]


def content() -> dict[str, Any]:
    choice = {"id": "role", "type": "single_choice", "text": BOTH, "config": {"options": OPTIONS}}
    why = {"id": "why", "type": "short_text", "text": BOTH, "show_if": {"question": "role", "is": ["a"]}}
    section = {"id": "about", "title": BOTH, "questions": [choice, why]}
    whole = {"key": "form", "version": 2, "minutes": 3, "title": BOTH, "sections": [section]}
    copied: dict[str, Any] = json.loads(json.dumps(whole))
    return copied


def asked(form: dict[str, Any], index: int) -> dict[str, Any]:
    question: dict[str, Any] = form["sections"][0]["questions"][index]
    return question


def test_a_questionnaire_is_read_whole() -> None:
    text = LocalizedText(en="English", fr="Français")
    form = questionnaire_from(content())
    role = form.question("role")
    assert form == Questionnaire(
        "form",
        2,
        text,
        (
            Section(
                "about",
                text,
                None,
                (
                    Question("role", "single_choice", text, config=role.config),
                    Question(
                        "why",
                        "short_text",
                        text,
                        config=form.question("why").config,
                        show_if=Condition("role", Comparison.IS, ("a",)),
                    ),
                ),
            ),
        ),
        3,
    )
    assert form.section_of("why") is form.section("about")


def test_numbers_and_dates_of_the_config_are_exact(every_type: Questionnaire) -> None:
    hours, start = every_type.question("hours"), every_type.question("start")
    unit = LocalizedText(en="hours a month", fr="heures par mois")
    assert hours.config == NumberConfig(Decimal("0.5"), Decimal(20), Decimal("0.5"), unit)
    assert start.config == DateConfig(date(2026, 7, 1), date(2027, 6, 30))


FIRST = "sections[0].questions[0]"
SECOND = "sections[0].questions[1]"
WRONG: list[tuple[Change, str, str]] = [
    (lambda form: form.pop("key"), "", "'key' is missing"),
    (lambda form: form.update(colour="red"), "", "unknown entry 'colour'"),
    (lambda form: form.update(version="2"), "version", "expected a whole number"),
    (lambda form: form.update(sections=[]), "sections", "expected a list"),
    (lambda form: form["title"].pop("fr"), "title", "text in 'fr' is missing"),
    (lambda form: asked(form, 0).update(text={"en": "x", "fr": " "}), f"{FIRST}.text.fr", "expected text"),
    (
        lambda form: asked(form, 0).update(type="mood"),
        f"{FIRST}.type",
        "unknown question type 'mood'; known: availability_grid",
    ),
    (lambda form: asked(form, 1).update(id="role"), f"{SECOND}.id", "'role' is used twice"),
    (lambda form: asked(form, 1).update(id="csrf_token"), f"{SECOND}.id", "a field of the page itself"),
    (lambda form: asked(form, 1).update(id="Why?"), f"{SECOND}.id", "expected a small letter"),
    (lambda form: asked(form, 1).update(optional="no"), f"{SECOND}.optional", "expected true or false"),
    (lambda form: asked(form, 1).update(config={"max_length": 201}), f"{SECOND}.config.max_length", "from 1 to 200"),
    (lambda form: asked(form, 0).pop("config"), f"{FIRST}.config", "'options' is missing"),
    (lambda form: asked(form, 0)["config"].update(options=OPTIONS[:1]), f"{FIRST}.config.options", "2 to 100 options"),
    (lambda form: asked(form, 0)["config"]["options"][1].update(code="a"), f"{FIRST}.config.options[1].code", "twice"),
    (
        lambda form: asked(form, 0)["config"]["options"][1].update(code=False),
        f"{FIRST}.config.options[1].code",
        "quotes",
    ),
    (lambda form: asked(form, 1)["show_if"].update(question="later"), f"{SECOND}.show_if.question", "no earlier"),
    (lambda form: asked(form, 1)["show_if"].update({"is": "c"}), f"{SECOND}.show_if.is", "'c' is no answer of 'role'"),
    (lambda form: asked(form, 1)["show_if"].update(answered=True), f"{SECOND}.show_if", "expected exactly one of"),
    (lambda form: form["sections"].append(form["sections"][0]), "sections[1].questions[0].id", "used twice"),
]


@pytest.mark.parametrize(("change", "place", "problem"), WRONG, ids=[f"{place}-{said}" for _, place, said in WRONG])
def test_a_wrong_file_is_refused_with_place_and_expectation(change: Change, place: str, problem: str) -> None:
    form = content()
    assert questionnaire_from(form).key == "form"
    change(form)
    with pytest.raises(QuestionnaireError) as caught:
        questionnaire_from(form, "mentor.yaml")
    assert caught.value.path == place
    assert problem in caught.value.problem
    assert str(caught.value).startswith(f"mentor.yaml: {place or 'top of the file'}: ")


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ("number: {min: 5, max: 1}", "min to be no more than max"),
        ("number: {step: 0}", "a step above 0"),
        ("number: {max: .inf}", "finite"),
        ("date: {earliest: 2027-01-01, latest: 2026-01-01}", "no later than latest"),
        ("date: {earliest: tomorrow}", "expected a date such as 2026-11-22"),
        ("scale: {points: [{value: 1, en: a, fr: b}]}", "2 to 11 points"),
        ("scale: {points: [{value: 1, en: a, fr: b}, {value: 1, en: a, fr: b}]}", "used twice"),
        ("consent: {}", "'statement' is missing"),
        ("consent: {statement: {en: a, fr: b}, document: {en: a}}", "text in 'fr' is missing"),
        ("ranking: {options: [{code: a, en: a, fr: a}, {code: b, en: b, fr: b}], at_most: 3}", "from 1 to 2"),
        ("availability_grid: {}", "'parts' is missing"),
        ("availability_grid: {parts: [{code: a, en: a, fr: a}]}", "2 to 100 options"),
        ("availability_grid: {parts: [{code: a, en: a, fr: a}, {code: b, en: b, fr: b}], days: [lun]}", "one of: mon"),
        ("availability_grid: {parts: [{code: a, en: a, fr: a}, {code: b, en: b, fr: b}], days: [mon, mon]}", "twice"),
        ("language_list: {offered: [french]}", "ISO 639 code"),
        ("language_list: {offered: [fr, fr]}", "each language once"),
        ("language_list: {at_most: 0}", "from 1 to 100"),
        ("short_text: {autocomplete: password}", "expected one of: name"),
        ("chips: {options: [{code: a, en: a, fr: a}, {code: b, en: b, fr: b}], own: maybe}", "true or false"),
    ],
)
def test_a_wrong_config_is_refused(config: str, problem: str) -> None:
    kind, rest = config.split(": ", 1)
    source = StringIO(f"""
key: form
version: 1
minutes: 1
title: {{en: a, fr: b}}
sections:
  - id: one
    title: {{en: a, fr: b}}
    questions:
      - {{id: q, type: {kind}, text: {{en: a, fr: b}}, config: {rest}}}
""")
    with pytest.raises(QuestionnaireError, match=problem):
        load_questionnaire(source)


@pytest.mark.parametrize("broken", ["key: [", "\t- x", "", "just words", "- list", "!!python/object:os.system {}"])
def test_a_file_that_is_no_questionnaire_says_so(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(QuestionnaireError, match=r"^broken\.yaml: "):
        load_questionnaire(path)
