"""The sections of a report that was drawn, one by one, as its page holds them."""

import re
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.reports.editions.models import Edition
from mentorship_app.reports.editions.queries import EditionLine
from mentorship_app.reports.models import ReportFile
from mentorship_app.reports.outline import PARTS

_BEGIN = re.compile(r"<section\b[^>]*\bid=\"([\w-]+)\"")


def drawn_html(session: Session, line: EditionLine) -> str:
    """The markup of the newest drawing that can be read; empty where there is none."""
    if line.ready is None or line.ready.file_id is None:
        return ""
    return session.scalar(select(ReportFile.html).where(ReportFile.id == line.ready.file_id)) or ""


def split_parts(html: str, keys: Collection[str] | None = None) -> Mapping[str, str]:
    """Markup of each section by its key. Sections stand side by side, so one ends where the next begins."""
    known = PARTS if keys is None else keys
    begins = [(match.start(), match[1]) for match in _BEGIN.finditer(html) if match[1] in known]
    ends = [*(start for start, _key in begins), len(html)][1:]
    return {key: html[start:end].strip() for (start, key), end in zip(begins, ends, strict=True)}


def left_out_keys(session: Session, edition: Edition, line: EditionLine) -> frozenset[str]:
    """Chosen sections that had nothing to say when the edition was drawn as it is now.

    Empty where that is not known: it was never drawn, or changed since.
    """
    if not line.is_as_read:
        return frozenset()
    drawn = split_parts(drawn_html(session, line))
    return frozenset(key for key in edition.sections if key not in drawn)
