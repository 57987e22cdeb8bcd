"""The audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified


class AuditEvent(Identified, Base):
    """One thing that was done. Rows are only ever added."""

    __tablename__ = "audit_event"

    at: Mapped[datetime]
    action: Mapped[str]
    """Dotted name, past tense last: ``recruitment.application.approved``."""
    actor_id: Mapped[UUID | None]
    """Account id without a foreign key: the trail outlives the account."""
    actor_name: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID | None]
    program_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]]

    __table_args__ = (Index("ix_audit_event_program_at", "program_id", "at"),)
