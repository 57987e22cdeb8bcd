"""The worker tells who waits for a mentor, once, through the outbox."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.messaging import UNDO
from mentorship_app.programs import CohortRole, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.choices import WaitlistFactory
from tests.kit.worker import mail_to, run_worker


@pytest.mark.parametrize(
    ("phase", "locale", "says"),
    [
        (Phase.INTAKE, "en", "You can put this mentor on your list of choices."),
        (Phase.MATCHING, "fr", "La coordination fait maintenant les jumelages"),
    ],
)
def test_one_mail_with_a_link_to_the_mentor(app: Flask, store: Session, phase: Phase, locale: str, says: str) -> None:
    cohort = CohortFactory(phase=phase)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Ottoline Marsh"))
    waiting = AccountFactory(email="wren@example.org", locale=locale)
    WaitlistFactory(mentor=mentor, mentee=EnrollmentFactory(cohort=cohort, account=waiting))
    store.commit()
    now = datetime.now(UTC)
    run_worker(app, now=now)
    assert mail_to(store, "wren@example.org") == [], "it waits ten minutes, as what staff cause does"
    store.commit()
    for minutes in (1, 2):
        run_worker(app, now=now + UNDO + timedelta(minutes=minutes))
    [mail] = mail_to(store, "wren@example.org")
    assert "Ottoline" not in mail.subject
    assert "Ottoline Marsh" in mail.body
    assert says in mail.body
    assert mail.body.count("http://localhost/l/") == 1
