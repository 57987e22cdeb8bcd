"""The indicators, one file each. Importing this registers them, in the order in which pages show them."""

from mentorship_app.monitoring.indicators import (  # noqa: I001  the order is that of the page
    paired_share,
    first_meeting_days,
    rhythm_share,
    meetings_per_month,
    agreements_signed,
    goals_set,
    training_done,
    mentor_load,
    mentor_retention,
    rematch_requests,
    rematch_days,
    response_rate,
)

__all__ = [
    "agreements_signed",
    "first_meeting_days",
    "goals_set",
    "meetings_per_month",
    "mentor_load",
    "mentor_retention",
    "paired_share",
    "rematch_days",
    "rematch_requests",
    "response_rate",
    "rhythm_share",
    "training_done",
]
