"""Limits compare with the score as it was computed, and are never shown without their source."""

from dataclasses import replace

import pytest

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.cutoffs import limit_text, reached, statement
from mentorship_app.instruments.definition import CutOff

LIMIT = CutOff(
    scale="total",
    op=">=",
    value=2.5,
    label=LocalizedText(en="high", fr="élevé"),
    population=LocalizedText(en="adults", fr="adultes"),
    source="Somebody 2020",
    verified=True,
)


@pytest.mark.parametrize(
    ("op", "value", "is_reached"),
    [
        (">=", 2.4999, False),
        (">=", 2.5, True),
        (">", 2.5, False),
        (">", 2.5001, True),
        ("<=", 2.5001, False),
        ("<=", 2.5, True),
        ("<", 2.5, False),
        ("<", 2.4999, True),
    ],
)
def test_the_score_is_compared_as_it_was_computed(op: str, value: float, is_reached: bool) -> None:
    assert reached(replace(LIMIT, op=op), value) is is_reached


def test_a_limit_is_said_with_population_and_source_in_both_languages() -> None:
    assert statement(LIMIT, "en") == "≥\u00a02.5: high. Population: adults. Source: Somebody 2020."
    assert statement(LIMIT, "fr") == (
        "≥\u00a02,5\u00a0: élevé. Population\u00a0: adultes. Source\u00a0: Somebody 2020."
    )
    assert limit_text(LIMIT, "fr") == "≥\u00a02,5"


def test_a_limit_that_nobody_compared_with_its_source_says_so() -> None:
    doubted = replace(LIMIT, verified=False)
    assert statement(doubted, "en").endswith("Not compared with that source yet.")
    assert statement(doubted, "fr").endswith("Pas encore comparé à cette source.")


@pytest.mark.parametrize("limit", [limit for found in catalogue.instruments() for limit in found.cutoffs])
def test_every_limit_of_the_library_has_its_two_sentences(limit: CutOff) -> None:
    english, french = statement(limit, "en"), statement(limit, "fr")
    assert limit.source in english
    assert limit.source in french
    assert english != french
