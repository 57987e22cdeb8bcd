"""Which tests begin first when several workers share a run."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from mentorship_app.core.paths import PROJECT
from tests.kit.turns import SECONDS_OF_FILES, longest_first


def item(nodeid: str, *markers: str) -> pytest.Item:
    made: Any = SimpleNamespace(nodeid=nodeid, get_closest_marker=lambda name: name in markers)
    return cast("pytest.Item", made)


def test_a_file_known_to_take_long_begins_before_many_short_tests() -> None:
    long = item("tests/contracts/test_roles.py::test_table")
    short = [item(f"tests/core/test_words.py::test_{number}") for number in range(40)]
    journey = item("tests/journeys/test_matching.py::test_a_cohort_is_matched", "browser", "slow")
    assert longest_first([*short, journey, long]) == [long, journey, *short]


@pytest.mark.parametrize("file", SECONDS_OF_FILES)
def test_the_files_named_are_there(file: str) -> None:
    assert (PROJECT / file).is_file()
