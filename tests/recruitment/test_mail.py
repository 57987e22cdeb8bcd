"""What the mails say, in both languages, and what a preview must not hold."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import SignInLink
from mentorship_app.core.identity import SYSTEM
from mentorship_app.messaging import MailScope, OutboxMessage
from mentorship_app.messaging.render import RenderedMail, render
from mentorship_app.recruitment import ApplicationLink, Decision, services
from mentorship_app.recruitment.links import find_application
from mentorship_app.recruitment.notifications import preview
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory, CallFactory

NOW = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
BASE = "https://mentorship.example.org"


def written(session: Session, kind: str) -> RenderedMail:
    message = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).one()
    return render(MailScope(session=session, message=message, base_url=BASE, now=NOW, preview=False))


def test_the_first_mail_holds_a_link_that_opens_the_application(session: Session) -> None:
    application = services.start(session, CallFactory(), email="a@example.org", name="Dr. Bo", locale="en", now=NOW)
    mail = written(session, "application_started")
    token = re.findall(rf"{BASE}/application/(\S+)", mail.body)[0]
    assert find_application(session, token, now=NOW) is application
    assert mail.subject == "Your link to the mentor application"
    assert "You can apply until 1 Jan 2036." in mail.body
    assert token not in str(session.scalars(select(OutboxMessage)).one().context)


def test_the_confirmation_says_by_when_an_answer_comes(session: Session) -> None:
    application = ApplicationFactory(draft=dict(FULL_ANSWERS), locale="fr")
    services.submit(session, application, now=NOW)
    mail = written(session, "application_received")
    assert mail.subject == "Votre candidature de mentorat est arrivée"
    assert "au plus tard le 8 janv. 2036" in mail.body


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("decision", list(Decision))
def test_a_preview_reads_like_the_mail_but_opens_nothing(session: Session, decision: Decision, locale: str) -> None:
    application = ApplicationFactory(sent=True, locale=locale, name="{{7*7}} <b>", email="ada@example.org")
    shown = preview(session, application, decision, note="It’s a <note> {{ x }}", base_url=BASE, now=NOW)
    session.flush()
    assert (session.scalars(select(OutboxMessage)).all(), session.scalars(select(ApplicationLink)).all()) == ([], [])
    assert "It’s a <note> {{ x }}" in shown.body
    assert "{{7*7}} <b>" in shown.body
    assert "{{7*7}}" not in shown.subject

    version = services.sent_version(application)
    services.decide(session, application, decision, note="It’s a <note> {{ x }}", as_sent=version, by=SYSTEM, now=NOW)
    message = session.scalars(select(OutboxMessage)).one()
    mail = render(MailScope(session=session, message=message, base_url=BASE, now=NOW, preview=False))
    assert mail.subject == shown.subject
    assert re.sub(r"/(l|application)/\S+", "", mail.body) == re.sub(r"/(l|application)/…", "", shown.body)


def test_the_welcome_signs_the_new_mentor_in_within_a_week(session: Session) -> None:
    application = ApplicationFactory(sent=True)
    enrollment = services.approve(session, application, by=SYSTEM, now=NOW)
    mail = written(session, "application_approved")
    link = session.scalars(select(SignInLink)).one()
    assert (link.account, link.next_path, (link.expires_at - NOW).days) == (enrollment.account, "/home", 7)
    assert f"{BASE}/l/" in mail.body
    assert "You offered to mentor 2 residents." in mail.body
