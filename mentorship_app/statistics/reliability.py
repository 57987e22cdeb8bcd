"""Whether the items of a scale hang together among these people."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, fsum, sqrt, tanh
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from mentorship_app.statistics.change import Estimate
from mentorship_app.statistics.checking import require_confidence, require_finite
from mentorship_app.statistics.distributions import f_quantile

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Matrix = NDArray[float64]

_FEWEST_PEOPLE = 3
_FEWEST_ITEMS_OF_OMEGA = 3
_PEOPLE_AN_ITEM_OF_OMEGA = 3
_LEAST_UNIQUENESS = 0.005
"""As a share of an item's variance. At this edge the factor claims an item whole, and omega says nothing."""


@dataclass(frozen=True)
class Reliability:
    """An internal consistency, at most 1, of ``items`` items answered by ``n`` people."""

    estimate: Estimate
    n: int
    items: int


def cronbach_alpha(answers: Sequence[Sequence[float]], *, confidence: float = 0.95) -> Reliability | None:
    """Alpha of people (rows) by items, all keyed one way; ``None`` for fewer than 3 people, one item or no spread.

    k/(k - 1) · (1 - Σs²ᵢ/s²) (Cronbach LJ, Psychometrika 1951;16:297-334). Interval: 1 - alpha is to 1 - its true
    value as F with n - 1 and (n - 1)(k - 1) degrees of freedom (Feldt LS, Psychometrika 1965;30:357-370), which assumes
    items that measure equally well. Raises ``ValueError`` for rows of different length or values that are not finite.
    """
    require_confidence(confidence)
    n, k = _shape(answers)
    if n < _FEWEST_PEOPLE or k < 2:
        return None
    total = _variance([fsum(row) for row in answers])
    if not total:
        return None
    alone = fsum(_variance([row[item] for row in answers]) for item in range(k))
    alpha = k / (k - 1) * (1 - alone / total)
    degrees = n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - alpha) * f_quantile((1 + confidence) / 2, *degrees)
    high = 1 - (1 - alpha) * f_quantile((1 - confidence) / 2, *degrees)
    return Reliability(Estimate(alpha, low, high), n, k)


def mcdonald_omega(answers: Sequence[Sequence[float]], *, confidence: float = 0.95) -> Reliability | None:
    """Omega (total) of one common factor: people (rows) by items, all keyed one way.

    (Σλ)² / ((Σλ)² + Σψ) (McDonald RP, Test Theory, 1999, ch. 6), with loadings λ and unique variances ψ of a factor
    fitted by maximum likelihood to the covariances. The interval is that of Fisher's z of omega, with the error that
    the fit's expected information gives by the delta method (Raykov T, Br J Math Stat Psychol 2002;55:91-103).

    ``None``: fewer than 3 items, fewer than 3 people an item, an item without spread, no fit, or one that gives an item
    to the factor whole. Raises ``ValueError`` for rows of different length or values that are not finite.
    """
    import numpy as np  # noqa: PLC0415  a web worker that draws no report must never load NumPy

    require_confidence(confidence)
    n, k = _shape(answers)
    if k < _FEWEST_ITEMS_OF_OMEGA or n < _PEOPLE_AN_ITEM_OF_OMEGA * k:
        return None
    covariance: Matrix = np.cov(np.asarray(answers, dtype=float), rowvar=False)
    spread = np.sqrt(np.diag(covariance))
    if not spread.all():
        return None
    fitted = _one_factor(covariance / np.outer(spread, spread))
    if fitted is None:
        return None
    loadings, unique = fitted[0] * spread, fitted[1] * spread**2
    common, alone = float(loadings.sum()), float(unique.sum())
    omega = common**2 / (common**2 + alone)
    error = _omega_error(loadings, unique, n)
    if error is None or omega >= 1:
        return None
    # On Fisher's scale the interval keeps below 1.
    middle, width = atanh(omega), NormalDist().inv_cdf((1 + confidence) / 2) * error / (1 - omega**2)
    return Reliability(Estimate(omega, tanh(middle - width), tanh(middle + width)), n, k)


def _shape(answers: Sequence[Sequence[float]]) -> tuple[int, int]:
    k = len(answers[0]) if answers else 0
    if any(len(row) != k for row in answers):
        raise ValueError("everybody needs a value for every item; leave out whoever lacks one")
    for row in answers:
        require_finite(row)
    return len(answers), k


def _variance(values: Sequence[float]) -> float:
    middle = fsum(values) / len(values)
    return fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


def _one_factor(correlations: "Matrix") -> "tuple[Matrix, Matrix] | None":
    """Loadings and unique variances of one factor by maximum likelihood, for items of variance 1.

    For given unique variances the loadings follow from the greatest eigenvalue (Jöreskog KG, Psychometrika
    1967;32:443-482), so that only those variances are searched for.
    """
    import numpy as np  # noqa: PLC0415  as above
    from scipy.optimize import minimize  # noqa: PLC0415  as above

    def scaled(unique: Any) -> Any:
        root = 1 / np.sqrt(unique)
        return np.linalg.eigh(correlations * np.outer(root, root))

    def misfit(unique: Any) -> Any:
        rest = scaled(unique)[0][:-1]
        return float((rest - np.log(np.maximum(rest, 1e-12)) - 1).sum())

    def slope(unique: Any) -> Any:
        loadings = loadings_of(unique)
        implied = np.diag(loadings @ loadings.T) + unique
        return (implied - np.diag(correlations)) / unique**2

    def loadings_of(unique: Any) -> Any:
        values, vectors = scaled(unique)
        size = np.sqrt(max(values[-1] - 1, 0.0))
        return (np.sqrt(unique) * vectors[:, -1] * size)[:, None]

    if np.linalg.eigvalsh(correlations)[0] < _LEAST_UNIQUENESS**2:
        # One item says what others say already.
        return None
    start = 0.75 / np.diag(np.linalg.inv(correlations))
    start = np.clip(start, 2 * _LEAST_UNIQUENESS, 1)
    found = minimize(
        misfit,
        start,
        jac=slope,
        method="L-BFGS-B",
        bounds=[(_LEAST_UNIQUENESS, 1)] * len(start),
        options={"maxiter": 1000, "ftol": 1e-13, "gtol": 1e-7},
    )
    loadings = loadings_of(found.x)[:, 0]
    if loadings.sum() < 0:
        loadings = -loadings
    is_at_the_edge = bool((found.x <= _LEAST_UNIQUENESS * 1.01).any())
    return None if is_at_the_edge or not loadings.any() else (loadings, found.x)


def _omega_error(loadings: "Matrix", unique: "Matrix", n: int) -> float | None:
    """The standard error of omega from the expected information of the fit: n/2 · tr(Σ⁻¹ ∂ᵢΣ Σ⁻¹ ∂ⱼΣ)."""
    import numpy as np  # noqa: PLC0415  as above

    k = len(loadings)
    inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(unique))
    slopes = []
    for item in range(k):
        one = np.zeros((k, k))
        one[item] += loadings
        one[:, item] += loadings
        slopes.append(inverse @ one)
    for item in range(k):
        one = np.zeros((k, k))
        one[item, item] = 1
        slopes.append(inverse @ one)
    information = np.array([[float(np.sum(a * b.T)) for b in slopes] for a in slopes]) * n / 2
    common, alone = loadings.sum(), unique.sum()
    whole = common**2 + alone
    gradient = np.concatenate([np.full(k, 2 * common * alone / whole**2), np.full(k, -(common**2) / whole**2)])
    try:
        variance = float(gradient @ np.linalg.solve(information, gradient))
    except np.linalg.LinAlgError:
        return None
    return sqrt(variance) if variance > 0 else None
