"""The kinds of actions, one file each. Importing this registers them, the most urgent first."""

from mentorship_app.monitoring.actions import (  # noqa: I001  the order is that of urgency
    bounced_mail,
    help_line,
    without_mentor,
    mentor_away,
    stalled_pair,
    unsigned_agreement,
    training_gap,
    low_response,
)

__all__ = [
    "bounced_mail",
    "help_line",
    "low_response",
    "mentor_away",
    "stalled_pair",
    "training_gap",
    "unsigned_agreement",
    "without_mentor",
]
