"""Drawing a PDF without loading the engine before it is needed: a web worker that draws nothing never pays for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType

from mentorship_app.core.errors import AppError
from mentorship_app.core.i18n import N_
from mentorship_app.documents.native_libraries import INSTALL_LINE


class PdfUnavailable(AppError):
    """A system library that draws the PDF is missing."""

    def __init__(self) -> None:
        super().__init__(
            N_("The PDF cannot be drawn: a system library is missing. An administrator can add it: %(command)s"),
            command=INSTALL_LINE,
        )


@dataclass(frozen=True)
class Attached:
    """A file that travels inside the PDF."""

    name: str
    content: bytes
    description: str


def render_pdf(html: str, *, base: Path, made_at: datetime, attachments: Sequence[Attached] = ()) -> bytes:
    """A tagged PDF/UA-1 of ``html``, which needs a title and a language.

    Addresses in it are relative to the folder ``base``; nothing outside that folder is ever read, and no network is
    asked. ``made_at`` (aware) is the only date in the file, so the same input gives the same bytes. Raises
    PdfUnavailable where Pango is not installed.
    """
    pdf: bytes = _engine().draw(html, base=base, made_at=made_at, attachments=attachments)
    return pdf


def render_both(html: str, *, base: Path, made_at: datetime, enclosed: Sequence[Attached]) -> tuple[bytes, bytes]:
    """The same PDF/UA-1 as ``render_pdf`` gives, and a tagged PDF/A-3a of the same pages with files enclosed.

    It is laid out once, so that the archive costs little. Raises PdfUnavailable where Pango is not installed.
    """
    both: tuple[bytes, bytes] = _engine().draw_both(html, base=base, made_at=made_at, enclosed=enclosed)
    return both


def _engine() -> ModuleType:
    try:
        from mentorship_app.documents import engine  # noqa: PLC0415  WeasyPrint takes 0.7 s and 60 MB to load
    except OSError as error:
        raise PdfUnavailable from error
    return engine
