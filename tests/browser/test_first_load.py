"""What a phone downloads before a participant's first page is whole, as really sent: at most 80 kilobytes.

The second file of the font does not count: a browser fetches it only where somebody's name needs a letter of it.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.onlookers import Onlookers
from tests.browser.screen import Screen
from tests.browser.screens import PARTICIPANTS, SIGN_IN, SITE

KILOBYTE = 1024
MOST = 80 * KILOBYTE
FOR_NAMES = "latin-ext"
PATIENCE_SECONDS = 30

WHOLE = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  await document.fonts.ready;
}"""
"""Drawn, with every font that the drawing asked for."""
PUBLIC = tuple(screen for screen in (*SITE, *SIGN_IN) if screen.who == "visitor" and "/staff/" not in screen.address)


def weigh(page: Page, address: str) -> dict[str, int]:
    """Bytes sent, headers and all, for everything that the page loads with nothing kept from before, by address."""
    addresses: dict[str, str] = {}
    weights: dict[str, int] = {}
    under_way: dict[str, str] = {}
    documents: list[str] = []

    def note_request(event: dict[str, Any]) -> None:
        # What the page before still loads, or sends off while it is left, is not always said to have ended.
        if event.get("type") == "Document":
            documents.append(event["loaderId"])
            under_way.clear()
        if event["loaderId"] in documents[-1:]:
            under_way[event["requestId"]] = event["request"]["url"]

    def note_address(event: dict[str, Any]) -> None:
        if event["requestId"] in under_way:
            addresses[event["requestId"]] = event["response"]["url"]

    def note_weight(event: dict[str, Any]) -> None:
        if under_way.pop(event["requestId"], None) is not None:
            weights[addresses[event["requestId"]]] = int(event["encodedDataLength"])

    session = page.context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", note_request)
    session.on("Network.responseReceived", note_address)
    session.on("Network.loadingFinished", note_weight)
    session.on("Network.loadingFailed", lambda event: under_way.pop(event["requestId"], None))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address)
    deadline = time.monotonic() + PATIENCE_SECONDS
    page.evaluate(WHOLE)
    while under_way:
        assert time.monotonic() < deadline, f"these never arrive: {sorted(under_way.values())}"
        page.evaluate(WHOLE)
    session.detach()
    return weights


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("screen", [*PARTICIPANTS, *PUBLIC], ids=lambda screen: screen.name)
def test_first_load_stays_within_80_kilobytes(
    onlookers: Onlookers, screen: Screen, record_property: Callable[[str, object], None]
) -> None:
    page = onlookers.page_of(screen.who, "fr")
    sent = weigh(page, onlookers.address(screen))
    weights = {address: weight for address, weight in sent.items() if FOR_NAMES not in address}
    if len(weights) < len(sent):
        assert any("\u0100" <= letter <= "\u024f" for letter in page.inner_text("body")), (
            "only a name's letters ask for it"
        )
    record_property("kilobytes", round(sum(weights.values()) / KILOBYTE, 1))
    assert any("woff2" in address for address in weights), "the font is part of it"
    assert sum(weights.values()) <= MOST, weights
