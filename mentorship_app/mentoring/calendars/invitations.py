"""Who wants invitations to meetings by mail."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorship_app.mentoring.calendars.models import InvitationPause
from mentorship_app.programs.models import Enrollment


def is_paused(session: Session, person: Enrollment) -> bool:
    """Whether this person wants none."""
    return session.get(InvitationPause, person.id) is not None


def pause(session: Session, person: Enrollment) -> None:
    """None to this person, until they want them again; twice changes nothing."""
    if not is_paused(session, person):
        session.add(InvitationPause(enrollment_id=person.id))
        session.flush()


def resume(session: Session, person: Enrollment) -> None:
    """Invitations again; twice changes nothing."""
    session.execute(delete(InvitationPause).where(InvitationPause.enrollment_id == person.id))
