"""A wish for somebody in a function that nobody covers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.mentoring.enums import PairingKind
from mentorship_app.programs.models import Enrollment

_OPEN = text("settled_at IS NULL")


class TeamWish(Identified, Timestamped, Versioned, Base):
    """A mentee asks the coordinator for a mentor of one kind. Coordinators read it; the mentors do not."""

    __tablename__ = "team_wish"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PairingKind]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    """The name of the coordinator; it stays when the account goes."""

    enrollment: Mapped[Enrollment] = relationship()

    __table_args__ = (
        # Pressing twice asks once, whoever writes.
        Index(
            "uq_team_wish_open",
            "enrollment_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
