"""For whoever prefers paper: the code that links a sheet to them, on the first page of the check-in."""

from dataclasses import dataclass
from uuid import UUID

from mentorship_app.accounts.models import Account
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.answering import draft_owner
from mentorship_app.surveys.paper.services import place_of
from mentorship_app.surveys.paper.sheets import code_of
from mentorship_app.web.access import current_actor
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.surveys.routes import bp


@dataclass(frozen=True)
class OnPaper:
    """What the page says: the person's code, and where sheets are put (empty where nobody has said)."""

    code: str
    place: str


def _on_paper(wave: Wave) -> OnPaper | None:
    """None where the reader may be somebody else, to whom the code would tell whose sheet is whose.

    That is so when staff changed the address, and when staff can open every mailed link.
    """
    is_trial = current_settings().smtp_url is None and not wave.cohort.program.is_demo
    person: UUID | None = current_actor().account_id
    if person is None or is_trial or wave.status is not WaveStatus.OPEN:
        return None
    if draft_owner(wave, db.session().get_one(Account, person)) != person:
        return None
    place = place_of(db.session(), wave).in_(current_locale())
    return OnPaper(code_of(keyring(), wave, person), place)


@bp.context_processor
def _paper_words() -> dict[str, object]:
    return {"on_paper": _on_paper}
