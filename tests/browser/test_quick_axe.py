"""axe made quick says of every node, under every rule, what the published axe says."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.browser.examination import AXE_OPTIONS, LOOKS
from tests.browser.onlookers import Onlookers
from tests.browser.quick_axe import QUICK_AXE
from tests.browser.screen import COORDINATOR, VISITOR
from tests.browser.screens import TABLE
from tests.kit.chromium import context_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COLOURS = (
    "#777", "gray", "rgb(120 120 120 / 60%)", "rgba(10, 20, 30, 0.4)", "hsl(200deg 40% 55%)", "hwb(0.5turn 20% 30%)",
    "oklch(0.6 0.1 150)", "lab(50% 20 30)", "color(display-p3 0.4 0.5 0.6)", "color-mix(in srgb, red, white)",
    "transparent", "currentColor",
)  # fmt: skip
FAULTY = "".join(
    f'<p style="color:{colour}">Words <a href="#x" style="text-decoration:none">link</a></p>'
    f'<div style="background:{colour};opacity:.9"><p style="background:rgb(9 9 9 / 20%)"><input><img src="x"></p></div>'
    for colour in COLOURS
)
EVERYTHING = """async options => {
  const found = await axe.run(document, {...options, resultTypes: undefined});
  const nodes = rule => rule.nodes.map(({target, html, impact, failureSummary, any, all, none}) =>
    ({target, html, impact, failureSummary, checks: [...any, ...all, ...none].map(({id, data}) => ({id, data}))}));
  return ["violations", "passes", "incomplete", "inapplicable"].map(
    kind => [kind, found[kind].map(rule => [rule.id, nodes(rule)])]);
}"""


def says(page: Page, options: object) -> Any:
    return page.evaluate(EVERYTHING, options)


def both(page: Page, options: object) -> tuple[Any, Any]:
    """What the published one and the quick one say of the page as it is shown now."""
    page.evaluate(AXE_SCRIPT)
    published = says(page, options)
    page.evaluate(QUICK_AXE)
    # Twice, since what is remembered counts from the second time on.
    says(page, options)
    return published, says(page, options)


def test_on_a_page_with_colours_of_every_kind_and_many_faults(browser_of_worker: Browser) -> None:
    with context_of(browser_of_worker) as context:
        page = context.new_page()
        page.set_content(f"<!doctype html><html lang=en><title>x</title><body>{FAULTY}")
        pairs = []
        for size, theme, options in LOOKS:
            page.set_viewport_size(size)  # type: ignore[arg-type]  # Playwright's own dictionary type
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of Playwright's own words
            pairs.append(both(page, options))
    violations = dict(dict(pairs[0][0])["violations"])
    assert {"color-contrast", "image-alt", "label", "link-in-text-block"} <= violations.keys()
    assert len(violations["color-contrast"]) >= 5
    assert all(quick == published for published, quick in pairs)


@pytest.mark.parametrize(("endpoint", "who"), [("coordinator.people.index", COORDINATOR), ("public.front", VISITOR)])
def test_on_a_screen(onlookers: Onlookers, endpoint: str, who: str) -> None:
    screen = next(screen for screen in TABLE if (screen.endpoint, screen.who) == (endpoint, who))
    published, quick = both(onlookers.open(screen, "en"), AXE_OPTIONS)
    assert dict(published)["passes"]
    assert quick == published
