"""WeasyPrint, held to our own folder. Import it only through ``pdf.render_pdf``."""

import logging
import os
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pydyf import Array, Dictionary
from weasyprint import HTML
from weasyprint import Attachment as Enclosure
from weasyprint.urls import URLFetcher

from mentorship_app.documents.pdf import Attached

# Its warnings name CSS for browsers that it leaves out; what fails to load is an error.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


_one_at_a_time = threading.Lock()


class LocalFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint comes without types
    """Serves ``data:`` addresses and files below one folder; everything else is refused before it is opened.

    The engine's own default opens any file and any address, so a name with markup in it could pull a secret into the
    PDF or make the server call another one.
    """

    def __init__(self, base: Path) -> None:
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)
        self._base = base.resolve()

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Raises ValueError for an address that is not ours."""
        scheme = urlsplit(url).scheme.lower()
        if scheme != "data" and not (scheme == "file" and self._is_ours(url)):
            raise ValueError(f"refused: {url[:80]}")
        return super().fetch(url, headers)

    def _is_ours(self, url: str) -> bool:
        parts = urlsplit(url)
        # Resolved, so that neither dots nor a link in the file system lead out of the folder.
        path = Path(unquote(parts.path)).resolve()
        return not parts.netloc and path.is_relative_to(self._base) and path.is_file()


ACCESSIBLE = "pdf/ua-1"
ARCHIVAL = "pdf/a-3a"
_MEDIA_TYPE = "/text#2Fcsv"
"""Of enclosed files, which an archive must say; ours are tables."""


def draw(html: str, *, base: Path, made_at: datetime, attachments: Sequence[Attached] = ()) -> bytes:
    """The bytes of the PDF; see ``pdf.render_pdf``."""
    with _laid_out(html, base, made_at) as document:
        return document.write(ACCESSIBLE, attachments)


def draw_both(html: str, *, base: Path, made_at: datetime, enclosed: Sequence[Attached]) -> tuple[bytes, bytes]:
    """The bytes of both PDFs; see ``pdf.render_both``."""
    with _laid_out(html, base, made_at) as document:
        return document.write(ACCESSIBLE, ()), document.write(ARCHIVAL, enclosed)


@dataclass(frozen=True)
class _LaidOut:
    """A document in pages, which is most of the work; writing it in one more form is little."""

    document: Any
    moment: datetime
    fetcher: LocalFetcher

    def write(self, variant: str, attachments: Sequence[Attached]) -> bytes:
        enclosures = [_enclosure(attached, self.moment, self.fetcher) for attached in attachments]
        metadata = self.document.metadata
        asked_for = metadata.attachments
        metadata.attachments = [*(asked_for or ()), *enclosures]
        try:
            with warnings.catch_warnings():
                # The engine leaves its own colour profile open until it is forgotten, at once.
                warnings.filterwarnings("ignore", "unclosed file .*icc", ResourceWarning)
                pdf: bytes = self.document.write_pdf(finisher=_finish, pdf_variant=variant, pdf_tags=True)
        finally:
            metadata.attachments = asked_for
        return pdf


@contextmanager
def _laid_out(html: str, base: Path, made_at: datetime) -> Iterator[_LaidOut]:
    fetcher = LocalFetcher(base)
    moment = made_at.astimezone(UTC)
    source = HTML(string=html, base_url=base.resolve().as_uri() + "/", url_fetcher=fetcher)
    with _fonts_dated(moment):
        document = source.render(pdf_variant=ACCESSIBLE, pdf_tags=True)
        document.metadata.created = document.metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        yield _LaidOut(document, moment, fetcher)


def _enclosure(attached: Attached, moment: datetime, fetcher: LocalFetcher) -> Enclosure:
    return Enclosure(
        string=attached.content,
        name=attached.name,
        description=attached.description,
        relationship="Data",
        created=moment,
        modified=moment,
        url_fetcher=fetcher,
    )


def _finish(_document: Any, pdf: Any) -> None:
    _name_scopes(pdf)
    if "AF" in pdf.catalog:
        # The engine lists each enclosed file twice; a checker of archives takes that amiss.
        pdf.catalog["AF"] = Array(dict.fromkeys(pdf.catalog["AF"]))
    for thing in pdf.objects:
        if getattr(thing, "extra", {}).get("Type") == "/EmbeddedFile":
            thing.extra["Subtype"] = _MEDIA_TYPE


def _name_scopes(pdf: Any) -> None:
    """Say of each heading of a table whether it heads a column or a row: some readers look for nothing else.

    The engine itself only links each cell to its headings.
    """
    elements = {thing.reference: thing for thing in pdf.objects if isinstance(thing, Dictionary)}
    for row in [element for element in elements.values() if element.get("S") == "/TR"]:
        cells = [elements[kid] for kid in row["K"] if kid in elements]
        scope = "/Column" if all(cell.get("S") == "/TH" for cell in cells) else "/Row"
        for cell in cells:
            if cell.get("S") == "/TH":
                cell["A"]["Scope"] = scope


@contextmanager
def _fonts_dated(moment: datetime) -> Iterator[None]:
    """Keep the clock out of the embedded fonts: fontTools stamps each with the time, and this is its only setting."""
    name = "SOURCE_DATE_EPOCH"
    with _one_at_a_time:
        before = os.environ.get(name)
        os.environ[name] = str(int(moment.timestamp()))
        try:
            yield
        finally:
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before
