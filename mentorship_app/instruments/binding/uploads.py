"""A wording file that somebody is looking at: kept for a day, gone once it is bound."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, delete, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.instruments.binding.found import Choices, FileFormat, Reading
from mentorship_app.instruments.binding.reading import read_wording_file
from mentorship_app.instruments.definition import Instrument
from mentorship_app.programs.models import Program

UPLOAD_LIFE = timedelta(days=1)
"""Licensed wording is not kept longer than somebody may still be deciding about it."""


class WordingUpload(Identified, Timestamped, Base):
    """A file and what was said about it. Any coordinator of the program may go on with it."""

    __tablename__ = "wording_upload"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    instrument_key: Mapped[str]
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    file_name: Mapped[str]
    content: Mapped[bytes]
    said: Mapped[dict[str, Any]]
    """Language, and pairs of items and codes, as :func:`as_stored` writes them."""

    @property
    def choices(self) -> Choices:
        """What was said about the file."""
        chosen = self.said.get("format")
        return Choices(
            language=self.said.get("language", ""),
            format=FileFormat(chosen) if chosen else None,
            items=self.said.get("items", {}),
            codes=self.said.get("codes", {}),
        )

    def read(self, instrument: Instrument) -> Reading:
        """The file as it is read with what was said about it."""
        return read_wording_file(self.content, instrument, self.choices, file_name=self.file_name)


def as_stored(said: Choices) -> Mapping[str, Any]:
    """Choices as the table holds them."""
    return {
        "language": said.language,
        "format": said.format.value if said.format else None,
        "items": dict(said.items),
        "codes": {name: dict(codes) for name, codes in said.codes.items()},
    }


def keep_upload(
    session: Session,
    program: Program,
    instrument: Instrument,
    content: bytes,
    said: Choices,
    *,
    file_name: str,
    now: datetime,
) -> WordingUpload:
    """Keep a file while somebody decides. Binds nothing."""
    drop_old_uploads(session, now=now)
    upload = WordingUpload(
        program_id=program.id,
        instrument_key=instrument.key,
        file_name=file_name,
        content=content,
        said=dict(as_stored(said)),
        created_at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def find_upload(
    session: Session, program: Program, instrument: Instrument, public_id: str, *, now: datetime
) -> WordingUpload | None:
    """The upload of an address: only for its program and instrument, only for a day."""
    return session.scalar(
        select(WordingUpload).where(
            WordingUpload.public_id == public_id,
            WordingUpload.program_id == program.id,
            WordingUpload.instrument_key == instrument.key,
            WordingUpload.created_at >= now - UPLOAD_LIFE,
        )
    )


def say(session: Session, upload: WordingUpload, said: Choices) -> None:
    """Note what a person said about the file."""
    upload.said = dict(as_stored(said))
    session.flush()


def drop_upload(session: Session, upload: WordingUpload) -> None:
    """Forget a file."""
    session.delete(upload)
    session.flush()


def has_old_uploads(session: Session, *, now: datetime) -> bool:
    """Whether there is any file that nobody bound within a day."""
    return bool(session.scalar(select(exists().where(WordingUpload.created_at < now - UPLOAD_LIFE))))


def drop_old_uploads(session: Session, *, now: datetime) -> None:
    """Forget the files that nobody bound within a day."""
    session.execute(delete(WordingUpload).where(WordingUpload.created_at < now - UPLOAD_LIFE))
