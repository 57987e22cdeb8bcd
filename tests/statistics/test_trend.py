"""Three waves or more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.statistics import random_intercept, trend
from tests.statistics.published import GROWTH

AGES = (8, 10, 12, 14)


def test_growth_by_age_as_in_nlme() -> None:
    values = [float(value) for row in GROWTH for value in row]
    design = [[1.0, float(age)] for _row in GROWTH for age in AGES]
    model = random_intercept(values, design, [person for person in range(len(GROWTH)) for _age in AGES])

    assert model is not None
    assert model.effects == pytest.approx((16.761111, 0.6601852), abs=5e-7)
    assert model.errors == pytest.approx((0.8023952, 0.0616059), abs=5e-7)
    assert (model.sd_between, model.sd_residual) == pytest.approx((2.114724, 1.431592), abs=5e-6)
    assert model.restricted_log_likelihood == pytest.approx(-223.5013, abs=5e-5)
    assert model.shared == pytest.approx(2.114724**2 / (2.114724**2 + 1.431592**2), abs=1e-6)


def test_waves_of_whom_nobody_is_missing_have_their_plain_means() -> None:
    found = trend({person: dict(zip(AGES, row, strict=True)) for person, row in enumerate(GROWTH)}, AGES)

    assert found is not None
    plain = [sum(row[place] for row in GROWTH) / len(GROWTH) for place in range(4)]
    assert [one.value for one in found.means] == pytest.approx(plain)
    assert found.complete_means == pytest.approx(plain)
    assert [one.value for one in found.changes] == pytest.approx([mean - plain[0] for mean in plain[1:]])
    assert (found.complete, found.counts) == (27, (27, 27, 27, 27))


def test_who_missed_a_wave_still_counts() -> None:
    given = {person: dict(zip(AGES, row, strict=True)) for person, row in enumerate(GROWTH)}
    for person in range(0, 27, 3):
        del given[person][14]
    found = trend(given, AGES)

    assert found is not None
    assert (found.complete, found.counts, found.model.people) == (18, (27, 27, 27, 18), 27)
    assert len(found.changes) == 3
    assert found.means[3].value != pytest.approx(found.complete_means[3], abs=1e-6)


@pytest.mark.parametrize(
    "answers",
    [{}, {1: {"a": 1, "b": 2}}, {1: {"a": 1}, 2: {"b": 1}, 3: {"c": 2}}, {n: {"a": n, "b": n} for n in range(5)}],
)
def test_too_few_is_a_result(answers: dict[int, dict[str, float]]) -> None:
    assert trend(answers, ("a", "b", "c")) is None


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=3, max_size=12))
def test_balanced_variances_are_those_of_the_analysis_of_variance(rows: list[list[int]]) -> None:
    """With nobody missing, REML is the classical decomposition wherever that gives no negative variance."""
    k, n = 3, len(rows)
    found = trend({person: dict(enumerate(map(float, row))) for person, row in enumerate(rows)}, (0, 1, 2))
    grand = sum(map(sum, rows)) / (n * k)
    people = [sum(row) / k for row in rows]
    waves = [sum(row[place] for row in rows) / n for place in range(k)]
    rest = sum((rows[i][j] - people[i] - waves[j] + grand) ** 2 for i in range(n) for j in range(k)) / (
        (n - 1) * (k - 1)
    )
    between = (k * sum((one - grand) ** 2 for one in people) / (n - 1) - rest) / k
    if found is None or rest < 1e-6 or between < 1e-3 or between / rest > 1e3:
        return
    assert found.model.sd_residual**2 == pytest.approx(rest, rel=1e-5)
    assert found.model.sd_between**2 == pytest.approx(between, rel=1e-4, abs=1e-5)
