"""What there is to do in a cohort's year, one row for each task."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.accounts import Account
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs.enums import Phase
from mentorship_app.programs.models import Cohort


class YearTask(Identified, Timestamped, Versioned, Base):
    """A task of the year template (``key``), perhaps reworded, or one that a coordinator wrote (no key)."""

    __tablename__ = "year_task"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    key: Mapped[str | None]
    """Which task of the template; None for a coordinator's own."""
    title_en: Mapped[str] = mapped_column(default="")
    """Own words. Both languages empty: the template's; one empty: whoever reads that language gets the other."""
    title_fr: Mapped[str] = mapped_column(default="")
    phase: Mapped[Phase]
    due_on: Mapped[date]
    position: Mapped[int]
    """Order among tasks of the same day."""
    done_at: Mapped[datetime | None]
    """When somebody ticked it. What the app sees for itself is worked out when it is shown, and not written here."""
    done_by: Mapped[str] = mapped_column(default="")
    """The name of who ticked it, as it was then."""
    skipped: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    """Who of the staff sees to it; None where nobody was named."""
    note: Mapped[str] = mapped_column(default="", server_default="")
    """What staff write to themselves about it."""

    cohort: Mapped[Cohort] = relationship()
    owner: Mapped[Account | None] = relationship()

    __table_args__ = (
        UniqueConstraint("cohort_id", "key"),
        CheckConstraint("key IS NOT NULL OR title_en <> '' OR title_fr <> ''", name="has_words"),
        CheckConstraint("done_at IS NULL OR NOT skipped", name="done_or_skipped"),
    )

    @property
    def is_own(self) -> bool:
        """Whether a coordinator added it."""
        return self.key is None

    def own_title(self, locale: str) -> str:
        """Own words in ``locale``, else in the other language; empty where the template's hold."""
        wanted, other = (self.title_fr, self.title_en) if locale == "fr" else (self.title_en, self.title_fr)
        return wanted or other
