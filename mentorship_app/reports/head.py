"""The letterhead of a report."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentorship_app.programs import Program


@dataclass(frozen=True)
class Head:
    """What stands on the cover above the title. ``logo`` is a ``data:`` address of a PNG, or empty."""

    logo: str = ""
    logo_alt: str = ""
    address: tuple[str, ...] = ()


def head_of(session: Session, program: Program) -> Head:
    """The letterhead of ``program``; an empty one where it has none."""
    return Head()
