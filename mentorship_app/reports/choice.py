"""What is to be drawn: sections, years beside, and whose words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from mentorship_app.reports.editions.enums import Outline


@dataclass(frozen=True)
class Choice:
    """A report that somebody wants. Without an edition nobody wrote anything into it."""

    outline: Outline = Outline.FULL
    sections: tuple[str, ...] = ()
    """Keys of the parts, in any order."""
    pooled: tuple[UUID, ...] = ()
    """Earlier cohorts of the same program."""
    edition_id: UUID | None = None
    is_draft: bool = False
    """Whether every page says that it is a draft."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What people wrote, by place."""
