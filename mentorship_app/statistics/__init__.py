"""Pure numbers: values in, estimates with their intervals out. Too few values give a result that says so.

SciPy is imported inside the functions that need it, because a web worker that draws no report must never load it.
"""

from mentorship_app.statistics.descriptive import Summary, describe
from mentorship_app.statistics.rates import Rate, wilson

__all__ = ["Rate", "Summary", "describe", "wilson"]
