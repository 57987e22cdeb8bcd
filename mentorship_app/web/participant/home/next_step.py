"""The one next thing of a person: what the deep card of their home shows."""

from collections.abc import Callable, Sequence

from mentorship_app.web.participant.home import before_pairs, with_pairs
from mentorship_app.web.participant.home.step import NextStep, Reader

BY_URGENCY: tuple[Callable[[Reader], NextStep | None], ...] = (
    before_pairs.survey,
    with_pairs.acceptance,
    before_pairs.free_place,
    before_pairs.intake,
    with_pairs.check_in,
    with_pairs.agreement,
    with_pairs.meeting,
    with_pairs.group_meeting,
    before_pairs.training,
    before_pairs.whom_to_choose,
    with_pairs.agreement_to_write,
    with_pairs.goal,
    with_pairs.first_meeting,
    before_pairs.next_call,
    with_pairs.stay_in_touch,
)
"""What others wait for, and what closes, before what is one's own; what nobody minds waiting for comes last."""


def next_step(readers: Sequence[Reader]) -> NextStep | None:
    """The most pressing thing of a person in all their roles; None when there is nothing to do."""
    for look in BY_URGENCY:
        for reader in readers:
            if (found := look(reader)) is not None:
                return found
    return None
