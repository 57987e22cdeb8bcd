"""The components, seen through the gallery: strict HTML in both languages, errors, fragments, long lists."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from mentorship_app.questions.types import question_types
from mentorship_app.web import create_app
from mentorship_app.web.components import Problem, field_kind, initials, problems_of, register
from mentorship_app.web.config import Settings
from mentorship_app.web.extensions import db
from tests.kit.client import StrictClient, text_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def gallery(settings: Settings) -> Iterator[StrictClient]:
    app = create_app(replace(settings, development=True))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = StrictClient
    with app.app_context():
        browser = app.test_client()
        assert isinstance(browser, StrictClient)
        yield browser
        db.session.remove()
        db.engine.dispose()


class Part(Form):
    word = StringField("Word", [InputRequired("Write a word")])


class Sample(Form):
    name = StringField("Name", [InputRequired("Write your name")])
    choice = RadioField("Choice", [InputRequired("Choose one")], choices={"a": "A"})
    several = SelectMultipleField("Several", choices={"a": "A"})
    part = FormField(Part)
    parts = FieldList(FormField(Part), min_entries=1)
    secret = PasswordField("Password")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "address", ["/gallery", "/gallery/questions", "/gallery/desk", "/gallery/desk?page=40&sort=met&direction=down"]
)
def test_gallery_is_strict_html_in_both_languages(gallery: StrictClient, address: str, language: str) -> None:
    answer = gallery.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


def test_gallery_is_not_there_in_production(client: StrictClient) -> None:
    assert client.get("/gallery").status_code == 404


def test_empty_form_shows_each_problem_beside_its_control_and_in_the_summary(gallery: StrictClient) -> None:
    answer = gallery.post("/gallery")
    assert answer.status_code == 422
    assert "<title>Error: Gallery" in answer.text
    page = gallery.page
    assert page is not None
    ids = {element.get("id") for element in page.iter() if isinstance(element.tag, str)}
    targets = [link.get("href")[1:] for link in page.xpath("//*[@data-autofocus]//a")]
    assert len(targets) >= 8
    assert set(targets) <= ids
    described = [
        name for element in page.xpath("//*[@aria-describedby]") for name in element.get("aria-describedby").split()
    ]
    assert set(described) <= ids


def test_gallery_shows_every_type_of_question_with_its_error_and_its_paper(gallery: StrictClient) -> None:
    answer = gallery.post("/gallery/questions")
    assert answer.status_code == 422
    page = gallery.page
    assert page is not None
    assert len(page.xpath("//*[@data-autofocus]//a")) == len(question_types) - 1, "one of them is optional"
    assert len(page.xpath("//section[@class='paper']")) == len(question_types)


def test_a_move_in_a_ranking_draws_the_page_anew_and_keeps_what_was_typed(gallery: StrictClient) -> None:
    gallery.get("/gallery/questions")
    typed = {"title": "Dr.", "hours": "many", "priorities": ["site", "topics"]}
    answer = gallery.submit(typed, action="/gallery/questions", button="priorities-move=up:topics")
    assert answer.status_code == 200
    page = gallery.page
    assert page is not None
    assert page.xpath("//input[@name='priorities']/@value") == ["topics", "site"]
    assert page.xpath("//input[@name='title']/@value") == ["Dr."]
    assert page.xpath("//input[@name='hours']/@value") == ["many"]
    assert page.xpath("//*[@class='field-error']") == []
    assert page.xpath("//*[@autofocus]/@id") == ["priorities-1-up"]


def test_a_move_by_htmx_gets_the_question_alone_and_says_where_it_stands(gallery: StrictClient) -> None:
    gallery.get("/gallery/questions")
    gallery.submit(
        {"priorities": ["site", "topics"]},
        action="/gallery/questions",
        button="priorities-move=up:topics",
        headers=HTMX,
    )
    fragment = gallery.page
    assert fragment is not None
    assert [element.get("id") for element in fragment if element.get("id")] == ["priorities", "live"]
    assert text_of(fragment[1]) == "The topics is now number 1 of 2."
    assert fragment.xpath(".//*[@autofocus]") == [], "htmx gives the focus back to the button of the same id"


def test_htmx_gets_the_form_alone(gallery: StrictClient) -> None:
    answer = gallery.post("/gallery", headers=HTMX)
    assert answer.status_code == 422
    assert answer.text.lstrip().startswith("<form")
    assert "<html" not in answer.text


def test_list_keeps_filters_and_order_from_page_to_page(gallery: StrictClient) -> None:
    gallery.get("/gallery/desk?page=3&q=ito&sort=met&direction=down")
    assert gallery.page is not None
    following = gallery.page.xpath("//a[@rel='next']")[0].get("href")
    assert {"page=4", "q=ito", "sort=met", "direction=down"} == set(following.partition("?")[2].split("&"))


def test_sorting_starts_at_the_first_page_and_turns_round(gallery: StrictClient) -> None:
    gallery.get("/gallery/desk?page=3&sort=name&direction=up")
    assert gallery.page is not None
    heading = gallery.page.xpath("//th[@aria-sort='ascending']/a")[0].get("href")
    assert set(heading.partition("?")[2].split("&")) == {"sort=name", "direction=down"}


def test_problems_name_the_control_where_to_solve_them() -> None:
    form = Sample(MultiDict())
    assert not form.validate()
    assert problems_of(form) == [
        Problem("Write your name", "name"),
        Problem("Choose one", "choice-0"),
        Problem("Write a word", "part-word"),
        Problem("Write a word", "parts-0-word"),
    ]


def test_problems_of_the_whole_form_come_first_and_link_nowhere() -> None:
    form = Sample(MultiDict())
    form.validate()
    form.form_errors.append("This changed in the meantime")
    assert problems_of(form)[0] == Problem("This changed in the meantime", None)


@pytest.mark.parametrize(
    ("name", "kind"), [("name", "text"), ("choice", "radio"), ("several", "checkboxes"), ("secret", "password")]
)
def test_field_is_drawn_by_its_kind(name: str, kind: str) -> None:
    assert field_kind(Sample()[name]) == kind


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dr. Ottoline Marsh", "OM"),
        ("Dre Maëlle Fontclair-Tremblefeuille", "MT"),
        ("Éloi", "É"),
        ("", ""),
        ("Dr.", ""),
        ("  wren   de la ito ", "WI"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_what_a_person_wrote_is_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        drawn = app.jinja_env.from_string("{{ notice(text) }}{{ monogram(text) }}{{ stat(text, 1, 2) }}").render(
            text="<b>x"
        )
    assert "<b>x" not in drawn


def test_component_may_not_take_a_name_that_exists(app: Flask) -> None:
    with pytest.raises(ValueError, match="already taken"):
        register(app)
