"""What people read when pairs are published: in their own language, with a day, and nothing that is not theirs."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import SYSTEM
from mentorship_app.matching.publishing import publish
from mentorship_app.mentoring import Pairing, notifications
from mentorship_app.mentoring.acceptance import replies_of, reply_to
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.messaging import OutboxMessage
from mentorship_app.messaging.kinds import MailScope
from mentorship_app.messaging.render import RenderedMail, render
from mentorship_app.programs import CohortRole, Phase
from mentorship_app.programs.withdrawal import withdraw as let_leave
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.factories.publishing import propose

SECRET = "They are my cousin"


@pytest.fixture
def published(session: Session) -> Pairing:
    """Wren was with Bea and is with Otto now; Wren and Bea read French, Otto English."""
    cohort = CohortFactory(phase=Phase.MATCHING, program__name="Northmere Medicine")
    wren = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito", locale="fr"))
    bea, otto = (
        EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name=name, locale=locale))
        for name, locale in (("Dr. Bea Quill", "fr"), ("Dr. Otto Marsh", "en"))
    )
    old = PairingFactory(cohort=cohort, mentor=bea, mentee=wren)
    made = propose(session, cohort, [(wren, otto)], released=[wren])
    publish(session, made.draft, version=1, days=7, known=made.known, by=SYSTEM, now=MOMENT)
    return session.scalars(select(Pairing).where(Pairing.id != old.id)).one()


def mail_to(session: Session, kind: str, name: str, locale: str = "") -> RenderedMail:
    found = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.to_name == name)
    message = session.scalars(found).one()
    if locale:
        message.locale = locale
    return render(MailScope(session, message, "http://localhost", MOMENT, preview=True))


def test_the_announcement_says_by_when_to_say_yes(session: Session, published: Pairing) -> None:
    assert published.accept_by == date(2026, 9, 8)

    english = mail_to(session, notifications.ANNOUNCED, "Dr. Otto Marsh").body
    french = mail_to(session, notifications.ANNOUNCED, "Wren Ito").body

    assert "Please say by Tuesday 8 September whether this pair suits you: one press is enough." in english
    assert "Only the coordinator reads it, and no reason is needed." in english
    assert "Dites d’ici au mardi 8 septembre si ce jumelage vous convient" in french
    assert "Seule la coordination le lit" in french


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_who_parts_is_told_kindly_and_neither_why_nor_who_is_new(
    session: Session, published: Pairing, locale: str
) -> None:
    assert published.mentor.account.name == "Dr. Otto Marsh"
    for reader, other in (("Wren Ito", "Dr. Bea Quill"), ("Dr. Bea Quill", "Wren Ito")):
        mail = mail_to(session, notifications.CHANGED, reader, locale)
        assert other in mail.body
        assert "Otto" not in mail.body
        assert {"en": "Thank you for the time", "fr": "Merci pour le temps"}[locale] in mail.body


@pytest.mark.parametrize("reply", [None, PairingReply.ACCEPTED, PairingReply.DECLINED])
def test_a_reminder_reads_the_same_whatever_the_other_said(
    session: Session, published: Pairing, reply: PairingReply | None
) -> None:
    notifications.remind(session, published, CohortRole.MENTOR, now=MOMENT, not_before=MOMENT)
    before = mail_to(session, notifications.REMINDER, "Dr. Otto Marsh")
    if reply is not None:
        reply_to(session, published, CohortRole.MENTEE, reply, note=SECRET, now=MOMENT)

    assert mail_to(session, notifications.REMINDER, "Dr. Otto Marsh") == before
    assert "This is the only reminder." in before.body
    french = mail_to(session, notifications.REMINDER, "Dr. Otto Marsh", "fr")
    assert french.subject == "Mentorat\N{NO-BREAK SPACE}: votre nouveau jumelage vous convient-il\N{NO-BREAK SPACE}?"


def test_what_somebody_said_goes_when_they_leave(session: Session, published: Pairing) -> None:
    reply_to(session, published, CohortRole.MENTEE, PairingReply.DECLINED, note=SECRET, now=MOMENT)
    reply_to(session, published, CohortRole.MENTOR, PairingReply.ACCEPTED, now=MOMENT)

    let_leave(session, published.mentee, by=SYSTEM, now=MOMENT)

    assert list(replies_of(session, [published.id])[published.id]) == [CohortRole.MENTOR]
