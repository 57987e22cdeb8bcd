"""Published limits: whether a score reaches one, and the one sentence in which a limit may be shown."""

import operator
from collections.abc import Callable, Mapping

from mentorship_app.core.i18n import N_, translate
from mentorship_app.instruments.definition import CutOff
from mentorship_app.questions.wording import number_text

_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_UNREAD = N_("Not compared with that source yet.")


def reached(cutoff: CutOff, value: float) -> bool:
    """Whether a score lies on the side of the limit that its label names.

    ``value`` is the score as it was computed: 2.4999 does not reach a limit of 2.5, whatever a table prints for it.
    """
    return _COMPARISONS[cutoff.op](value, cutoff.value)


def limit_text(cutoff: CutOff, locale: str) -> str:
    """``≥ 27``, with the decimal sign of the language."""
    return f"{_SIGNS[cutoff.op]}\u00a0{number_text(cutoff.value, locale)}"


def statement(cutoff: CutOff, locale: str) -> str:
    """The limit with its label, for whom it was found, its source, and whether that was read. Never the label alone."""
    said = translate(
        N_("%(limit)s: %(label)s. Population: %(population)s. Source: %(source)s."),
        locale,
        limit=limit_text(cutoff, locale),
        label=cutoff.label.in_(locale),
        population=cutoff.population.in_(locale),
        source=cutoff.source,
    )
    return said if cutoff.verified else f"{said} {translate(_UNREAD, locale)}"
