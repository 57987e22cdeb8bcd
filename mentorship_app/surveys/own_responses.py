"""A person's own answers in closed waves, for that person's eyes: the one reader of answers beside the results.

It asks for the responses under one person's panel code, and for nothing else. Without the program's key there is no
such code, for the person as little as for anybody.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy import sealing
from mentorship_app.programs import Program
from mentorship_app.surveys.models import Response, Wave


def is_linked(keyring: Keyring, program: Program) -> bool:
    """Whether answers of closed waves can still be found by the person who gave them."""
    return program.ended_at is None and keyring.has(sealing.panel_key_name(program.id))


def own_responses(
    session: Session, keyring: Keyring, waves: Iterable[Wave], person: UUID
) -> Mapping[UUID, dict[str, Any]]:
    """What ``person`` answered in these closed waves, by their ids; left out where nothing is found.

    Without what was written in words, which lies apart with no code at all. Raises KeyringError when the key file is
    missing or readable by others.
    """
    programs = {wave.id: wave.cohort.program for wave in waves}
    codes = {
        program.id: sealing.panel(keyring.get(sealing.panel_key_name(program.id)), person)
        for program in set(programs.values())
        if is_linked(keyring, program)
    }
    found = session.execute(
        select(Response.wave_id, Response.panel, Response.answers).where(
            Response.wave_id.in_(programs), Response.panel.in_(codes.values())
        )
    )
    return {wave_id: answers for wave_id, panel, answers in found if codes.get(programs[wave_id].id) == panel}
