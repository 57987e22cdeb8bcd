"""Headlines say what the intervals allow, and nothing else."""

import re

import pytest

from mentorship_app.core.i18n import CATALOGUES
from mentorship_app.reports.findings import Verdict, compare, first_stratum, scale_headline, scores_headline
from mentorship_app.reports.ranges import ScoreOutOfRange, check_ranges
from mentorship_app.reports.words import Words
from tests.reports.answers import HOPE, LEVELS, STRAIN, dataset, scale_table

ENGLISH, FRENCH = Words("en"), Words("fr")
ALIKE = {"R1": (10, 14, 18, 12, 16), "R2": (11, 15, 19, 13, 17)}


def test_groups_whose_intervals_leave_a_gap_stand_apart() -> None:
    table = scale_table(STRAIN, LEVELS)

    assert scale_headline(table, first_stratum(table), ENGLISH) == "Strain: lowest for R2 (10.9), highest for R1 (21.0)"
    assert (
        scale_headline(table, first_stratum(table), FRENCH)
        == "Tension\u00a0: le plus bas, R2 (10,9)\u00a0; le plus haut, R1 (21,0)"
    )
    assert scores_headline(dataset(), ENGLISH) == "Some groups stand apart"


def test_overlapping_intervals_are_too_close_to_call() -> None:
    table = scale_table(STRAIN, ALIKE)

    assert scale_headline(table, first_stratum(table), ENGLISH) == "Strain: the groups are too close to call"
    assert scores_headline(dataset(ALIKE), ENGLISH) == "No group stands apart on any scale: too close to call"


def test_too_few_to_say_is_a_result() -> None:
    few = {"R1": (10, 12, 14, 16)}
    table = scale_table(STRAIN, few)

    assert compare(table, first_stratum(table)).verdict is Verdict.TOO_FEW
    assert scale_headline(table, first_stratum(table), ENGLISH) == "Strain: too few answers to say"
    assert scores_headline(dataset(few), ENGLISH) == "Too few answers to say anything about scores"


def test_one_group_is_described_and_not_compared() -> None:
    one = {"R1": (10, 12, 14, 16, 18)}
    table = scale_table(STRAIN, one)

    assert scale_headline(table, first_stratum(table), ENGLISH) == "Strain: mean 14.0"
    assert scores_headline(dataset(one, scales=(STRAIN, HOPE)), ENGLISH) == (
        "Some groups are too small to show, so groups are not compared"
    )


def test_no_group_is_named_that_is_hidden() -> None:
    table = scale_table(STRAIN, LEVELS)
    found = compare(table, first_stratum(table))

    assert max(LEVELS["R3"]) == 29.5  # the highest score of all would be in the hidden group
    assert found.highest is not None
    assert found.lowest is not None
    assert (found.lowest[0].key, found.highest[0].key) == ("R2", "R1")


@pytest.mark.parametrize("wrong", [(40, 41, 40, 41, 40), (-9, -8, -9, -8, -9)])
def test_score_outside_its_range_stops_the_report(wrong: tuple[float, ...]) -> None:
    with pytest.raises(ScoreOutOfRange, match=r"“Strain” in “Spring survey” has a score outside .* 0 to 30"):
        check_ranges(dataset({**LEVELS, "R1": wrong}), ENGLISH)


def test_possible_scores_pass() -> None:
    check_ranges(dataset(), ENGLISH)


@pytest.mark.parametrize("word", ["significant", "caused", "because of the program", "improved", "effective"])
def test_no_word_of_the_report_claims_more_than_it_can(word: str) -> None:
    source = (CATALOGUES / "fr" / "reports.po").read_text(encoding="utf-8")
    assert not re.search(rf"msgid.*\b{word}\b", source, re.IGNORECASE)
