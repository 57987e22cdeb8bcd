"""Items that hang together."""

from math import sqrt

import numpy
import pytest

from mentorship_app.statistics import cronbach_alpha, mcdonald_omega
from tests.statistics.published import ATTITUDE


def test_alpha_of_the_attitude_ratings() -> None:
    """0.84, Feldt 0.74 to 0.92: as R's psych prints it."""
    found = cronbach_alpha(ATTITUDE)

    assert found is not None
    assert (found.n, found.items) == (30, 7)
    assert found.estimate.value == pytest.approx(0.843143, abs=5e-7)
    assert (round(found.estimate.ci_low, 2), round(found.estimate.ci_high, 2)) == (0.74, 0.92)


def with_covariance(covariance: numpy.ndarray, n: int) -> list[list[float]]:
    """``n`` people whose answers have just this covariance."""
    noise = numpy.random.default_rng(3).standard_normal((n, len(covariance)))
    noise -= noise.mean(axis=0)
    whitened = noise @ numpy.linalg.inv(numpy.linalg.cholesky(numpy.cov(noise, rowvar=False))).T
    return [[float(one) for one in row] for row in whitened @ numpy.linalg.cholesky(covariance).T]


@pytest.mark.parametrize(
    ("loadings", "unique"),
    [([0.8, 0.7, 0.6, 0.5], [0.36, 0.51, 0.64, 0.75]), ([2.0, 1.0, 3.0, 1.5, 2.5], [1.0, 2.0, 0.8, 1.5, 3.0])],
)
def test_omega_of_one_factor_is_what_was_put_in(loadings: list[float], unique: list[float]) -> None:
    covariance = numpy.outer(loadings, loadings) + numpy.diag(unique)
    found = mcdonald_omega(with_covariance(covariance, 200))

    assert found is not None
    assert found.estimate.value == pytest.approx(sum(loadings) ** 2 / (sum(loadings) ** 2 + sum(unique)), abs=1e-5)
    assert found.estimate.ci_low < found.estimate.value < found.estimate.ci_high < 1


def test_omega_is_alpha_where_all_items_measure_alike() -> None:
    answers = with_covariance(numpy.full((5, 5), 0.4) + numpy.eye(5) * 0.6, 120)
    omega, alpha = mcdonald_omega(answers), cronbach_alpha(answers)

    assert omega is not None
    assert alpha is not None
    assert omega.estimate.value == pytest.approx(alpha.estimate.value, abs=1e-5)


def test_the_interval_of_omega_holds_as_often_as_it_says() -> None:
    """95 in 100, here within the error of 150 trials."""
    loadings, chance = numpy.array([0.7, 0.6, 0.8, 0.5, 0.65]), numpy.random.default_rng(11)
    unique = 1 - loadings**2
    true = loadings.sum() ** 2 / (loadings.sum() ** 2 + unique.sum())
    held = tried = 0
    for _trial in range(150):
        factor = chance.standard_normal((80, 1))
        answers = factor * loadings + chance.standard_normal((80, 5)) * numpy.sqrt(unique)
        found = mcdonald_omega(answers.tolist())
        if found is not None:
            tried += 1
            held += found.estimate.ci_low <= true <= found.estimate.ci_high
    assert tried > 145
    assert held / tried == pytest.approx(0.95, abs=3 * sqrt(0.95 * 0.05 / tried))


@pytest.mark.parametrize("answers", [[], [[1, 2], [2, 3]], [[1], [2], [3]], [[1, 1], [1, 1], [1, 1]]])
def test_too_few_is_a_result(answers: list[list[float]]) -> None:
    assert cronbach_alpha(answers) is None
    assert mcdonald_omega(answers) is None


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="a value for every item"):
        cronbach_alpha([[1, 2], [1]])


def test_an_item_that_the_factor_takes_whole_gives_no_omega() -> None:
    wrong = [[float(n), float(n) + 1e-9 * (n % 3), float(-1 if n % 2 else 1)] for n in range(40)]
    assert mcdonald_omega(wrong) is None
