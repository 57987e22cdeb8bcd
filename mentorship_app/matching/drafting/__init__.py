"""Drafts of pairs: what coordinators decide about a run before anybody is told. Every decision can be undone."""

from mentorship_app.matching.drafting.drafts import (
    DraftChanged,
    draft_of,
    history,
    open_draft,
    run_now,
    state_now,
    step_now,
)
from mentorship_app.matching.drafting.exceptions import make_exception
from mentorship_app.matching.drafting.exchanges import after_move, after_swap, move, swap
from mentorship_app.matching.drafting.judging import Judge
from mentorship_app.matching.drafting.standing import keep, release
from mentorship_app.matching.drafting.undoing import can_redo, can_undo, redo, undo
from mentorship_app.matching.drafting.verbs import allow, forbid, lock, take_run, unlock

__all__ = [
    "DraftChanged",
    "Judge",
    "after_move",
    "after_swap",
    "allow",
    "can_redo",
    "can_undo",
    "draft_of",
    "forbid",
    "history",
    "keep",
    "lock",
    "make_exception",
    "move",
    "open_draft",
    "redo",
    "release",
    "run_now",
    "state_now",
    "step_now",
    "swap",
    "take_run",
    "undo",
    "unlock",
]
