"""Mail is read before it leaves, held, sent, taken back; private mail is nowhere."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import SignInLink
from mentorship_app.core.identity import StaffRole
from mentorship_app.intake.notifications import INVITATION, invitation_context
from mentorship_app.messaging import LocalMail, MessageStatus, OutboxMessage, email_kinds
from mentorship_app.programs import Cohort, Enrollment, Phase
from mentorship_app.web.coordinator.outbox import words
from tests.factories import AccountFactory, EnrollmentFactory, StaffGrantFactory
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.kit.worker import run_worker
from tests.web.coordinator.desk import look, said, sit_down


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    return sit_down(store, client, phase=Phase.INTAKE)


@pytest.fixture
def url(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/outbox"


def invitation(store: Session, cohort: Cohort, name: str = "Wren Ito", **changes: object) -> OutboxMessage:
    """A mail that waits to ask a mentee for the intake."""
    enrollment: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name))
    given: dict[str, object] = {
        "kind": INVITATION,
        "to_email": enrollment.account.email,
        "to_name": name,
        "locale": "en",
        "context": invitation_context(enrollment),
        "program_id": cohort.program_id,
        "dedupe_key": str(enrollment.id),
        "status": MessageStatus.QUEUED,
        "not_before": datetime.now(UTC) + timedelta(minutes=10),
    }
    message = OutboxMessage(**(given | changes))
    store.add(message)
    store.commit()
    return message


def test_empty_outbox_and_missing_mail_server_are_said(client: StrictClient, url: str) -> None:
    client.get(url)

    assert "No mail here" in said(client)
    assert "No mail server is set up, so nobody gets any mail" in said(client)


def test_mail_is_listed_with_why_and_read_without_a_link_that_works(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    message = invitation(store, cohort)

    client.get(url)
    assert "A coordinator asked a mentee for the intake." in said(client)
    client.get(f"{url}/{message.id}")

    assert "Wren Ito" in said(client)
    assert "/l/…" in said(client)
    links = store.scalar(select(func.count()).select_from(SignInLink).where(SignInLink.next_path == "/intake"))
    assert links == 0


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        (MessageStatus.QUEUED, "hold", MessageStatus.HELD),
        (MessageStatus.HELD, "send", MessageStatus.QUEUED),
        (MessageStatus.DEAD, "send", MessageStatus.QUEUED),
        (MessageStatus.QUEUED, "take-back", MessageStatus.CANCELLED),
        (MessageStatus.HELD, "take-back", MessageStatus.CANCELLED),
    ],
)
def test_mail_is_held_sent_and_taken_back(
    client: StrictClient,
    cohort: Cohort,
    store: Session,
    url: str,
    before: MessageStatus,
    verb: str,
    after: MessageStatus,
) -> None:
    message = invitation(store, cohort, status=before)
    address = f"{url}/{message.id}"
    client.get(address)

    assert client.submit(action=f"{address}/{verb}").status_code == 303
    look(store)
    assert message.status is after


def test_sent_mail_cannot_be_taken_back(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    message = invitation(store, cohort)
    address = f"{url}/{message.id}"
    client.get(address)
    message.status = MessageStatus.SENT
    store.commit()

    assert client.submit(action=f"{address}/take-back").status_code == 409


def test_everything_is_held_and_let_go_at_once(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    messages = [invitation(store, cohort, name) for name in ("Wren Ito", "Caspian Rook")]
    client.get(url)
    client.submit(action=f"{url}/hold-all", follow_redirects=True)
    look(store)
    assert {message.status for message in messages} == {MessageStatus.HELD}
    store.rollback()

    client.submit(action=f"{url}/send-all", follow_redirects=True)
    look(store)
    assert {message.status for message in messages} == {MessageStatus.QUEUED}


def test_what_waits_its_ten_minutes_is_sent_at_once_and_what_is_held_stays(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    waiting = [invitation(store, cohort, name) for name in ("Wren Ito", "Caspian Rook")]
    held = invitation(store, cohort, "Juniper Vale", status=MessageStatus.HELD)
    private = invitation(store, cohort, "Secret Reader", private=True)
    client.get(url)

    client.submit(action=f"{url}/send-waiting", follow_redirects=True)

    assert "2 mails leave within a minute." in said(client)
    look(store)
    now = datetime.now(UTC)
    assert [message.not_before <= now for message in (*waiting, held, private)] == [True, True, False, False]
    assert held.status is MessageStatus.HELD


def test_private_mail_and_that_of_others_is_not_visible(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    private = invitation(store, cohort, "Secret Reader", private=True)
    other = invitation(store, cohort, "Basile Tremblefeuille", program_id=None)
    assert len(store.scalars(select(OutboxMessage)).all()) == 2, "there is mail to leak"
    store.commit()

    client.get(url)

    assert "Secret Reader" not in said(client)
    assert "Basile" not in said(client)
    assert client.get(f"{url}/{private.id}").status_code == 404
    assert client.get(f"{url}/{other.id}").status_code == 404


def test_problems_with_sending_are_loud(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    invitation(store, cohort, status=MessageStatus.DEAD, last_error="SMTP 550")

    client.get(url)

    assert "There are problems with sending" in said(client)
    assert "SMTP 550" in said(client)


def test_mail_about_somebody_who_is_gone_says_so(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    message = invitation(store, cohort)
    store.delete(store.get_one(Enrollment, UUID(message.context["enrollment"])))
    store.commit()

    client.get(f"{url}/{message.id}")

    assert "This mail can no longer be written" in said(client)


def test_list_costs_the_same_for_one_and_three(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    counts = []
    for names in (("Wren",), ("Caspian", "Basile")):
        for name in names:
            invitation(store, cohort, name)
        with counted_queries(app) as statements:
            client.get(url)
        counts.append(len(statements))

    assert counts[0] == counts[1], counts


def test_without_mail_server_links_can_be_followed(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    invitation(store, cohort, not_before=datetime.now(UTC) - timedelta(minutes=1))
    run_worker(app)

    client.get(f"{url}/mailbox")
    mail = store.scalars(select(LocalMail)).one()
    store.commit()
    client.get(f"{url}/mailbox/{mail.id}")

    assert client.page is not None
    (link,) = [a.get("href") for a in client.page.iterfind(".//a") if "/l/" in (a.get("href") or "")]
    assert client.get(link.removeprefix("http://localhost")).status_code == 200


def test_sign_in_mail_is_in_the_mailbox_of_administrators_only(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    mail = LocalMail(
        program_id=None,
        message_id=cohort.id,
        to_email="w@example.org",
        subject="Sign in",
        body="x",
        at=datetime.now(UTC),
    )
    store.add(mail)
    store.commit()
    client.get(f"{url}/mailbox")
    assert "w@example.org" not in said(client)
    assert client.get(f"{url}/mailbox/{mail.id}").status_code == 404

    admin = AccountFactory()
    StaffGrantFactory(account=admin, role=StaffRole.ADMINISTRATOR)
    StaffGrantFactory(account=admin, program_id=cohort.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    staff_sign_in(client, admin)
    client.get(f"{url}/mailbox")
    assert "w@example.org" in said(client)


def test_every_kind_of_mail_says_why_it_is_sent() -> None:
    assert [kind for kind in email_kinds if words.why(kind).startswith("A mail of the kind")] == []
