"""Looking at a page as it is shown: with axe, for what sticks out, for what the browser complains of, for English."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from mentorship_app.core.i18n import translations
from tests.browser.quick_axe import QUICK_AXE
from tests.kit.chromium import DESK, PHONE

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
COLOUR_OPTIONS = {**AXE_OPTIONS, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The rules that look at colours: all that can differ between the light and the dark theme."""

EYES = QUICK_AXE + "\n" + Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
LOOKS = (
    (PHONE, "light", AXE_OPTIONS),
    (PHONE, "dark", COLOUR_OPTIONS),
    (DESK, "dark", COLOUR_OPTIONS),
    (DESK, "light", AXE_OPTIONS),
)
"""In an order in which one thing changes at a time: drawing a page anew takes long. It ends as a page is opened."""


@dataclass
class Watcher:
    """Everything that the browser writes on its console about a page."""

    said: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        # The browser calls a page with an error status a failed resource, and tells when it clears what it kept; both
        # are what was asked for.
        if not message.text.startswith(
            ("Failed to load resource: the server responded with a status of 4", "Clear-Site-Data")
        ):
            self.said.append(f"{message.type}: {message.text}")

    def take(self) -> list[str]:
        """What was said since the last time."""
        said, self.said = self.said, []
        return said


def bring_eyes(context: BrowserContext) -> None:
    """Have them on every page that is opened from now on: sent to each page in turn they take longer than looking."""
    context.add_init_script(EYES)


def examine(page: Page, locale: str) -> list[str]:
    """What is wrong with the page in front of us, in both sizes and both themes; nothing else is loaded for it."""
    found = []
    # What was pressed last may lead on by itself: not before the new page is there.
    page.wait_for_load_state()
    if not page.evaluate("'examination' in window"):
        page.evaluate(EYES)
    for size, theme, options in LOOKS:
        page.set_viewport_size(size)  # type: ignore[arg-type]  # Playwright's own dictionary type
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of Playwright's own words
        if options is AXE_OPTIONS:
            found += [f"{size['width']}: {what}" for what in page.evaluate("examination.layout()")]
        found += [f"{size['width']} {theme}: {what}" for what in axe(page, options)]
    if page.evaluate("document.documentElement.lang") != locale:
        found.append(f"the page does not say that it is in {locale}")
    if locale == "fr":
        found += [f"in English: {words}" for words in english(page.evaluate("examination.words()"))]
    return found


def axe(page: Page, options: Mapping[str, Any]) -> list[str]:
    """What axe finds, a line for each place."""
    violations: list[dict[str, Any]] = page.evaluate(
        "async options => (await axe.run(document, options)).violations", options
    )
    return [
        f"{violation['id']} {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def english(texts: list[str]) -> Iterator[str]:
    """Those of ``texts`` that are the English of something that has another French."""
    for text in texts:
        if text in _english_strings() or any(pattern.fullmatch(text) for pattern in _english_patterns()):
            yield text


def _differing() -> list[str]:
    """Every English string whose French is another, plural forms too."""
    catalogue: dict[Any, str] = translations("fr")._catalog  # type: ignore[attr-defined]  # the only way to ask
    french = {str(text).strip() for text in catalogue.values()}
    strings = {key[0] if isinstance(key, tuple) else key for key in catalogue}
    return [text for text in strings if text and text.strip() not in french]


@cache
def _english_strings() -> frozenset[str]:
    return frozenset(" ".join(text.split()) for text in _differing() if "%(" not in text)


@cache
def _english_patterns() -> tuple[re.Pattern[str], ...]:
    """Strings with places to fill; those that are hardly more than their places are left out."""
    patterns = []
    for text in _differing():
        pieces = re.split(r"%\(\w+\)[sd]", " ".join(text.split()))
        if len(pieces) > 1 and sum(len(re.findall(r"[A-Za-z]{2,}", piece)) for piece in pieces) >= 2:
            patterns.append(re.compile(".+".join(map(re.escape, pieces))))
    return tuple(patterns)
