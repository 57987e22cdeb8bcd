"""Who types sheets of paper in, and where people put them.

Nothing here changes when a sheet is sealed: what was typed in lies among the sealed answers, like what came by screen.
"""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.surveys.models import Wave


class PaperPlace(Base):
    """Where sheets of a wave are put, in the coordinator's words; it stands on each sheet."""

    __tablename__ = "paper_place"

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    place_en: Mapped[str]
    place_fr: Mapped[str]

    @property
    def words(self) -> LocalizedText:
        return LocalizedText(en=self.place_en, fr=self.place_fr)


class PaperEntry(Identified, Timestamped, Base):
    """Somebody outside the program who types sheets in. The row lives while they may, and no longer."""

    __tablename__ = "paper_entry"

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), unique=True)
    name: Mapped[str]
    email: Mapped[str]
    locale: Mapped[str]

    wave: Mapped[Wave] = relationship()


class PaperEntryLink(Identified, Base):
    """A mailed link to paper entry. Looking at it, and using it, changes nothing."""

    __tablename__ = "paper_entry_link"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("paper_entry.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)

    entry: Mapped[PaperEntry] = relationship()
