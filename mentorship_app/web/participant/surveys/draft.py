"""The draft of whoever answers: under whose name it is kept, and what is in it."""

from typing import Any
from uuid import UUID

from mentorship_app.accounts.models import Account
from mentorship_app.surveys import WaveStatus, answering
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.surveys.access import Invitation

_BLANKS = "blanks"


def account_of(invited: Invitation) -> Account:
    """The person who answers."""
    return db.session().get_one(Account, invited.me)


def owner_of(invited: Invitation) -> UUID:
    """Under whom the draft is kept."""
    return answering.draft_owner(invited.wave, account_of(invited))


def is_sent(invited: Invitation) -> bool:
    """Whether the person's answers are in, as far as this reader may know."""
    return answering.has_answered(db.session(), keyring(), invited.wave, invited.me, owner=owner_of(invited))


def draft_of(invited: Invitation) -> dict[str, Any]:
    """What was chosen so far."""
    return answering.draft_of(db.session(), keyring(), invited.wave, owner_of(invited))


def known_answers(invited: Invitation) -> dict[str, Any]:
    """What conditions may look at: what was chosen so far, or sent; nothing once the wave is closed."""
    if invited.wave.status is WaveStatus.CLOSED:
        return {}
    return (sent_answers(invited) or {}) if is_sent(invited) else draft_of(invited)


def keep(invited: Invitation, answers: dict[str, Any]) -> None:
    """Keep these answers, all of them so far."""
    answering.save_draft(db.session(), keyring(), invited.wave, invited.me, answers, owner=owner_of(invited))


def send(invited: Invitation, answers: dict[str, Any]) -> None:
    """Hand the answers in."""
    _note(invited, [])
    answering.submit(db.session(), keyring(), invited.wave, invited.me, answers, owner=owner_of(invited))


def sent_answers(invited: Invitation) -> dict[str, Any] | None:
    """What was sent; None where it is not certain that it is the same person who looks."""
    if owner_of(invited) != invited.me:
        return None
    return answering.own_answers(db.session(), keyring(), invited.wave, invited.me)


def point_out_blanks(invited: Invitation, number: int) -> bool:
    """Whether blanks of that page are to be pointed out now: once a page, and never again."""
    before = _noted(invited)
    if number in before:
        return False
    _note(invited, [*before, number])
    return True


def _noted(invited: Invitation) -> list[int]:
    marks = answering.marks_of(db.session(), keyring(), invited.wave, owner_of(invited))
    return list(marks.get(f":{_BLANKS}", []))


def _note(invited: Invitation, numbers: list[int]) -> None:
    if numbers != _noted(invited):
        wishes = {_BLANKS: sorted(numbers) or None}
        answering.mark(db.session(), keyring(), invited.wave, owner_of(invited), **wishes)
