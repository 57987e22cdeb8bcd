"""Typing sheets of paper in without a mouse: digits, Enter and Tab, with a script and without one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.onlookers import Onlookers
from tests.kit.chromium import context_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_QUESTIONS = 60


@pytest.fixture(params=[True, False], ids=["with a script", "without"])
def page(request: pytest.FixtureRequest, browser_of_worker: Browser) -> Iterator[Page]:
    with context_of(browser_of_worker, javascript=request.param, phone=False, locale="en-CA") as context:
        yield context.new_page()


def focus_is_on(page: Page, selector: str) -> bool:
    return page.locator(f"{selector}:focus").count() == 1


def test_a_sheet_is_sealed_by_keyboard_alone(onlookers: Onlookers, page: Page) -> None:
    page.goto(onlookers.url + "/paper/{paper_token}/sheet".format(**onlookers.stage.parts))
    assert focus_is_on(page, "#code")
    boxes = page.locator("input[inputmode=numeric]")
    figures = boxes.count()
    assert 0 < figures < MOST_QUESTIONS
    for turn in range(figures):
        page.keyboard.press("Enter")
        expect(boxes.nth(turn)).to_be_focused()
        page.keyboard.type("2")
    page.keyboard.press("Enter")
    # With a script the words come next, and Tab leaves them; without one the last Enter has sent the form.
    if focus_is_on(page, "textarea"):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.locator("button[value=seal]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("1 sheet sealed in this sitting.")
    assert focus_is_on(page, "#code")
    assert page.locator("input[inputmode=numeric]").evaluate_all("boxes => boxes.every(box => box.value === '')")
