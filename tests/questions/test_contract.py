"""What every question type must do, whatever it asks."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from babel.messages.pofile import read_po
from werkzeug.datastructures import MultiDict

from mentorship_app.core.i18n import CATALOGUES, LOCALES, translate
from mentorship_app.questions.answers import cells, columns, display, parse_answer, parse_section
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.errors import AnswerError, BlankAnswer
from mentorship_app.questions.presentation import FieldView, answer_groups, field_view, section_fields
from mentorship_app.questions.question_type import Raw
from mentorship_app.questions.questionnaire import Question, Questionnaire, Section
from mentorship_app.questions.types import question_types

ROOT = Path(__file__).parents[2]
BLNS = ROOT.parent / "shared" / "data" / "bad_input" / "blns.json"
PAGE = '{% from "questions/question.html" import question %}<form>{{ question(view, autosave_url=url) }}</form>'

PAPER = '{% from "questions/print.html" import print_field %}{{ print_field(view) }}'

ANSWERS = """{% from "questions/display.html" import answers_given %}
{% for group in groups %}{{ answers_given(group) }}{% endfor %}"""

Sample = tuple[dict[str, list[str]], Answer, tuple[object, ...], str, str]
# What is typed, what is kept, what is exported, what is shown in English and in French.
SAMPLES: dict[str, Sample] = {
    "full_name": (
        {"full_name": [" Zoë\r\n O’Connor "]},
        "Zoë O’Connor",
        ("Zoë O’Connor",),
        "Zoë O’Connor",
        "Zoë O’Connor",
    ),
    "story": ({"story": ["One\r\ntwo  \r\n"]}, "One\ntwo", ("One\ntwo",), "One\ntwo", "One\ntwo"),
    "capacity": ({"capacity": ["2"]}, "2", ("2",), "Two residents", "Deux personnes"),
    "sites": (
        {"sites": ["online", "north"]},
        ["north", "online"],
        (True, False, True),
        "North wing\nBy video",
        "Aile nord\nPar vidéo",
    ),
    "topics": (
        {"topics": ["research"], "topics-own": ["Sailing, enseignement; sailing"]},
        {"chosen": ["research", "teaching"], "own": ["Sailing"]},
        (True, True, False, "Sailing"),
        "Research, Teaching, Sailing",
        "Recherche, Enseignement, Sailing",
    ),
    "supervises": ({"supervises": ["no"]}, False, (False,), "No", "Non"),
    "hours": ({"hours": ["1,5"]}, 1.5, (1.5,), "1.5\u00a0hours a month", "1,5\u00a0heures par mois"),
    "start": (
        {"start-day": ["22"], "start-month": ["11"], "start-year": ["2026"]},
        "2026-11-22",
        ("2026-11-22",),
        "22 Nov 2026",
        "22 nov. 2026",
    ),
    "energy": ({"energy": ["0"]}, 0, (0,), "Never", "Jamais"),
    "agreement": ({"agreement": ["yes"]}, True, (True,), "Agreed", "Accepté"),
    "priorities": (
        {"priorities": ["site", "topics"], "priorities-move": ["up:topics"]},
        ["topics", "site"],
        (1, None, 2, None),
        "1. The topics\n2. The same place",
        "1. Les sujets\n2. Le même lieu",
    ),
    "free_times": (
        {"free_times": ["wed.evening", "mon.noon", "mon.morning"]},
        {"mon": ["morning", "noon"], "wed": ["evening"]},
        (True, True, False, False, False, False, False, False, True),
        "Monday: Morning, Around noon\nWednesday: Evening",
        "Lundi\u00a0: Matin, Vers midi\nMercredi\u00a0: Soir",
    ),
    "languages": (
        {"languages": ["ar", "fr"], "languages-own": ["persan, Español; FRANCAIS, Wobbelish"]},
        {"chosen": ["fr", "ar", "fa", "es"], "own": ["Wobbelish"]},
        (False, True, False, True, "fa es", "Wobbelish"),
        "French, Arabic, Persian, Spanish, Wobbelish",
        "Français, Arabe, Persan, Espagnol, Wobbelish",
    ),
}
NATIVE = {"ᐃᓄᒃᑎᑐᑦ", "العربية", "English", "Inuktitut"}
"""Names of languages in themselves, or the same in both languages."""
PAPER_ROOM = ("paper-box", "paper-blank", "paper-line")
TICKED = ("radio", "checkbox")
CHOICES = ("single_choice", "multiple_choice", "scale", "yes_no", "consent", "ranking", "availability_grid")
HOSTILE = [
    "\x00",
    "a\x00b\x0bc\x85\ufffe",
    "\ud800",
    "Robert'); DROP TABLE mentor;--",
    '"><script>alert(1)</script>',
    "</textarea><b>",
    "{{ 7*7 }}{% raw %}",
    "%(limit)s %s %",
    "=HYPERLINK(1)",
    "\u202eevil\u202c",
    "e\u0301" * 50,
    "9" * 400,
    "1e999",
    "NaN",
    "-0",
    "٣",
    "x" * 100_000,
    "\r\n\t\u2028\u00a0\u200b",
]


def blns() -> list[str]:
    if not BLNS.exists():
        pytest.skip("the list of naughty strings (../shared/data/bad_input/blns.json) is not here")
    strings: list[str] = json.loads(BLNS.read_text(encoding="utf-8"))
    return strings


@pytest.fixture(params=SAMPLES)
def question(request: pytest.FixtureRequest, every_type: Questionnaire) -> Question:
    return every_type.question(request.param)


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def filled_everywhere(question: Question, text: str) -> dict[str, tuple[str, ...]]:
    """``text`` in every form field of a question."""
    return {question.id + part: (text,) for part in question_types[question.type].parts}


def strict(page: str) -> Element:
    """The parsed page; raises html5lib's ParseError for anything that is not well-formed."""
    parsed: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return parsed


def test_every_registered_type_has_a_sample_and_a_template(every_type: Questionnaire) -> None:
    assert {question.type for question in every_type.questions()} == set(question_types)
    assert [question.id for question in every_type.questions()] == list(SAMPLES)
    for key in question_types:
        assert (ROOT / "templates" / "questions" / f"{key}.html").is_file()


def test_what_is_typed_is_kept_exported_and_shown(question: Question) -> None:
    raw, answer, exported, english, french = SAMPLES[question.id]
    assert parse_answer(question, raw) == answer
    assert type(parse_answer(question, raw)) is type(answer)
    assert json.loads(json.dumps(answer)) == answer
    assert cells(question, answer) == exported
    assert len(columns(question)) == len(exported)
    assert (display(question, answer, "en"), display(question, answer, "fr")) == (english, french)


def test_a_form_filled_again_gives_the_same_answer(question: Question, locale: str) -> None:
    answer = SAMPLES[question.id][1]
    refill = question_types[question.type].refill(answer, question.config, locale)
    assert parse_answer(question, {question.id + part: values for part, values in refill.items()}) == answer


def test_codebook_names_columns_once_and_in_both_languages(every_type: Questionnaire) -> None:
    named = list(chain.from_iterable(columns(question) for question in every_type.questions()))
    assert len({column.name for column in named}) == len(named)
    assert all(column.label.en and column.label.fr for column in named)
    assert {column.kind for column in named} == {"text", "number", "date", "boolean", "category"}


@pytest.mark.parametrize("blank", [None, ""])
def test_a_blank_answer_is_asked_for_unless_it_is_optional(question: Question, locale: str, blank: str | None) -> None:
    if (
        blank == "  "
        and question_types[question.type].parts == ("",)
        and question.type not in ("short_text", "long_text", "number")
    ):
        pytest.skip("a radio or checkbox never sends blanks; they are not an offered value")
    raw: Raw = {} if blank is None else filled_everywhere(question, blank)
    with pytest.raises(BlankAnswer) as caught:
        parse_answer(question, raw)
    assert caught.value.text(locale).endswith(".")
    assert parse_answer(question, raw, required=False) is None
    assert cells(question, None) == (None,) * len(columns(question))


@pytest.mark.parametrize("name", ["full_name", "story", "hours", "start", "topics"])
def test_blanks_in_a_text_box_are_no_answer(every_type: Questionnaire, name: str) -> None:
    question = every_type.question(name)
    with pytest.raises(BlankAnswer):
        parse_answer(question, filled_everywhere(question, " \u00a0\r\n"))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_cleaned_or_refused_with_words(
    question: Question, locale: str, text: str, render: Callable[..., str]
) -> None:
    check_survives(question, locale, text, render)


def test_naughty_strings_are_cleaned_or_refused_with_words(question: Question, render: Callable[..., str]) -> None:
    for text in blns():
        check_survives(question, "fr", text, render)


def check_survives(question: Question, locale: str, text: str, render: Callable[..., str]) -> None:
    """Kept or refused with a sentence, and either way the page is well-formed and shows what was typed as text."""
    form = MultiDict({name: value for name, (value,) in filled_everywhere(question, text).items()})
    section = Section("one", question.text, None, (replace(question, show_if=None),))
    parsed = parse_section(section, form)
    json.dumps(parsed.values, ensure_ascii=False).encode("utf-8")
    (view,) = section_fields(section, locale, answers={}, parsed=parsed)
    shown = "".join(display(question, answer, locale) for answer in parsed.values.values())
    page = strict(render(PAGE + "<samp>{{ shown }}</samp>", locale, view=view, url="/part/1", shown=shown))
    assert page.findall(".//script") == []
    assert element_text(page, "samp") == shown
    assert [error.text(locale) for error in parsed.errors.values()] == ([view.error] if view.error else [])
    assert bool(parsed.values) is not bool(parsed.errors)


def element_text(page: Element, tag: str) -> str:
    return "".join(text for element in page.iter(tag) for text in element.itertext())


@pytest.mark.parametrize("kind", ["single_choice", "scale", "yes_no", "consent", "short_text", "long_text", "number"])
def test_a_repeated_field_is_refused(every_type: Questionnaire, kind: str) -> None:
    question = next(question for question in every_type.questions() if question.type == kind)
    good = next(iter(SAMPLES[question.id][0].values()))[0]
    with pytest.raises(AnswerError, match=r"Give one answer only\."):
        parse_answer(question, {question.id: [good, good]})


@pytest.mark.parametrize("part", ["start-day", "start-year", "start"])
def test_a_repeated_part_of_a_date_is_refused(every_type: Questionnaire, part: str) -> None:
    raw = {"start-day": ["1"], "start-month": ["8"], "start-year": ["2026"], part: ["1", "2"]}
    with pytest.raises(AnswerError, match=r"Give one date only\."):
        parse_answer(every_type.question("start"), raw)


@pytest.mark.parametrize("kind", CHOICES)
def test_a_value_that_was_not_offered_is_refused(every_type: Questionnaire, kind: str) -> None:
    question = next(question for question in every_type.questions() if question.type == kind)
    with pytest.raises(AnswerError, match=r"Choose from the options shown\."):
        parse_answer(question, {question.id: ["elsewhere"]})


def drawn(
    question: Question, locale: str, render: Callable[..., str], url: str | None = None
) -> tuple[FieldView, Element]:
    error = BlankAnswer(question_types[question.type].blank, question.if_blank)
    view = field_view(question, locale, answer=SAMPLES[question.id][1], error=error)
    return view, strict(render(PAGE, locale, view=view, url=url))


def test_a_field_is_well_formed_labelled_and_described(
    question: Question, locale: str, render: Callable[..., str]
) -> None:
    view, page = drawn(question, locale, render)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert view.anchor in ids
    text = question.text.in_(locale)
    labels = [element for element in page.iter() if element.tag in ("legend", "label")]
    assert "".join(labels[0].itertext()).strip() == text
    controls = [control for control in page.iter() if control.tag in ("input", "textarea", "button")]
    controls = [control for control in controls if control.get("type") != "hidden"]
    named = {label.get("for") for label in page.iter("label")}
    inside = {control for label in page.iter("label") for control in label.iter()}
    assert controls
    assert all(
        control in inside or control.get("id") in named or (control.tag == "button" and "".join(control.itertext()))
        for control in controls
    )
    described = " ".join(element.get("aria-describedby", "") for element in page.iter()).split()
    assert set(described) <= set(ids)
    assert f"{question.id}-error" in described
    assert view.error in "".join(page.itertext())


def test_the_kept_answer_stands_in_the_form_again(question: Question, locale: str, render: Callable[..., str]) -> None:
    _, page = drawn(question, locale, render)
    sent: MultiDict[str, str] = MultiDict()
    for control in page.iter():
        if control.tag == "textarea":
            sent.add(str(control.get("name")), control.text or "")
        elif control.tag == "input" and (control.get("type") not in TICKED or "checked" in control.attrib):
            sent.add(str(control.get("name")), str(control.get("value")))
    assert parse_answer(question, dict(sent.lists())) == SAMPLES[question.id][1]


def test_autosave_posts_from_one_place_and_never_replaces_a_control(
    question: Question, locale: str, render: Callable[..., str]
) -> None:
    _, page = drawn(question, locale, render, url="/part/1")
    if question_types[question.type].buttons:
        pytest.skip("what its buttons send is tried in test_ranking")
    (posting,) = [element for element in page.iter() if element.get("hx-post")]
    assert posting.get("hx-post") == "/part/1"
    assert posting.get("hx-sync") == "closest form:queue last"
    target = page.find(f".//*[@id='{str(posting.get('hx-target'))[1:]}']")
    assert target is not None
    assert target.tag == "span"
    assert list(target) == []
    assert "hx-" not in render(PAGE, locale, view=field_view(question, locale), url=None)


def test_a_french_page_holds_no_english(every_type: Questionnaire, render: Callable[..., str]) -> None:
    for question in every_type.questions():
        error = BlankAnswer(question_types[question.type].blank, question.if_blank)
        pages = [
            render(PAGE, locale, view=field_view(question, locale, error=error), url=None) for locale in ("en", "fr")
        ]
        english, french = ({*re.findall(r">\s*([^<>]*\w[^<>]*?)\s*<", html.unescape(page))} for page in pages)
        assert english & french <= {"t", "Français"} | NATIVE


def test_every_message_of_the_package_has_its_french() -> None:
    translated: set[object] = set()
    for path in (CATALOGUES / "fr").glob("*.po"):
        with path.open("rb") as file:
            translated |= {message.id for message in read_po(file, locale="fr") if message.string}
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "mentorship_app/questions").rglob("*.py"))
    messages = set(re.findall(r'N_\(\s*"((?:[^"\\]|\\.)*)"\s*\)', source))
    assert len(messages) > 30
    assert messages - translated == set()


def test_every_type_has_words_for_an_editor() -> None:
    for _key, kind in question_types.items():
        for locale in LOCALES:
            assert translate(kind.blurb, locale).endswith(".")
            assert translate(kind.label, locale)
        assert translate(kind.blurb, "fr") != kind.blurb


def test_a_form_on_paper_asks_the_same_and_offers_room_to_answer(
    question: Question, locale: str, render: Callable[..., str]
) -> None:
    page = strict(render(PAPER, locale, view=field_view(question, locale)))
    said = "".join(page.itertext())
    assert element_text(page, "h3") == question.text.in_(locale)
    assert page.find(".//input") is None
    assert page.find(".//button") is None
    assert question.hint is None or question.hint.in_(locale) in said
    view = field_view(question, locale)
    room = [element for element in page.iter() if str(element.get("class")).split()[0] in PAPER_ROOM]
    assert len(room) >= max(len(view.controls.options), 1)
    for option in view.controls.options:
        assert option.label in said
    for paragraph in view.controls.document:
        assert paragraph in said


def test_check_your_answers_shows_each_line_with_its_change_link(
    every_type: Questionnaire, locale: str, render: Callable[..., str]
) -> None:
    answers = {question_id: sample[1] for question_id, sample in SAMPLES.items() if question_id != "start"}
    groups = answer_groups(
        every_type, answers, locale, change_url=lambda section, question: f"/{section.id}#{question.id}"
    )
    page = strict(render(ANSWERS, locale, groups=groups))
    terms = ["".join(term.itertext()) for term in page.iter("dt")]
    assert terms == [question.text.in_(locale) for question in every_type.questions()]
    links = {link.get("href"): "".join(link.itertext()) for link in page.iter("a")}
    change = {"en": "Change", "fr": "Modifier"}[locale]
    assert links["/offer#capacity"] == f"{change} {every_type.question('capacity').text.in_(locale)}"
    assert {"en": "Not provided", "fr": "Non indiqué"}[locale] in "".join(page.itertext())
