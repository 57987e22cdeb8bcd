"""What a person wishes about reminders, on the first page of the survey: tonight, not this time, as before.

The wish lies sealed beside the draft. Nothing here is logged or audited, and no page of staff shows any of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, flash, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.core.keyring import Keyring
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.answering import draft_owner
from mentorship_app.surveys.mailings.schedule import evening_for_wish, local_day
from mentorship_app.surveys.wishes import remind_tonight, resume_reminders, stop_reminders, wish_of
from mentorship_app.web.access import requires
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import see_other
from mentorship_app.web.i18n import _, long_day
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.surveys.access import Invitation, invitation, may_answer


def add_to(bp: Blueprint) -> None:
    """Put these buttons beside the pages of the player."""
    bp.add_url_rule("/<public_id>/tonight", "tonight", tonight, methods=["POST"])
    bp.add_url_rule("/<public_id>/not-this-time", "not_this_time", not_this_time, methods=["POST"])
    bp.add_url_rule("/<public_id>/reminders-again", "reminders_again", reminders_again, methods=["POST"])


@dataclass(frozen=True)
class Reminders:
    """What the first page shows: ``evening`` is the one that "tonight" would mean now, None when it is too late."""

    asked_for: date | None
    has_stopped: bool
    evening: date | None
    is_tonight: bool


def reminders_of(wave: Wave, account: Account) -> Reminders:
    """The wish of whoever looks, and what they may wish now. Only for an open wave."""
    now = clock.now()
    wish = wish_of(db.session(), keyring(), wave, draft_owner(wave, account))
    evening = evening_for_wish(wave, now=now)
    return Reminders(
        asked_for=wish.tonight if wish.is_pending(wave, now=now) else None,
        has_stopped=wish.has_stopped,
        evening=evening,
        is_tonight=evening == local_day(wave, now),
    )


def reminders_for(invited: Invitation) -> Reminders:
    """The same for the person of an invitation."""
    return reminders_of(invited.wave, db.session().get_one(Account, invited.me))


@requires(may_answer, load=invitation)
def tonight(invited: Invitation) -> BaseResponse:
    return _wish(invited, wish_tonight)


@requires(may_answer, load=invitation)
def not_this_time(invited: Invitation) -> BaseResponse:
    return _wish(invited, wish_stop)


@requires(may_answer, load=invitation)
def reminders_again(invited: Invitation) -> BaseResponse:
    return _wish(invited, wish_as_before)


Change = Callable[[Session, Keyring, Wave, UUID, datetime], str]


def wish_tonight(session: Session, keys: Keyring, wave: Wave, owner: UUID, now: datetime) -> str:
    """One mail this evening; gives what is said about it."""
    evening = remind_tonight(session, keys, wave, owner, now=now)
    return _("One mail comes on %(day)s at seven in the evening.", day=long_day(evening))


def wish_stop(session: Session, keys: Keyring, wave: Wave, owner: UUID, _now: datetime) -> str:
    """No more reminders; likewise."""
    stop_reminders(session, keys, wave, owner)
    return _("No more reminders of this check-in will come. Nobody is told.")


def wish_as_before(session: Session, keys: Keyring, wave: Wave, owner: UUID, _now: datetime) -> str:
    """Reminders as everybody gets them; likewise."""
    resume_reminders(session, keys, wave, owner)
    return _("Reminders come again, as for everybody.")


def carry_out(wave: Wave, account: Account, change: Change) -> None:
    """Do what the person wishes, and say so on the next page. Of a closed wave the next page says that it is closed."""
    if wave.status is not WaveStatus.OPEN:
        return
    try:
        flash(change(db.session(), keyring(), wave, draft_owner(wave, account), clock.now()), "success")
    except AppError as error:
        flash(message_of(error), "info")


def _wish(invited: Invitation, change: Change) -> BaseResponse:
    carry_out(invited.wave, db.session().get_one(Account, invited.me), change)
    return see_other(url_for("participant.surveys.start", public_id=invited.wave.public_id))
