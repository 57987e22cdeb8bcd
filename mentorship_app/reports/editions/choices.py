"""From an edition as it is kept to what is to be drawn."""

from uuid import UUID

from mentorship_app.reports.choice import Choice
from mentorship_app.reports.editions.enums import EditionStatus
from mentorship_app.reports.editions.models import Edition


def choice_of(edition: Edition, *, is_final: bool = False) -> Choice:
    """What an edition wants to have drawn; ``is_final`` for the drawing that freezes it, which is no draft."""
    return Choice(
        outline=edition.outline,
        sections=tuple(edition.sections),
        pooled=tuple(UUID(cohort) for cohort in edition.pooled),
        edition_id=edition.id,
        is_draft=edition.status is EditionStatus.DRAFT and not is_final,
        texts={text.key: text.text for text in edition.texts},
    )
