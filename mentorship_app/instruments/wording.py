"""Wording that a program brought for an instrument whose text may not come with the app."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.instruments.definition import Instrument, Wording
from mentorship_app.programs.models import Program


class BoundWording(Identified, Timestamped, Base):
    """Every text of one version of an instrument, as a program brought it. Never changed: a correction is a new one."""

    __tablename__ = "bound_wording"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    instrument_key: Mapped[str]
    instrument_version: Mapped[int]
    number: Mapped[int]
    """Counted from 1 for each version of the instrument; the highest is in use."""
    texts: Mapped[dict[str, Any]]
    """By language: ``{"items": {id: text}, "responses": {set: [labels]}, "titles": {page: …}, "leads": {page: …}}``."""
    source: Mapped[str]
    """Name of the file that it was read from."""
    digest: Mapped[str]
    """SHA-256 of the texts: the same wording is bound once."""
    bound_by: Mapped[str] = mapped_column(default="")

    program: Mapped[Program] = relationship()

    __table_args__ = (UniqueConstraint("program_id", "instrument_key", "instrument_version", "number"),)

    def by_language(self) -> dict[str, Wording]:
        """The texts as an instrument carries them."""
        return {
            language: Wording(
                items=MappingProxyType(dict(texts["items"])),
                responses=MappingProxyType({name: tuple(labels) for name, labels in texts["responses"].items()}),
                titles=MappingProxyType(dict(texts["titles"])),
                leads=MappingProxyType(dict(texts["leads"])),
            )
            for language, texts in self.texts.items()
        }


def worded(session: Session, instrument: Instrument, wording_id: UUID | None) -> Instrument:
    """The instrument with the wording of that id, or as it comes with the app; raises Conflict for another's."""
    if wording_id is None:
        return instrument
    bound = session.get(BoundWording, wording_id)
    if bound is None or (bound.instrument_key, bound.instrument_version) != (instrument.key, instrument.version):
        raise Conflict(N_("The wording of a measure in this survey is no longer there."))
    return replace(instrument, wording=MappingProxyType(bound.by_language()))
