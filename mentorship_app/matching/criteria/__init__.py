"""Soft criteria: what makes a pair better, one small class each. Hard ones are in ``constraints``."""

from mentorship_app.matching.criteria import load as _load  # noqa: F401  registers itself
from mentorship_app.matching.criteria import topics as _topics  # noqa: F401  registers itself
from mentorship_app.matching.criteria.base import Criterion, Reason, criteria

__all__ = ["Criterion", "Reason", "criteria"]
