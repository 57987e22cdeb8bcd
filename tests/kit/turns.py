"""Which tests a worker does in one go, and which come first, when several workers share a run.

What shares a costly set-up stays together: a file, and of the screens those that one person sees in one language, so
that each person signs in once in a run. What takes longest begins first, so that no core waits for a lone test at the
end. How a test is named and what it does are the same with one worker.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

import pytest
from xdist.scheduler import LoadScopeScheduling

JOURNEYS, SCREENS = "tests/journeys/", ("tests/browser/test_screens.py", "tests/browser/test_first_load.py")
SHARING = "tests/journeys/test_survey.py"
"""A file of journeys with one server for all of them."""

FEW_FILES = 12
"""With so few, whole files would leave a worker without work."""

JOURNEY_SECONDS, BROWSER_SECONDS, SLOW_SECONDS, OTHER_SECONDS = 30.0, 1.0, 4.0, 0.05
SECONDS_OF_FILES = {
    "tests/surveys/test_kills.py": 70.0,
    "tests/contracts/test_naughty_input.py": 60.0,
    "tests/contracts/test_roles.py": 45.0,
    "tests/contracts/test_identity_stays.py": 35.0,
    "tests/contracts/test_hostile_text.py": 30.0,
    "tests/surveys/test_closing.py": 25.0,
    "tests/surveys/test_singled_out.py": 25.0,
    "tests/contracts/test_programs_apart.py": 20.0,
    "tests/cli/test_demo.py": 15.0,
    "tests/contracts/test_migrations.py": 15.0,
    "tests/web/coordinator/test_match_publish.py": 15.0,
}
"""What whole files take that have few tests and no marker to tell by, measured on two cores.

A figure that is no longer right costs the end of a run a little time, and no test.
"""
ONLOOKER = re.compile(r"\(([^()]*)\)(?:-(en|fr))?\]$")


def turn_of(nodeid: str, *, whole_files: bool = True) -> str:
    """The name of the turn that a test belongs to."""
    file = nodeid.partition("::")[0]
    if file.startswith(SCREENS):
        onlooker = ONLOOKER.search(nodeid)
        # What is weighed is weighed in French.
        return f"screens: {onlooker[1]}, {onlooker[2] or 'fr'}" if onlooker else nodeid
    if file.startswith(JOURNEYS) and file != SHARING:
        return nodeid
    return file if whole_files or file.startswith(("tests/browser/", JOURNEYS)) else nodeid


def seconds_of(item: pytest.Item) -> float:
    """About how long it takes; only for the order."""
    if item.nodeid.startswith(JOURNEYS):
        return JOURNEY_SECONDS
    if item.get_closest_marker("browser"):
        return BROWSER_SECONDS
    return SLOW_SECONDS if item.get_closest_marker("slow") else OTHER_SECONDS


def longest_first(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Turn after turn, the longest first; the tests of each in the order of their file."""
    items = list(items)
    seconds: defaultdict[str, float] = defaultdict(float)
    for item in items:
        seconds[turn_of(item.nodeid)] += seconds_of(item)
    for turn in seconds.keys() & SECONDS_OF_FILES.keys():
        seconds[turn] = max(seconds[turn], SECONDS_OF_FILES[turn])
    return sorted(items, key=lambda item: (-seconds[turn_of(item.nodeid)], turn_of(item.nodeid)))


class Turns(LoadScopeScheduling):
    """Gives a worker the next turn when it has almost done the last."""

    whole_files = True

    def schedule(self) -> None:
        for collection in self.registered_collections.values():
            self.whole_files = len({nodeid.partition("::")[0] for nodeid in collection}) > FEW_FILES
        # The order of the collection holds, not the number of tests in a turn.
        self.config.option.loadscopereorder = False
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return turn_of(nodeid, whole_files=self.whole_files)
