"""Writing the audit trail."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.audit.models import AuditEvent
from mentorship_app.core.identity import Actor


class Subject(Protocol):
    """Anything with a table and an id."""

    __tablename__: str

    @property
    def id(self) -> Any: ...


def record(
    session: Session,
    action: str,
    *,
    by: Actor,
    subject: Subject,
    at: datetime,
    program_id: UUID | None = None,
    **details: Any,
) -> AuditEvent:
    """Add an event in the caller's transaction. ``details`` must be JSON values and must never hold an answer."""
    event = AuditEvent(
        at=at,
        action=action,
        actor_id=by.account_id,
        actor_name=by.name,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        program_id=program_id,
        details=details,
    )
    session.add(event)
    return event
