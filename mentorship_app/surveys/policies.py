"""Who may answer: pure questions of an actor and a wave's invitation."""

from uuid import UUID

from mentorship_app.core.identity import Actor


def can_answer(actor: Actor, invited_account: UUID | None) -> bool:
    """Whether the actor is the person who was asked."""
    return actor.account_id is not None and actor.account_id == invited_account
