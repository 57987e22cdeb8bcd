"""Three waves or more: what changes from the first, with everybody's answers, those who missed a wave as well.

A linear mixed model with a random intercept for each person, by restricted maximum likelihood. For one variance beside
that of the residuals, everything but their ratio follows in closed form, so that one number is searched for: no general
fitting, and the same figures on any machine.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import log, pi, sqrt
from typing import TYPE_CHECKING, Any

from mentorship_app.statistics.change import Estimate
from mentorship_app.statistics.checking import require_confidence, require_finite
from mentorship_app.statistics.distributions import t_quantile

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Matrix = NDArray[float64]

_FEWEST_PEOPLE = 3
_MOST_RATIO = 1e4
_NOTHING_LEFT = 1e-10
"""Of the squares of all values: less than this is the rounding of numbers, no residual."""


@dataclass(frozen=True)
class MixedModel:
    """Fixed effects with their standard errors and covariances; SDs between people and of residuals.

    ``people`` gave ``observations`` values. ``restricted_log_likelihood`` is that of REML, to compare with
    other software.
    """

    effects: tuple[float, ...]
    errors: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    sd_between: float
    sd_residual: float
    restricted_log_likelihood: float
    people: int
    observations: int

    @property
    def shared(self) -> float:
        """The share of the spread that lies between people, 0 to 1 (the intraclass correlation)."""
        between = self.sd_between**2
        whole = between + self.sd_residual**2
        return between / whole if whole else 0.0


@dataclass(frozen=True)
class Trend:
    """Means by wave as the model sees them, and each wave minus the first; ``complete`` counts people in every wave.

    ``complete_means`` are those of people who answered every wave, to set beside.
    """

    waves: tuple[Hashable, ...]
    counts: tuple[int, ...]
    means: tuple[Estimate, ...]
    changes: tuple[Estimate, ...]
    complete: int
    complete_means: tuple[float, ...]
    model: MixedModel


def trend(
    answers: Mapping[Hashable, Mapping[Hashable, float]], waves: Sequence[Hashable], *, confidence: float = 0.95
) -> Trend | None:
    """Fit means for each wave; ``answers`` by person and wave, in the units of the scale.

    People who missed a wave count with what they answered, which is right if missing depends on nothing but what they
    answered and the waves (Laird NM, Ware JH, Biometrics 1982;38:963-974). Intervals by t with as many degrees of
    freedom as there are observations less people and later waves, at least 1: those within people. ``None`` with fewer
    than 3 waves, a wave with fewer than 3 people, or too few who answered twice to tell people apart. Raises
    ``ValueError`` for values that are not finite.
    """
    require_confidence(confidence)
    rows = [
        (person, wave, value) for person, given in answers.items() for wave, value in given.items() if wave in waves
    ]
    require_finite([value for *_where, value in rows])
    counts = [sum(wave == one for _person, wave, _value in rows) for one in waves]
    people = sorted({person for person, *_rest in rows}, key=repr)
    within = len(rows) - len(people) - len(waves) + 1
    if len(waves) < 3 or min(counts, default=0) < _FEWEST_PEOPLE or within < 1:
        return None
    design = [[float(wave == one) for one in waves] for _person, wave, _value in rows]
    model = random_intercept([value for *_where, value in rows], design, [person for person, *_rest in rows])
    if model is None:
        return None
    half = t_quantile((1 + confidence) / 2, within)
    means = tuple(
        Estimate(mean, mean - half * error, mean + half * error)
        for mean, error in zip(model.effects, model.errors, strict=True)
    )
    complete = [given for given in answers.values() if all(wave in given for wave in waves)]
    return Trend(
        tuple(waves),
        tuple(counts),
        means,
        tuple(_against_first(model, place, half) for place in range(1, len(waves))),
        len(complete),
        tuple(sum(given[wave] for given in complete) / len(complete) for wave in waves) if complete else (),
        model,
    )


def _against_first(model: MixedModel, place: int, half: float) -> Estimate:
    change = model.effects[place] - model.effects[0]
    spread = model.covariance[place][place] + model.covariance[0][0] - 2 * model.covariance[place][0]
    width = half * sqrt(max(spread, 0.0))
    return Estimate(change, change - width, change + width)


def random_intercept(
    values: Sequence[float], design: Sequence[Sequence[float]], people: Sequence[Hashable]
) -> MixedModel | None:
    """Fit value = design · effects + one intercept for each person + residual, by REML.

    ``design`` has one row for each value. Patterson HD, Thompson R, Biometrika 1971;58:545-554. ``None`` where the
    effects cannot be told apart, nobody has two values, or nothing is left to explain.
    """
    import numpy as np  # noqa: PLC0415  a web worker that draws no report must never load NumPy

    y, x = np.asarray(values, dtype=float), np.asarray(design, dtype=float)
    n, p = x.shape
    groups: dict[Hashable, list[int]] = {}
    for row, person in enumerate(people):
        groups.setdefault(person, []).append(row)
    if n <= p or np.linalg.matrix_rank(x) < p or all(len(rows) == 1 for rows in groups.values()):
        return None
    sums = [(len(rows), x[rows].sum(axis=0), float(y[rows].sum())) for rows in groups.values()]
    fit = _Profile(x.T @ x, x.T @ y, float(y @ y), sums, n, p)
    if min(fit.at(ratio)[2] for ratio in (0.0, _MOST_RATIO)) <= _NOTHING_LEFT * float(y @ y):
        return None
    ratio = fit.best_ratio()
    effects, inverse, rest = fit.at(ratio)
    residual = rest / (n - p)
    covariance = inverse * residual
    return MixedModel(
        tuple(float(one) for one in effects),
        tuple(float(one) for one in np.sqrt(np.diag(covariance))),
        tuple(tuple(float(one) for one in row) for row in covariance),
        sqrt(ratio * residual),
        sqrt(residual),
        fit.log_likelihood(ratio),
        len(groups),
        n,
    )


class _Profile:
    """The restricted likelihood as a function of one number: variance between people over residual variance."""

    def __init__(
        self, xx: "Matrix", xy: "Matrix", yy: float, sums: Sequence[tuple[int, Any, float]], n: int, p: int
    ) -> None:
        self.xx, self.xy, self.yy, self.sums, self.n, self.p = xx, xy, yy, sums, n, p

    def at(self, ratio: float) -> tuple[Any, Any, float]:
        """Effects, the inverse of X'V⁻¹X, and the weighted squares that are left."""
        import numpy as np  # noqa: PLC0415  as above

        xx, xy, yy = self.xx.copy(), self.xy.copy(), self.yy
        for size, x, y in self.sums:
            weight = ratio / (1 + size * ratio)
            xx -= weight * np.outer(x, x)
            xy -= weight * x * y
            yy -= weight * y * y
        inverse = np.linalg.inv(xx)
        effects = inverse @ xy
        return effects, inverse, float(yy - xy @ effects)

    def log_likelihood(self, ratio: float) -> float:
        """Of REML, with the constant that other software adds."""
        import numpy as np  # noqa: PLC0415  as above

        _effects, inverse, rest = self.at(ratio)
        degrees = self.n - self.p
        apart = sum(log(1 + size * ratio) for size, _x, _y in self.sums)
        spread = -float(np.linalg.slogdet(inverse)[1])
        return -0.5 * (degrees * (log(2 * pi * rest / degrees) + 1) + apart + spread)

    def best_ratio(self) -> float:
        """Where the likelihood is greatest; 0 where people do not differ beyond chance."""
        from scipy.optimize import minimize_scalar  # noqa: PLC0415  as above

        found = minimize_scalar(
            lambda root: -self.log_likelihood(root * root), bounds=(0.0, sqrt(_MOST_RATIO)), method="bounded",
            options={"xatol": 1e-10},
        )  # fmt: skip
        best = float(found.x) ** 2
        return best if self.log_likelihood(best) > self.log_likelihood(0.0) else 0.0
