"""Answers with the scores that must come out, by hand or from the literature: one CSV file for each instrument.

Columns: ``case``, the item ids, the scale keys and, where limits are published, ``reached``: the limits that the scores
reach, each as ``scale>=value``, once for every source that says so. An empty cell is not answered, or no score.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.cutoffs import reached
from mentorship_app.instruments.scoring import explained, score

GOLDEN = Path(__file__).parent / "golden"
# By the names of the files, so that a file that is wrong fails its own tests and no others.
KEYS = sorted(path.stem for path in catalogue.LIBRARY.glob("*.yaml"))


def rows_of(key: str) -> list[dict[str, str]]:
    """Its golden rows; none where the file is missing, which has a test of its own."""
    if not (GOLDEN / f"{key}.csv").exists():
        return []
    with (GOLDEN / f"{key}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers_in(row: dict[str, str], instrument: Instrument) -> dict[str, int | None]:
    return {item.id: int(row[item.id]) if row[item.id] else None for item in instrument.items}


CASES = [pytest.param(key, row, id=f"{key}: {row['case']}") for key in KEYS for row in rows_of(key)]


@pytest.mark.parametrize(("key", "row"), CASES)
def test_golden_answers_give_golden_scores(key: str, row: dict[str, str]) -> None:
    instrument = catalogue.get(key)
    scores = score(instrument, answers_in(row, instrument))
    expected = {scale.key: float(row[scale.key]) if row[scale.key] else None for scale in instrument.scales}
    assert scores == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("key", "row"), CASES)
def test_golden_answers_reach_the_golden_limits(key: str, row: dict[str, str]) -> None:
    instrument = catalogue.get(key)
    scores = score(instrument, answers_in(row, instrument))
    found = [
        f"{cutoff.scale}{cutoff.op}{cutoff.value:g}"
        for cutoff in instrument.cutoffs
        if (value := scores[cutoff.scale]) is not None and reached(cutoff, value)
    ]
    assert Counter(found) == Counter((row.get("reached") or "").split())


@pytest.mark.parametrize("key", KEYS)
def test_golden_rows_cover_full_answers_and_missing_ones(key: str) -> None:
    instrument, rows = catalogue.get(key), rows_of(key)
    assert rows, f"tests/instruments/golden/{key}.csv is missing"
    assert list(rows[0]) == [
        "case",
        *(item.id for item in instrument.items),
        *(scale.key for scale in instrument.scales),
        *(["reached"] if "reached" in rows[0] else []),
    ]
    assert "reached" in rows[0] or not instrument.cutoffs
    for scale in instrument.scales:
        assert any(row[scale.key] for row in rows), f"no row gives {scale.key}"
        assert any(not row[scale.key] for row in rows), f"no row leaves {scale.key} without a score"
    for row in rows:
        outcome = explained(instrument, answers_in(row, instrument))
        assert all((scored.value is None) != (scored.reason is None) for scored in outcome.values())


def test_every_golden_file_belongs_to_an_instrument() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(KEYS)
