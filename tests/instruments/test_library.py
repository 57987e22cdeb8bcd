"""Every instrument of the library: loads strictly, scores its golden rows, says what it is."""

import csv
from pathlib import Path

import pytest

from mentorship_app.core.i18n import LOCALES
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.pages import sections_of
from mentorship_app.instruments.scoring import score

GOLDEN = Path(__file__).parent / "golden"
LIBRARY = catalogue.instruments()


def golden_rows(key: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{key}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = [(found.key, row) for found in LIBRARY for row in golden_rows(found.key)]


@pytest.mark.parametrize(("key", "row"), CASES, ids=[f"{key}: {row['case']}" for key, row in CASES])
def test_golden_answers_give_golden_scores(key: str, row: dict[str, str]) -> None:
    instrument = catalogue.get(key)
    answers = {item.id: int(row[item.id]) if row[item.id] else None for item in instrument.items}
    expected = {scale.key: float(row[scale.key]) if row[scale.key] else None for scale in instrument.scales}
    assert score(instrument, answers) == pytest.approx(expected)


@pytest.mark.parametrize("instrument", LIBRARY, ids=lambda found: found.key)
def test_every_item_is_asked_once_in_both_languages(instrument: Instrument) -> None:
    if not instrument.can_be_asked:
        pytest.skip("its wording may not be shipped")
    asked = [question.id for section in sections_of(instrument) for question in section.questions]
    assert sorted(asked) == sorted(item.id for item in instrument.items)
    for locale in LOCALES:
        texts = list(instrument.wording[locale].items.values())
        assert len(set(texts)) == len(texts)


def test_the_shipped_check_says_that_it_is_ours_and_not_validated() -> None:
    instrument = catalogue.get("own_burnout_short")
    assert not instrument.validated
    assert instrument.cutoffs == ()
    assert "not validated" in instrument.citation.en
    assert "non validé" in instrument.citation.fr
    assert 9 <= len(instrument.items) <= 12
