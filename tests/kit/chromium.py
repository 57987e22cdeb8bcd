"""Debian's Chromium, driven by Playwright, with nothing that phones home.

Where it is installed, the one without windows of its own: the same engine shows the pages, and nothing is drawn around
them that nobody sees, which costs as much again for each profile as the pages do.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


_RUNNING: list[Browser] = []


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser. ``bin/test`` installs Chromium when it is missing.

    Playwright runs once in a process: whoever asks while a browser is open gets that one.
    """
    if _RUNNING:
        yield _RUNNING[0]
        return
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is missing: apt-get install -y chromium-headless-shell"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        _RUNNING.append(browser)
        try:
            yield browser
        finally:
            _RUNNING.clear()
            browser.close()


@contextmanager
def context_of(
    browser: Browser, *, javascript: bool = True, phone: bool = True, **options: object
) -> Iterator[BrowserContext]:
    """A fresh browser profile; every error on its console fails the test at the end."""
    context = browser.new_context(
        viewport=PHONE if phone else DESK,
        java_script_enabled=javascript,
        **options,  # type: ignore[arg-type]  # Playwright's own options
    )
    context.set_default_timeout(15_000)
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield context
    context.close()
    # A refused form is answered with 422 and one that comes too late with 409: the browser notes both as its errors.
    assert [text for text in complaints if not ("status of 422" in text or "status of 409" in text)] == []
