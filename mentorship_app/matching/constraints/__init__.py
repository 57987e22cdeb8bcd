"""Hard constraints: what keeps two people from being paired, one small class each."""

# In the order in which reasons are told; private ones are told to nobody.
# isort: off
from mentorship_app.matching.constraints import conflict_of_interest as _conflict  # noqa: F401  registers itself
from mentorship_app.matching.constraints import paired_otherwise as _paired  # noqa: F401  registers itself
from mentorship_app.matching.constraints import ahead as _ahead  # noqa: F401  registers itself
from mentorship_app.matching.constraints import places as _places  # noqa: F401  registers itself
from mentorship_app.matching.constraints import training as _training  # noqa: F401  registers itself
from mentorship_app.matching.constraints import language as _language  # noqa: F401  registers itself
from mentorship_app.matching.constraints import meeting as _meeting  # noqa: F401  registers itself
from mentorship_app.matching.constraints import overlap as _overlap  # noqa: F401  registers itself
from mentorship_app.matching.constraints import private as _private  # noqa: F401  registers itself
from mentorship_app.matching.constraints.base import Constraint, constraints

# isort: on
__all__ = ["Constraint", "constraints"]
