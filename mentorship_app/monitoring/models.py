"""What coordinators decided about things that wait: put off until a day, or settled."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned


class ActionDecision(Identified, Timestamped, Versioned, Base):
    """The last decision about one action. It holds while the cause is the same, and until its day."""

    __tablename__ = "action_decision"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    key: Mapped[str]
    """Kind and subject: ``stalled_pair.<public id>``."""
    fingerprint: Mapped[str]
    """Of the cause as it was then: with another one the action is there again."""
    until: Mapped[date | None]
    """Put off until this day, on which it is there again; None for one that is settled."""
    note: Mapped[str] = mapped_column(default="")
    """What the coordinator wants to remember, at most 300 characters; read by coordinators of the program alone."""
    decided_by: Mapped[str]
    """The name of the coordinator; it stays when the account goes."""
    mailed_at: Mapped[datetime | None]
    """When the prepared message was sent, where that is why it was put off."""
    pairing_id: Mapped[UUID | None] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), index=True)
    """The pair that it is about, so that it goes with it."""
    enrollment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    """The person that it is about, where it is about one."""

    __table_args__ = (UniqueConstraint("cohort_id", "key"),)
