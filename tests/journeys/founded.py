"""A program that somebody has set up, with its administrator at a browser: made once in a run, then copied.

It is made through the pages, as ``test_whole_program`` does it with and without JavaScript: the wizard, then the first
sign-in with an authenticator. A journey that begins later begins with a copy and the cookies of that sign-in.
"""

import shutil
from pathlib import Path

import pytest

from tests.journeys import people
from tests.journeys.people import Person
from tests.kit.chromium import chromium, context_of
from tests.kit.once import made_once
from tests.kit.server import running_app

ADMINISTRATOR = "isaure@example.org"
INSTANCE, COOKIES = "instance", "cookies.json"


def founded(folders: pytest.TempPathFactory, folder: Path) -> Path:
    """Make ``folder``, an installation with a program and its cohort; gives a file with the administrator's cookies."""
    made = made_once(folders, "founded", _found)
    shutil.copytree(made / INSTANCE, folder)
    folder.chmod(0o700)
    return made / COOKIES


def _found(under_way: Path) -> None:
    folder = under_way / INSTANCE
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, phone=False, locale="en-CA") as desk,
    ):
        administrator = Person(desk.new_page(), served, ADMINISTRATOR)
        people.set_up(administrator)
        people.sign_in_as_staff(administrator)
        desk.storage_state(path=under_way / COOKIES)
