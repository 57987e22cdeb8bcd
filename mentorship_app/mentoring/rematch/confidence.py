"""What somebody wrote with a request: sealed, and opened for its author, or for a coordinator as far as allowed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.privacy.sealing import rematch_key_name, seal, unseal

FORM = "rematch_request"
REASON, CHANGE, URGENT, SHARED = "reason", "change", "urgent", "share_reason"
SAFETY = "safety"
"""The reason that is nobody's to handle here: it is never stored."""


def sealed_answers(keyring: Keyring, program_id: UUID, request_id: UUID, answers: Mapping[str, Any]) -> bytes:
    """The answers as a request keeps them: every request is of one size. Raises KeyringError."""
    return seal(keyring.create(rematch_key_name(program_id)), answers, name=request_id.bytes)


def own_words(keyring: Keyring, request: RematchRequest) -> dict[str, Any]:
    """Everything the author wrote; nothing once the request is closed. Raises SealBroken, KeyringError."""
    if request.sealed is None:
        return {}
    key = keyring.get(rematch_key_name(request.enrollment.cohort.program_id))
    return unseal(key, request.sealed, name=request.id.bytes)


def told_to_coordinator(keyring: Keyring, request: RematchRequest) -> dict[str, Any]:
    """What a coordinator reads: all of it if the author allows, else only what would suit them better.

    Raises SealBroken, KeyringError.
    """
    words = own_words(keyring, request)
    told = words if request.reason_is_told else {key: value for key, value in words.items() if key == CHANGE}
    return {key: value for key, value in told.items() if key != URGENT}
