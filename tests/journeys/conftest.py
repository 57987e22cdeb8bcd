"""Journeys share the browser of their worker; everybody in them has a profile of their own."""

import pytest
from playwright.sync_api import Browser


@pytest.fixture(autouse=True)
def browser_is_open(browser_of_worker: Browser) -> Browser:
    """So that ``chromium()`` gives this one instead of beginning another for each journey."""
    return browser_of_worker
