"""The mails of pairing and intake, as their readers would get them, before anything is sent."""

from dataclasses import dataclass
from datetime import date

from mentorship_app.core import clock
from mentorship_app.intake import notifications as intake_mail
from mentorship_app.mentoring import notifications as pairing_mail
from mentorship_app.mentoring.checkins import notifications as check_in_notes
from mentorship_app.mentoring.rematch import notifications as rematch_mail
from mentorship_app.messaging.preview import preview
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.programs import Enrollment
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class ShownMail:
    """A previewed mail, to whom, and in which language."""

    to: str
    locale: str
    mail: RenderedMail


def announcements(mentor: Enrollment, mentee: Enrollment) -> list[ShownMail]:
    """What both are told when they are paired."""
    return [
        _shown(pairing_mail.ANNOUNCED, reader, pairing_mail.announcement_context(reader, other))
        for reader, other in ((mentee, mentor), (mentor, mentee))
    ]


def published(mentor: Enrollment, mentee: Enrollment, *, accept_by: date, locale: str) -> list[ShownMail]:
    """What both are told of a published pair: the mentee first."""
    return [
        _shown(
            pairing_mail.ANNOUNCED,
            reader,
            pairing_mail.announcement_context(reader, other, accept_by=accept_by),
            locale,
        )
        for reader, other in ((mentee, mentor), (mentor, mentee))
    ]


def changed(mentor: Enrollment, mentee: Enrollment, *, locale: str) -> list[ShownMail]:
    """What both are told when their pair ends since pairs were made anew: the mentee first."""
    return [
        _shown(pairing_mail.CHANGED, reader, pairing_mail.announcement_context(reader, other), locale)
        for reader, other in ((mentee, mentor), (mentor, mentee))
    ]


def rematch_ended(mentor: Enrollment, mentee: Enrollment) -> list[ShownMail]:
    """What both are told when a coordinator ends their pair because one of them asked: the mentee first."""
    return [
        _shown(rematch_mail.ENDED, reader, rematch_mail.context_of(reader, other))
        for reader, other in ((mentee, mentor), (mentor, mentee))
    ]


def check_in_mail(person: Enrollment, kind: str, *, closes_on: date) -> ShownMail:
    """What everybody in a pair is told of a check-in."""
    return _shown(kind, person, check_in_notes.context_of(person, closes_on=closes_on))


def intake_invitation(mentee: Enrollment) -> ShownMail:
    """What a mentee is told when their intake is asked for."""
    return _shown(intake_mail.INVITATION, mentee, intake_mail.invitation_context(mentee))


def _shown(kind: str, reader: Enrollment, context: dict[str, str], locale: str = "") -> ShownMail:
    """``locale``: another language than the reader's."""
    account = reader.account
    language = locale or account.locale
    mail = preview(
        db.session(),
        kind,
        to_email=account.email,
        to_name=account.name,
        locale=language,
        context=context,
        base_url=current_settings().base_url,
        now=clock.now(),
    )
    return ShownMail(f"{account.name} <{account.email}>", language, mail)
