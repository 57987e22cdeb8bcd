"""Who looks: a browser profile for each person and language, signed in once."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.examination import Watcher, bring_eyes, examine
from tests.browser.screen import VISITOR, Screen
from tests.browser.stage import Stage
from tests.kit.chromium import DESK

LOCALES = ("en", "fr")
PATIENCE_MS = 15_000


@dataclass
class Onlookers:
    """Opens pages as somebody, in a language, and looks at them."""

    browser: Browser
    url: str
    stage: Stage
    watcher: Watcher = field(default_factory=Watcher)
    _profiles: dict[tuple[str, str, str], Page] = field(default_factory=dict)

    def page_of(self, who: str, locale: str, cohort: str = "") -> Page:
        """The one page of this person in this language, signed in; ``cohort`` for staff who look at another one."""
        key = (who, locale, cohort)
        if key not in self._profiles:
            self._profiles[key] = self._come_in(who, locale, cohort)
        return self._profiles[key]

    def _come_in(self, who: str, locale: str, cohort: str) -> Page:
        page = self._new_profile().new_page()
        self.watcher.watch(page)
        page.goto(self.url + (self.stage.doors[who] if who != VISITOR else "/privacy"))
        if who != VISITOR:
            page.locator("main form button").click()
        if page.locator("html").get_attribute("lang") != locale:
            page.locator("button.language").click()
        if cohort:
            page.goto(self.url + self.stage.parts["demo"] + "/settings/cohorts")
            page.locator(f"form[action$='/look']:has([value='{cohort}']) button").click()
        return page

    def _new_profile(self) -> BrowserContext:
        context = self.browser.new_context(viewport=DESK, locale="en-CA", reduced_motion="reduce")  # type: ignore[arg-type]  # Playwright's own dictionary type
        context.set_default_timeout(PATIENCE_MS)
        bring_eyes(context)
        return context

    def address(self, screen: Screen) -> str:
        return self.url + screen.address.format(**self.stage.parts)

    def open(self, screen: Screen, locale: str, cohort: str = "") -> Page:
        """The screen, loaded."""
        page = self.page_of(screen.who, locale, cohort)
        answer = page.goto(self.address(screen))
        assert answer is not None
        assert answer.status == screen.status, f"{screen.name} answered with {answer.status}"
        assert page.url == self.address(screen), f"{screen.name} led on to {page.url}"
        return page

    def look(self, page: Page, locale: str) -> list[str]:
        """What is wrong with the page in front of us, and what the browser said about it."""
        found = examine(page, locale)
        return found + [f"console: {what}" for what in self.watcher.take()]

    def leave(self) -> None:
        for page in self._profiles.values():
            page.context.close()
