"""Pages after something happened on them: a refused form, a part swapped in by htmx, an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from mentorship_app.web.errors import PAGES, error_page
from tests.browser.onlookers import LOCALES, Onlookers
from tests.browser.screen import COORDINATOR, MENTEE, VISITOR, Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
both_languages = pytest.mark.parametrize("locale", LOCALES)

ANY_BUTTON = "main form[method='post'] button[type='submit']"


@dataclass(frozen=True)
class Refusal:
    """A form sent with too little in it: ``typed`` by the names of the controls, then the button pressed."""

    address: str
    who: str = VISITOR
    typed: Mapping[str, str] = field(default_factory=dict)
    button: str = ANY_BUTTON
    status: int = 422


REFUSALS = (
    Refusal("/sign-in"),
    Refusal("/staff/sign-in"),
    Refusal("/staff/sign-in", typed={"email": "nobody@example.org", "password": "not this one"}),
    Refusal("/staff/forgotten"),
    Refusal("/staff/welcome/{welcome}", typed={"password": "short", "again": "other"}),
    Refusal("/apply/{open_call}/start"),
    Refusal("/application/{draft_token}/about", typed={"department": "", "years": "x"}, button="[value='continue']"),
    Refusal("/intake/about", "new mentee", button="[value='continue']"),
    Refusal("/intake/preferences", "new mentee", button="[value='continue']"),
    Refusal("/surveys/{open_wave}/2", MENTEE, button="[value='continue']", status=200),
    Refusal("/me", MENTEE, typed={"name": ""}, button="main form[action='/me'] button"),
    Refusal("{demo}/people/add", COORDINATOR),
    Refusal("{demo}/people/import", COORDINATOR),
    Refusal("{demo}/people/{mentee}", COORDINATOR, typed={"name": "", "email": "not an address"}),
    Refusal("{demo}/settings", COORDINATOR, typed={"name": "", "contact_email": ""}),
    Refusal("{demo}/settings/help", COORDINATOR, button="main form[action$='/help'] button"),
    Refusal("{demo}/settings/levels", COORDINATOR, typed={"levels": "one; two; three; four"}),
    Refusal("{demo}/settings/staff", COORDINATOR, button="main form[action$='/staff'] button"),
    Refusal("{demo}/settings/cohorts", COORDINATOR, button="main form[action$='/cohorts'] button"),
    Refusal("{demo}/forms/mentee_intake/draft/sections/new", COORDINATOR),
    Refusal("{demo}/forms/mentee_intake/draft/head", COORDINATOR, typed={"minutes": "soon"}),
    Refusal("{demo}/forms/mentee_intake/preview/goals", COORDINATOR, button="[value='continue']"),
    Refusal("{intake}/calls/new", COORDINATOR, typed={"title_en": "", "places_wanted": "many"}),
    Refusal("{intake}/surveys/new", COORDINATOR, typed={"closes_on": "2020-01-01"}),
)


@both_languages
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.address)
def test_refused_form(onlookers: Onlookers, refusal: Refusal, locale: str) -> None:
    page = onlookers.open(Screen("", refusal.address, refusal.who), locale)
    for name, words in refusal.typed.items():
        page.locator(f"main [name='{name}']").fill(words)
    with page.expect_navigation() as navigation:
        page.locator(refusal.button).locator("visible=true").first.click()
    assert navigation.value is not None
    assert navigation.value.status == refusal.status
    assert onlookers.look(page, locale) == []


@both_languages
def test_question_of_a_form_with_a_row_more_and_something_wrong(onlookers: Onlookers, locale: str) -> None:
    page = onlookers.open(Screen("", "{demo}/forms/mentee_intake/draft/sections/about/add/scale", COORDINATOR), locale)
    page.locator("main [name='set-points-en']").first.fill("Never")
    page.locator("#set-points-add").click()
    expect(page.locator("main [name='set-points-en']")).to_have_count(4)
    expect(page.locator("main [name='set-points-en']").first).to_have_value("Never")
    page.locator("main button[value='save']").last.click()
    expect(page.locator("main .error-summary")).to_be_focused()
    assert onlookers.look(page, locale) == []


@both_languages
def test_roster_with_wrong_rows(onlookers: Onlookers, locale: str) -> None:
    page = onlookers.open(Screen("", "{demo}/people/import", COORDINATOR), locale)
    wrong = "email;name;role;training level\nnot-an-address;;teacher;PGY-77\nsame@example.org;A;mentee;\n" * 2
    page.locator("main input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": wrong.encode()}
    )
    page.locator(ANY_BUTTON).click()
    expect(page.locator("main .error-summary")).to_be_visible()
    assert onlookers.look(page, locale) == []


@both_languages
def test_person_changed_by_somebody_else_meanwhile(onlookers: Onlookers, locale: str) -> None:
    page = onlookers.open(Screen("", "{demo}/people/{mentor}", COORDINATOR), locale)
    page.locator("main [name='version']").evaluate("node => { node.value = '0'; }")
    page.locator("main [name='site']").fill("East campus")
    page.locator(ANY_BUTTON).first.click()
    expect(page.locator("main .table-wrap")).to_be_visible()
    assert onlookers.look(page, locale) == []


def wait_for_answer(page: Page) -> None:
    """Until htmx has put its part in place."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


@both_languages
@pytest.mark.parametrize(
    ("address", "control", "value"),
    [
        ("{demo}/people", "q", "Wren"),
        ("{demo}/people", "q", "nobody of that name"),
    ],
)
def test_list_narrowed_while_typing(onlookers: Onlookers, address: str, control: str, value: str, locale: str) -> None:
    page = onlookers.open(Screen("", address, COORDINATOR), locale)
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator(f"main [name='{control}']").fill(value)
    wait_for_answer(page)
    assert onlookers.look(page, locale) == []


@both_languages
@pytest.mark.parametrize(
    ("address", "who", "row"),
    [
        ("/surveys/{open_wave}/1", MENTEE, "main fieldset label"),
        ("/application/{draft_token}/offer", VISITOR, "main label:has([name='capacity'])"),
        ("/intake/preferences", "new mentee", "main label:has([name='style'])"),
    ],
)
def test_answer_saved_by_a_tap(onlookers: Onlookers, address: str, who: str, row: str, locale: str) -> None:
    page = onlookers.open(Screen("", address, who), locale)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.locator(f"{row}:not(:has(:checked))").first.click()
    assert answer.value.status == 200
    wait_for_answer(page)
    expect(page.locator("main .saved")).not_to_be_empty()
    assert onlookers.look(page, locale) == []


def test_a_form_waits_for_a_save_that_is_still_on_its_way(onlookers: Onlookers) -> None:
    """Else the older answers could arrive last, and what was ticked in between would be gone."""
    page = onlookers.open(Screen("", "/application/{draft_token}/about"), "en")
    kept: list[Route] = []
    arrived: list[str] = []
    lost: list[str] = []
    page.on("requestfailed", lambda request: lost.append(request.method))
    page.on("request", lambda request: arrived.append(request.method) if request.method == "POST" else None)
    page.route(
        "**/about", lambda route: kept.append(route) if "hx-request" in route.request.headers else route.continue_()
    )
    with page.expect_request(lambda request: request.method == "POST"):
        page.locator("main label:has([name='languages']):not(:has(:checked))").first.click()
    page.locator("main [value='leave']").click()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert (arrived, lost) == (["POST"], []), "only the save has left so far, and it was not cut off"
    with page.expect_navigation(url="**/saved"):
        kept[0].continue_()
    assert lost == []
    page.unroute("**/about")


@both_languages
@pytest.mark.parametrize(("button", "status"), [("preview", 200), ("send", 422)])
def test_decision_swapped_in(onlookers: Onlookers, button: str, status: int, locale: str) -> None:
    cohort = onlookers.stage.parts["next_cohort"]
    address = "{demo}/applications/{submitted_application}/ask-for-changes"
    page = onlookers.open(Screen("", address, COORDINATOR), locale, cohort)
    page.locator("main [name='note']").fill("Which campus will you be at?")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main [value='preview']").click()
    wait_for_answer(page)
    if button == "send":
        page.locator("main [name='note']").fill("")
        with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            page.locator("main [value='send']").click()
        assert answer.value.status == status
        wait_for_answer(page)
    assert onlookers.look(page, locale) == []


@both_languages
@pytest.mark.parametrize("status", sorted(PAGES))
def test_error_page(onlookers: Onlookers, app: Flask, status: int, locale: str) -> None:
    """Drawn here, since a working server shows few of them; its stylesheet and script come from the server."""
    with app.test_request_context("/", headers={"Accept-Language": locale}):
        html, _status = error_page(status)

    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html; charset=utf-8", body=html)

    page = onlookers.page_of(VISITOR, locale)
    address = f"{onlookers.url}/drawn-here"
    page.route(address, answer)
    page.goto(address)
    page.unroute(address)
    assert [what for what in onlookers.look(page, locale) if "status of 50" not in what] == []
