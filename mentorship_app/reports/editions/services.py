"""Making an edition; what people write into it, freezing and sharing stand in their own files."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions.enums import Outline
from mentorship_app.reports.editions.models import Edition
from mentorship_app.reports.outline import OUTLINES


def start_edition(
    session: Session, cohort: Cohort, *, outline: Outline, locale: str, by: Actor, now: datetime
) -> Edition:
    """A draft with the sections of an outline. Raises FieldError for a language that the app does not speak."""
    if locale not in LOCALES:
        raise FieldError("locale", N_("Choose a language for the report."))
    edition = Edition(
        cohort=cohort,
        locale=locale,
        outline=outline,
        sections=list(OUTLINES[outline]),
        created_by=by.name,
        created_at=now,
    )
    session.add(edition)
    session.flush()
    audit.record(
        session, "reports.edition.started", by=by, subject=edition, at=now, program_id=cohort.program_id, locale=locale
    )
    return edition
