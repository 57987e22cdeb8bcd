"""What people write into an edition, section by section."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.text import clean_lines
from mentorship_app.reports.editions.changing import claim_draft
from mentorship_app.reports.editions.models import Edition, EditionText
from mentorship_app.reports.section import Part

LONGEST = 2000
"""Characters of one text: about a third of a page."""


def words_of(edition: Edition, part: Part) -> dict[str, str]:
    """What stands at each place of a section; empty where nobody wrote."""
    written = {text.key: text.text for text in edition.texts}
    return {place.key: written.get(place.key, "") for place in part.places}


def save_words(
    session: Session,
    edition: Edition,
    part: Part,
    words: Mapping[str, str],
    *,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Write the texts of one section; places that ``words`` does not name stay as they are.

    Raises FieldError (its field is the key of the place) for a text that is too long or cannot be kept; Conflict and
    InvalidTransition as ``claim_draft`` does.
    """
    cleaned = {place.key: _cleaned(place.key, words[place.key]) for place in part.places if place.key in words}
    claim_draft(session, edition, version)
    before = {text.key: text for text in edition.texts}
    for key, text in cleaned.items():
        kept = before.get(key)
        if kept is not None and text:
            kept.text = text
        elif kept is not None:
            edition.texts.remove(kept)
        elif text:
            edition.texts.append(EditionText(key=key, text=text))
    audit.record(
        session,
        "reports.edition.worded",
        by=by,
        subject=edition,
        at=now,
        program_id=edition.cohort.program_id,
        section=part.key,
    )
    session.flush()


def _cleaned(key: str, raw: str) -> str:
    try:
        return clean_lines(raw, LONGEST)
    except AnswerError as error:
        values = dict(error.values)
        if "limit" in values:
            message = N_("Shorten this text to %(limit)s characters or fewer. It now has %(length)s.")
            raise FieldError(key, message, **values) from error
        raise FieldError(key, N_("Type this text again: it holds a character that cannot be kept.")) from error
