"""The letterhead of a report."""

import base64
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentorship_app.programs import Program
from mentorship_app.programs.letterhead.services import letterhead_of


@dataclass(frozen=True)
class Head:
    """What stands on the cover above the title. ``logo`` is a ``data:`` address of a PNG, or empty."""

    logo: str = ""
    logo_alt: str = ""
    address: tuple[str, ...] = ()


def head_of(session: Session, program: Program) -> Head:
    """The letterhead of ``program``; an empty one where it has none."""
    kept = letterhead_of(session, program)
    if kept is None:
        return Head()
    logo = f"data:image/png;base64,{base64.b64encode(kept.logo).decode()}" if kept.logo else ""
    return Head(logo, kept.logo_alt if logo else "", tuple(kept.address.splitlines()))
