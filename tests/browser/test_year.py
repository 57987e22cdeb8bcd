"""The year in a browser: a tick swaps the list in and keeps the finger where it was; the next cohort is looked over."""

import pytest
from playwright.sync_api import expect

from tests.browser.onlookers import LOCALES, Onlookers
from tests.browser.screen import COORDINATOR, Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
both_languages = pytest.mark.parametrize("locale", LOCALES)


@both_languages
def test_ticked_and_opened_again_without_leaving_the_page(onlookers: Onlookers, locale: str) -> None:
    page = onlookers.open(Screen("", "{demo}/year", COORDINATOR), locale)
    task = onlookers.stage.parts["own_task"]
    button = page.locator(f"#tick-{task}")

    button.focus()
    button.press("Enter")
    expect(page.locator(f"#tick-{task}[value='open']")).to_be_focused()
    expect(page.locator("#live")).not_to_be_empty()
    assert onlookers.look(page, locale) == []
    page.locator(f"#tick-{task}").press("Enter")
    expect(page.locator(f"#tick-{task}[value='ticked']")).to_be_focused()


@both_languages
def test_next_cohort_is_looked_over_before_it_is_made(onlookers: Onlookers, locale: str) -> None:
    page = onlookers.open(Screen("", "{intake}/settings/cohorts/new-year", COORDINATOR), locale)

    page.locator("main button[value='check']").click()
    expect(page.locator("main button[value='create']")).to_be_visible()
    assert onlookers.look(page, locale) == []
    page.locator("main button[value='change']").click()
    expect(page.locator("main [name='starts_on']")).to_be_visible()


@both_languages
@pytest.mark.parametrize("path", ["year/add", "year/dates", "settings/cohorts/new-year"])
def test_refused_entry(onlookers: Onlookers, path: str, locale: str) -> None:
    page = onlookers.open(Screen("", "{intake}/" + path, COORDINATOR), locale)
    name = {"year/add": "due_on", "year/dates": "intake"}.get(path, "name")
    page.locator(f"main [name='{name}']").fill("")

    with page.expect_navigation() as navigation:
        page.locator("main form button").first.click()

    assert navigation.value is not None
    assert navigation.value.status == 422
    assert onlookers.look(page, locale) == []
