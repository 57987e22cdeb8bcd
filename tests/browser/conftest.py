"""One server with the demo and one browser for all tests of a worker; one profile for each person."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.onlookers import Onlookers
from tests.browser.stage import set_stage
from tests.kit.demo import demo_folder
from tests.kit.server import RunningApp, running_app


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The app with its demo, as ``bin/run --demo`` serves it."""
    folder = demo_folder(tmp_path_factory, tmp_path_factory.mktemp("demo") / "instance")
    with running_app(folder, "--demo") as served:
        yield served


@pytest.fixture(scope="session")
def onlookers(demo: RunningApp, browser_of_worker: Browser) -> Iterator[Onlookers]:
    """Everybody who looks at the pages of the demo."""
    made = Onlookers(browser_of_worker, demo.url, set_stage(Path(demo.folder)))
    yield made
    made.leave()
