"""What people agree to is kept with the version, the language and the day, also after they take it back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import SYSTEM
from mentorship_app.forms.consents import Consent, consents_of, record_consents
from mentorship_app.intake import services as intake
from mentorship_app.programs import Phase, Program
from mentorship_app.recruitment import services as recruitment
from tests.factories import AccountFactory, CohortFactory, ProgramFactory
from tests.factories.forms import stored_form
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("session")


def send(
    session: Session, program: Program, answers: dict[str, object], now: datetime, account: Account | None = None
) -> None:
    record_consents(
        session,
        stored_form(program, "mentee_intake"),
        answers,
        program_id=program.id,
        email="wren@example.org",
        account=account,
        locale="fr",
        now=now,
    )


def found(session: Session, program: Program, account: Account | None = None) -> list[tuple[str, datetime, object]]:
    rows = consents_of(session, program.id, email="wren@example.org", account_id=account.id if account else None)
    return sorted((row.question_id, row.given_at, row.withdrawn_at) for row in rows)


def test_sending_keeps_each_statement_with_its_day(session: Session) -> None:
    program = ProgramFactory()

    send(session, program, {"agreement": True, "conduct": True, "goal_1": "x"}, NOW)

    assert found(session, program) == [("agreement", NOW, None), ("conduct", NOW, None)]
    consent = consents_of(session, program.id, email="wren@example.org", account_id=None)[0]
    assert (consent.locale, consent.form_version.number) == ("fr", 1)
    assert consent.question is not None


def test_sending_again_within_half_a_year_changes_nothing_and_a_new_year_agrees_anew(session: Session) -> None:
    program = ProgramFactory()

    send(session, program, {"agreement": True}, NOW)
    send(session, program, {"agreement": True}, NOW + timedelta(days=30))
    assert len(found(session, program)) == 1

    send(session, program, {"agreement": True}, NOW + timedelta(days=365))
    assert len(found(session, program)) == 2


def test_sending_without_it_takes_it_back_and_keeps_the_row(session: Session) -> None:
    program, later = ProgramFactory(), NOW + timedelta(days=1)

    send(session, program, {"agreement": True}, NOW)
    send(session, program, {}, later)

    assert found(session, program) == [("agreement", NOW, later)]


def test_later_owner_of_an_address_has_not_agreed_to_anything(session: Session) -> None:
    program, first, second = ProgramFactory(), AccountFactory(), AccountFactory(email="wren@example.org")
    send(session, program, {"agreement": True}, NOW, account=first)

    assert found(session, program, first) == [("agreement", NOW, None)]
    assert found(session, program, second) == []


def test_intake_and_application_record_what_their_forms_ask(session: Session) -> None:
    profile = ProfileFactory(enrollment__cohort=CohortFactory(phase=Phase.INTAKE), draft=dict(FULL_INTAKE))
    intake.submit(session, profile, by=SYSTEM, now=NOW)
    application = ApplicationFactory(draft=dict(FULL_ANSWERS))
    recruitment.submit(session, application, now=NOW)
    before = session.query(Consent).filter_by(email=application.email).all()
    assert {consent.account_id for consent in before} == {None}

    enrollment = recruitment.approve(session, application, by=SYSTEM, now=NOW)

    for person, questions in ((profile.enrollment, {"conduct", "agreement"}), (enrollment, {"conduct", "agreement"})):
        rows = consents_of(session, person.cohort.program_id, email=person.account.email, account_id=person.account_id)
        assert {row.question_id for row in rows} == questions
        assert {row.account_id for row in rows} == {person.account_id}
