"""From an edition as it is kept to what is to be drawn."""

from uuid import UUID

from mentorship_app.reports.choice import Choice
from mentorship_app.reports.editions.enums import EditionStatus
from mentorship_app.reports.editions.models import Edition


def choice_of(edition: Edition) -> Choice:
    """What an edition wants to have drawn."""
    return Choice(
        outline=edition.outline,
        sections=tuple(edition.sections),
        pooled=tuple(UUID(cohort) for cohort in edition.pooled),
        edition_id=edition.id,
        is_draft=edition.status is EditionStatus.DRAFT,
        texts={text.key: text.text for text in edition.texts},
    )
