"""Every screen, small and large, light and dark, in English and French: axe finds nothing and nothing sticks out."""

import pytest
from flask import Flask

from tests.browser.onlookers import LOCALES, Onlookers
from tests.browser.screen import Screen
from tests.browser.screens import LEFT_OUT, NEXT_YEAR, TABLE, WALKED

pytestmark = [pytest.mark.slow]

both_languages = pytest.mark.parametrize("locale", LOCALES)


def look_at(onlookers: Onlookers, screen: Screen, locale: str, cohort: str = "") -> list[str]:
    return onlookers.look(onlookers.open(screen, locale, cohort), locale)


@pytest.mark.browser
@both_languages
@pytest.mark.parametrize("screen", TABLE, ids=lambda screen: screen.name)
def test_screen(onlookers: Onlookers, screen: Screen, locale: str) -> None:
    assert look_at(onlookers, screen, locale) == []


@pytest.mark.browser
@both_languages
@pytest.mark.parametrize("screen", NEXT_YEAR, ids=lambda screen: screen.name)
def test_screen_of_the_next_cohort(onlookers: Onlookers, screen: Screen, locale: str) -> None:
    assert look_at(onlookers, screen, locale, onlookers.stage.parts["next_cohort"]) == []


def test_every_page_is_in_the_table(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    looked_at = {screen.endpoint for screen in (*TABLE, *NEXT_YEAR)} | WALKED
    assert sorted(pages - looked_at) == sorted(LEFT_OUT)
    assert sorted(looked_at - pages) == []
