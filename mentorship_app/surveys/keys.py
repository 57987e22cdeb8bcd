"""Which keys belong to a program: with them gone nothing sealed opens, and no response can be linked to anybody."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.privacy.sealing import panel_key_name, wave_key_name
from mentorship_app.programs import Cohort, Program
from mentorship_app.surveys.models import Wave


def keys_of(session: Session, program: Program) -> tuple[str, ...]:
    """Names of the program's panel key and of the keys of all its waves; ask before the program is deleted."""
    waves = session.scalars(select(Wave.id).join(Wave.cohort).where(Cohort.program_id == program.id).order_by(Wave.id))
    return (panel_key_name(program.id), *(wave_key_name(wave_id) for wave_id in waves))
