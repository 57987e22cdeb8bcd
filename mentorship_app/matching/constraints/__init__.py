"""Hard constraints: what keeps two people from being paired, one small class each."""

from mentorship_app.matching.constraints import conflict_of_interest as _conflict  # noqa: F401  registers itself
from mentorship_app.matching.constraints import private as _private  # noqa: F401  registers itself
from mentorship_app.matching.constraints.base import Constraint, constraints

__all__ = ["Constraint", "constraints"]
