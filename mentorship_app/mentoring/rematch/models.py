"""One wish for another pair."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.forms.models import FormVersion
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs import CohortRole, Enrollment


class RematchStatus(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    SEEN = "seen"
    """A coordinator has read it and speaks with the person first."""
    MATCHING = "matching"
    """The pair is open to change in the matching; it runs until new pairs are published."""
    ENDED = "ended"
    KEPT = "kept"
    """Closed, and the pair goes on."""
    WITHDRAWN = "withdrawn"


PENDING = (RematchStatus.OPEN, RematchStatus.SEEN, RematchStatus.MATCHING)
_PENDING = text("status IN ('open', 'seen', 'matching')")


class RematchRequest(Identified, Timestamped, Versioned, Base):
    """Somebody asks for another pair. What they wrote is sealed, and deleted once the request is closed."""

    __tablename__ = "rematch_request"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), index=True)
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    """Who asks."""
    form_version_id: Mapped[UUID] = mapped_column(ForeignKey("form_version.id"))
    urgent: Mapped[bool]
    reason_is_told: Mapped[bool]
    """Whether a coordinator may read why."""
    sealed: Mapped[bytes | None]
    """The answers; None once the request is closed."""
    status: Mapped[RematchStatus] = mapped_column(default=RematchStatus.OPEN)
    handled_by: Mapped[str] = mapped_column(default="")
    """The name of the coordinator who did the last step; it stays when the account goes."""
    handled_at: Mapped[datetime | None]

    pairing: Mapped[Pairing] = relationship()
    enrollment: Mapped[Enrollment] = relationship()
    form_version: Mapped[FormVersion] = relationship()

    __table_args__ = (
        # Pressing twice asks once, whoever writes.
        Index(
            "uq_rematch_request_pending",
            "pairing_id",
            "enrollment_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
    )

    @property
    def is_pending(self) -> bool:
        return self.status in PENDING

    @property
    def other(self) -> Enrollment:
        """The other person of the pair, who is told nothing."""
        return self.pairing.mentee if self.enrollment.role is CohortRole.MENTOR else self.pairing.mentor
