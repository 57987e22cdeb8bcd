"""Every type of question in a browser: looked at by axe, and moved, ticked and counted with and without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.examination import Watcher, examine
from tests.kit.chromium import context_of
from tests.kit.demo import demo_folder
from tests.kit.server import RunningApp, running_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


LISTEN = """() => {
  window.heard = [];
  const live = document.getElementById("live");
  new MutationObserver(() => window.heard.push(live.textContent)).observe(live, {childList: true, subtree: true});
}"""
"""What is said fades away again, so it is written down as it comes."""
IS_HEARD = """async text => {
  const end = performance.now() + 15000;
  while (!window.heard.includes(text) && performance.now() < end) await new Promise(requestAnimationFrame);
  return window.heard.includes(text);
}"""
"""Waits for it. Playwright's own waiting makes code of a text at each look, which our pages forbid after the first."""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The app in development mode, which alone has the gallery."""
    folder = demo_folder(tmp_path_factory, tmp_path_factory.mktemp("gallery") / "instance")
    with running_app(folder, "--demo", DEVELOPMENT="yes") as served:
        yield served


@pytest.fixture
def page(gallery: RunningApp, browser_of_worker: Browser) -> Iterator[Page]:
    with context_of(browser_of_worker, locale="en-CA", reduced_motion="reduce") as profile:
        opened = profile.new_page()
        opened.goto(gallery.url + "/gallery/questions")
        yield opened


def order(page: Page) -> list[str]:
    return [str(field.get_attribute("value")) for field in page.locator("input[name='priorities']").all()]


def rank(page: Page) -> None:
    """Three things, and the third made the first."""
    for name in ("The topics", "The same field", "The same place of work"):
        page.get_by_role("button", name=f"Add {name}").click()
        expect(page.get_by_role("button", name=f"Take out {name}")).to_be_visible()
    assert order(page) == ["topics", "field", "site"]
    page.get_by_role("button", name="Up The same place of work").click()
    expect(page.get_by_role("button", name="Up The same place of work, number 2 of 3")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Up The same place of work, number 1 of 3")).to_be_focused()
    assert order(page) == ["site", "topics", "field"]


def test_axe_finds_nothing_on_any_type(page: Page) -> None:
    watcher = Watcher()
    watcher.watch(page)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert examine(page, "en") == []
    rank(page)
    assert examine(page, "en") == []
    assert watcher.take() == []


def test_the_order_is_changed_in_place_and_told(page: Page) -> None:
    page.evaluate(LISTEN)
    page.locator("#title").fill("Dr.")
    rank(page)
    assert page.evaluate(IS_HEARD, "The same place of work is now number 1 of 3.")
    expect(page.get_by_role("button", name="Add")).to_have_count(0)
    expect(page.locator("#title")).to_have_value("Dr.")


def test_the_order_is_changed_without_a_script(gallery: RunningApp, browser_of_worker: Browser) -> None:
    with context_of(browser_of_worker, javascript=False, locale="en-CA") as profile:
        page = profile.new_page()
        page.goto(gallery.url + "/gallery/questions")
        page.locator("#title").fill("Dr.")
        page.locator("#hours").fill("many")
        rank(page)
        expect(page.locator("#title")).to_have_value("Dr.")
        expect(page.locator("#hours")).to_have_value("many")
        expect(page.locator(".error-summary")).to_have_count(0)


def test_enter_in_a_text_field_moves_nothing(page: Page) -> None:
    rank(page)
    page.locator("#title").press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    assert order(page) == ["site", "topics", "field"]


def test_characters_are_counted_and_the_limit_is_said_once(page: Page) -> None:
    note = page.locator("#story-limit")
    expect(note).to_have_text("0 of 300 characters")
    page.locator("#story").fill("Ask early. 😀")
    expect(note).to_have_text("12 of 300 characters")
    page.evaluate(LISTEN)
    page.locator("#story").fill("x" * 301)
    expect(note).to_have_text("301 of 300 characters")
    page.locator("#story").fill("x" * 302)
    expect(note).to_have_text("302 of 300 characters")
    assert page.evaluate(IS_HEARD, "301 of 300 characters")
    assert "302 of 300 characters" not in page.evaluate("window.heard")


def test_the_week_is_a_table_on_a_desk_and_cards_on_a_phone(page: Page) -> None:
    monday = page.get_by_role("checkbox", name="Monday, Evening")
    monday.check()
    box = page.locator("#free_times tbody tr").first.bounding_box()
    assert box is not None
    assert box["height"] > 100, "a card of its own"
    page.set_viewport_size({"width": 1280, "height": 900})
    box = page.locator("#free_times tbody tr").first.bounding_box()
    assert box is not None
    assert box["height"] < 60, "one row"
    expect(monday).to_be_checked()
