"""The pages that only a walk leads to: the first set-up, then every way to sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Browser, Page

from tests.browser.examination import Watcher, bring_eyes, examine
from tests.browser.onlookers import LOCALES
from tests.kit.chromium import DESK
from tests.kit.server import RunningApp, running_app

PASSWORD = "four plain fictional words"
EMAIL = "isaure@example.org"


class Walk:
    """Somebody who goes through pages and looks at each."""

    def __init__(self, page: Page, served: RunningApp, locale: str) -> None:
        self.page, self.served, self.locale = page, served, locale
        self.watcher, self.found = Watcher(), dict[str, list[str]]()
        self.watcher.watch(page)

    def look(self, name: str) -> None:
        found = examine(self.page, self.locale) + self.watcher.take()
        if found:
            self.found[name] = found

    def open(self, path: str) -> None:
        self.page.goto(self.served.url + path)

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"main [name='{name}']").fill(value)

    def tick(self, name: str, value: str = "") -> None:
        chosen = f"[value='{value}']" if value else ""
        self.page.locator(f"main label:has(input[name='{name}']{chosen})").click()

    def send(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("main form[method='post'] button[type='submit']").last.click()


@contextmanager
def walk_through(folder: Path, browser: Browser, locale: str) -> Iterator[Walk]:
    folder.mkdir(mode=0o700)
    with running_app(folder) as served:
        context = browser.new_context(viewport=DESK, locale=locale, reduced_motion="reduce")  # type: ignore[arg-type]  # Playwright's own dictionary type
        bring_eyes(context)
        yield Walk(context.new_page(), served, locale)
        context.close()


def set_up(walk: Walk) -> None:
    walk.open("/setup")
    walk.send()
    walk.look("code refused")
    walk.fill(code=walk.served.setup_code)
    walk.send()
    walk.tick("locale", walk.locale)
    walk.look("language")
    walk.send()
    walk.send()
    walk.look("program refused")
    walk.fill(organization="Northmere", name="Internal Medicine", contact_email=EMAIL)
    walk.send()
    walk.send()
    walk.look("account refused")
    walk.fill(name="Isaure Brindille", email=EMAIL, password=PASSWORD, again=PASSWORD)
    walk.send()
    walk.look("mail")
    walk.page.locator("main .actions a").click()
    walk.look("help numbers")
    walk.send()
    walk.look("help numbers refused")
    walk.fill(**{"own-label_en": "Residents’ line", "own-label_fr": "Ligne des résidents", "own-number": "555-0142"})
    walk.tick("own-checked")
    walk.send()
    walk.look("cohort")
    walk.fill(name="")
    walk.send()
    walk.look("cohort refused")
    walk.fill(name="2026–27")
    walk.send()


def sign_in_as_staff(walk: Walk) -> list[str]:
    """The first sign-in; gives the recovery codes."""
    walk.look("staff sign-in after the set-up")
    walk.fill(email=EMAIL, password=PASSWORD)
    walk.send()
    walk.look("authenticator")
    key = walk.page.locator("main code").inner_text().replace(" ", "")
    walk.fill(code="000000")
    walk.send()
    walk.look("authenticator refused")
    walk.fill(code=TOTP(key=key, format="base32").generate().token)
    walk.send()
    walk.look("recovery codes")
    return walk.page.locator("main li code").all_inner_texts()


def sign_in_again(walk: Walk, recovery_code: str) -> None:
    walk.open("/")
    walk.page.locator("footer form button").click()
    walk.open("/staff/sign-in")
    walk.fill(email=EMAIL, password=PASSWORD)
    walk.send()
    walk.look("code of the authenticator")
    walk.fill(code="000000")
    walk.send()
    walk.look("code of the authenticator refused")
    walk.open("/staff/recovery-code")
    walk.look("recovery code")
    walk.fill(code="wrong")
    walk.send()
    walk.look("recovery code refused")
    walk.fill(code=recovery_code)
    walk.send()
    walk.look("today, by a recovery code")
    walk.page.locator("footer form button").click()
    walk.look("front page, signed out")


def sign_in_by_code(walk: Walk) -> None:
    walk.open("/sign-in")
    walk.fill(email="nobody@example.org")
    walk.send()
    walk.look("mailed code")
    walk.fill(code="000000")
    walk.send()
    walk.look("mailed code refused")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("locale", LOCALES)
def test_set_up_and_sign_in(tmp_path: Path, browser_of_worker: Browser, locale: str) -> None:
    with walk_through(tmp_path / "instance", browser_of_worker, locale) as walk:
        set_up(walk)
        codes = sign_in_as_staff(walk)
        sign_in_again(walk, codes[0])
        sign_in_by_code(walk)

        assert walk.found == {}
