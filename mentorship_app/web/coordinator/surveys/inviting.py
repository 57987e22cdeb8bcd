"""What a check-in's pages say of its mails: what they read, when they leave, a note to pass on before."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.core import clock
from mentorship_app.core.i18n import LOCALES
from mentorship_app.messaging.preview import preview
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.human_note import note_day, note_to_paste
from mentorship_app.surveys.mailings import MailingKind, MailingStatus
from mentorship_app.surveys.mailings.queries import mailings_of
from mentorship_app.surveys.mailings.schedule import InvitationTime
from mentorship_app.surveys.notifications import MAIL_OF, mail_context
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, _l

MAILING_NAMES: Mapping[MailingKind, str] = MappingProxyType(
    {
        MailingKind.INVITATION: _l("Invitation"),
        MailingKind.REMINDER_1: _l("First reminder"),
        MailingKind.REMINDER_2: _l("Second reminder"),
        MailingKind.REMINDER_3: _l("Last reminder"),
        MailingKind.EVENING: _l("Reminder in the evening, for those who ask for it"),
    }
)
MAILING_TAGS: Mapping[MailingStatus, tuple[str, str, str]] = MappingProxyType(
    {
        MailingStatus.HELD: ("warning", _l("Held"), "pause"),
        MailingStatus.QUEUED: ("info", _l("Planned"), "clock"),
        MailingStatus.SENDING: ("info", _l("Leaving now"), "send"),
        MailingStatus.SENT: ("success", _l("Sent"), "check"),
        MailingStatus.CANCELLED: ("plain", _l("Taken back"), "undo"),
    }
)
"""Colour, word and icon of each state."""


class OpenForm(FlaskForm):
    """Opening a check-in as it was read, and when its invitation leaves."""

    version = IntegerField(default=0)
    invite = RadioField(
        _l("When do the mails leave?"),
        [InputRequired(_l("Choose when the mails leave."))],
        choices=[
            SelectChoice(InvitationTime.NOW.value, _l("In ten minutes")),
            SelectChoice(InvitationTime.MORNING.value, _l("On the next Tuesday, Wednesday or Thursday, at seven")),
        ],
        default=InvitationTime.NOW.value,
    )


def mail_of(wave: Wave, kind: MailingKind, locale: str) -> RenderedMail:
    """A mail of the check-in as its readers get it, their names and links left out."""
    return preview(
        db.session(),
        MAIL_OF[kind],
        to_email="",
        to_name=_("(name)"),
        locale=locale,
        context=mail_context(wave, kind),
        base_url=current_settings().base_url,
        now=clock.now(),
    )


def mails_of(wave: Wave, kind: MailingKind, locales: Iterable[str] = LOCALES) -> list[tuple[str, RenderedMail]]:
    """The same in several languages."""
    return [(locale, mail_of(wave, kind, locale)) for locale in locales]


def context_of(wave: Wave, *, minutes: int) -> dict[str, Any]:
    """What ``coordinator/surveys/inviting.html`` shows: the note before it opens, the mailings after."""
    if wave.status is WaveStatus.DRAFT:
        notes = [(locale, note_to_paste(wave, locale, minutes=minutes)) for locale in LOCALES]
        today = clock.local_date(clock.now(), wave.cohort.program.timezone)
        return {"notes": notes, "note_day": note_day(wave, today=today), "languages": LANGUAGE_NAMES}
    return {"mailings": mailings_of(db.session(), wave), "mailing_names": MAILING_NAMES, "mailing_tags": MAILING_TAGS}
