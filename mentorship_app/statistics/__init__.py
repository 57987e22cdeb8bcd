"""Pure numbers: values in, estimates with their intervals out. Too few values give a result that says so.

SciPy and NumPy are imported inside the functions that need them, because a web worker that draws no report must never
load them.
"""

from mentorship_app.statistics.change import Estimate, PairedChange, correlation, paired_change
from mentorship_app.statistics.checking import OutOfRange, require_inside
from mentorship_app.statistics.descriptive import Summary, describe, quartiles
from mentorship_app.statistics.groups import (
    AdjustedDifference,
    GroupDifference,
    adjusted_difference,
    group_difference,
)
from mentorship_app.statistics.missing import ShareBounds, Step, flow, share_bounds
from mentorship_app.statistics.paired_shares import PairedShares, mcnemar, paired_shares
from mentorship_app.statistics.pooling import Pooled, pool
from mentorship_app.statistics.power import power_of_change, smallest_change
from mentorship_app.statistics.ranks import MiddleChange, SignedRank, middle_change, permutation_p, signed_rank
from mentorship_app.statistics.rates import Rate, wilson
from mentorship_app.statistics.reliability import Reliability, cronbach_alpha, mcdonald_omega
from mentorship_app.statistics.reliable_change import ReliableChange, reliable_change
from mentorship_app.statistics.trend import MixedModel, Trend, random_intercept, trend

__all__ = [
    "AdjustedDifference",
    "Estimate",
    "GroupDifference",
    "MiddleChange",
    "MixedModel",
    "OutOfRange",
    "PairedChange",
    "PairedShares",
    "Pooled",
    "Rate",
    "Reliability",
    "ReliableChange",
    "ShareBounds",
    "SignedRank",
    "Step",
    "Summary",
    "Trend",
    "adjusted_difference",
    "correlation",
    "cronbach_alpha",
    "describe",
    "flow",
    "group_difference",
    "mcdonald_omega",
    "mcnemar",
    "middle_change",
    "paired_change",
    "paired_shares",
    "permutation_p",
    "pool",
    "power_of_change",
    "quartiles",
    "random_intercept",
    "reliable_change",
    "require_inside",
    "share_bounds",
    "signed_rank",
    "smallest_change",
    "trend",
    "wilson",
]
