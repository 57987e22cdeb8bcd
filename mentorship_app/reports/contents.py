"""The list of sections behind the cover, for reports that are long enough to get lost in."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.reports.section import Section

_LONG = 6
"""Up to so many sections are found without a list."""


@dataclass(frozen=True)
class Entry:
    """A section in the list; ``headline`` is what it found, where it says so."""

    key: str
    name: str
    headline: str = ""


def entries_of(sections: Sequence[Section]) -> tuple[Entry, ...]:
    """The sections behind the cover in their order; none for a short report."""
    listed = [section for section in sections if section.key != "cover"]
    if len(listed) <= _LONG:
        return ()
    return tuple(Entry(section.key, section.name, _headline(section)) for section in listed)


def _headline(section: Section) -> str:
    said = section.values.get("headline", "")
    return said if isinstance(said, str) and said != section.name else ""
