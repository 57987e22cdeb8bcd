"""Which keys belong to a program: with them gone nothing sealed opens, and no response can be linked to anybody."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.privacy.sealing import (
    check_in_key_name,
    connections_key_name,
    contact_key_name,
    feedback_key_name,
    goals_key_name,
    matching_key_name,
    meetings_key_name,
    panel_key_name,
    rematch_key_name,
    training_key_name,
    wave_key_name,
)
from mentorship_app.programs import Cohort, Program
from mentorship_app.surveys.models import Wave


def keys_of(session: Session, program: Program) -> tuple[str, ...]:
    """Names of the program's own keys and of those of all its waves; ask before the program is deleted."""
    waves = session.scalars(select(Wave.id).join(Wave.cohort).where(Cohort.program_id == program.id).order_by(Wave.id))
    return (*lasting_keys(program), *(wave_key_name(wave_id) for wave_id in waves))


def lasting_keys(program: Program) -> tuple[str, ...]:
    """Names of the keys that live as long as the program: they link answers to people, open what was confided."""
    names = (
        panel_key_name,
        matching_key_name,
        training_key_name,
        goals_key_name,
        rematch_key_name,
        check_in_key_name,
        contact_key_name,
        feedback_key_name,
        meetings_key_name,
        connections_key_name,
    )
    return tuple(name(program.id) for name in names)
