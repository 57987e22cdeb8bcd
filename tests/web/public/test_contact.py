"""Asking to be contacted: it reaches one person outside the program, and nobody else ever learns of it."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, String, cast, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError
from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.db import Base
from mentorship_app.messaging import LocalMail, OutboxMessage
from mentorship_app.messaging.delivery import deliver_due
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.programs import Program
from mentorship_app.programs.outside import ContactRequest, RequestState
from mentorship_app.programs.outside.person import ContactEntry, contact_to_offer, name_contact_person
from mentorship_app.programs.outside.requests import KEPT, ContactWords, ask_for_contact, state_of
from mentorship_app.web.factory import job_context
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, HelpLineFactory, StaffGrantFactory
from tests.kit.client import StrictClient
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import run_worker
from tests.web.coordinator.desk import look, said, sit_down

SECRET = {"reach": "555-0199-SECRET", "name": "Wren SECRET", "when": "Monday SECRET", "words": "I am SECRET"}
OUTSIDE = ContactEntry("Odile Farrow", "ombudsperson", "ombudsman", "odile@example.org")
BY = Actor(None, "Somebody")


@dataclass
class Caught:
    """A mail server that keeps what it gets, or refuses everything."""

    refuses: bool = False
    mails: list[tuple[str, RenderedMail]] = field(default_factory=list)

    def send(self, message: OutboxMessage, mail: RenderedMail, *, now: datetime) -> None:  # noqa: ARG002  the shape of a transport
        if self.refuses:
            raise smtplib.SMTPResponseException(550, b"no such person")
        self.mails.append((message.to_email, mail))

    @contextmanager
    def line(self) -> Iterator[Self]:
        yield self


@pytest.fixture
def program(store: Session) -> Program:
    made: Program = CohortFactory(program__is_demo=True).program
    HelpLineFactory(program=made)
    name_contact_person(store, made, OUTSIDE, version=0, by=BY, now=clock.now())
    store.commit()
    return made


def ask(client: StrictClient) -> str:
    """Fill the form in; gives the address of the page that says whether it arrived."""
    client.get("/help/contact")
    response = client.submit(SECRET, action="/help/contact")
    assert response.status_code == 303
    assert response.location is not None
    return response.location


def deliver(app: Flask, post: Caught) -> int:
    context = job_context(app)
    return deliver_due(
        context.engine, post, base_url=context.base_url, now=context.now + timedelta(seconds=1), keyring=context.keyring
    )


def everything_stored(store: Session) -> str:
    """All that the database holds in words or bytes."""
    found = []
    for table in Base.metadata.sorted_tables:
        for row in store.execute(
            select(*(cast(c, String) if not isinstance(c.type, LargeBinary) else c for c in table.c))
        ):
            found += [value.decode(errors="ignore") if isinstance(value, bytes) else str(value) for value in row]
    store.commit()
    return " ".join(found)


def test_the_person_outside_gets_the_words_and_then_they_are_gone(
    app: Flask, client: StrictClient, store: Session, program: Program
) -> None:
    where = ask(client)
    assert "on its way" in client.get(where).get_data(as_text=True)
    post = Caught()
    assert deliver(app, post) == 1

    ((address, mail),) = post.mails
    assert address == "odile@example.org"
    assert all(words in mail.body for words in SECRET.values())
    assert program.name in mail.body
    look(store)
    assert store.scalars(select(ContactRequest)).all() == []
    assert store.scalars(select(OutboxMessage)).all() == []
    store.commit()
    assert "Nothing waits here any more" in client.get(where).get_data(as_text=True)


def test_what_is_stored_meanwhile_holds_no_word_of_it(client: StrictClient, store: Session, program: Program) -> None:
    assert contact_to_offer(store, program) is not None
    store.commit()
    ask(client)
    look(store)
    request = store.scalars(select(ContactRequest)).one()
    assert request.sealed
    message = store.scalars(select(OutboxMessage)).one()
    assert (message.private, message.context) == (True, {"request": str(request.id)})
    store.commit()
    assert "SECRET" not in everything_stored(store)


def test_no_page_log_event_or_mailbox_shows_that_anybody_asked(
    app: Flask, client: StrictClient, store: Session, program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    boss, reader = AccountFactory(), AccountFactory()
    StaffGrantFactory(account=boss, program_id=program.id, role=StaffRole.COORDINATOR)
    StaffGrantFactory(account=boss, program_id=None, role=StaffRole.ADMINISTRATOR)
    StaffGrantFactory(account=reader, program_id=program.id, role=StaffRole.VIEWER)
    mentee = EnrollmentFactory(cohort=program.cohorts[0])
    slug = program.slug
    store.commit()
    sign_in(client, mentee.account)
    capsys.readouterr()
    where = ask(client)
    client.get(where)
    written = capsys.readouterr()
    assert written.out + written.err == ""
    look(store)
    assert store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "contact_request")).one()
    store.commit()

    pages = ["", "outbox", "outbox/mailbox", "settings/log", "settings/contact-person", "people", "reports"]
    for account in (boss, reader):
        staff = app.test_client()
        staff_sign_in(staff, account)
        for moment in ("waiting", "delivered"):
            if moment == "delivered":
                run_worker(app)
            for name in pages:
                text = staff.get(f"/p/{slug}/{name}", follow_redirects=True).get_data(as_text=True)
                assert "SECRET" not in text, (moment, name)
                assert "asks you to contact" not in text, (moment, name)
                assert name == "settings/contact-person" or "odile@example.org" not in text, (moment, name)
    look(store)
    assert store.scalars(select(LocalMail).where(LocalMail.to_email == "odile@example.org")).all() == []
    about_it = [event for event in store.scalars(select(AuditEvent)) if "contact" in event.subject_type]
    assert [event.action for event in about_it] == ["programs.contact_person.named"]


def test_what_cannot_be_delivered_says_how_else(
    app: Flask, client: StrictClient, store: Session, program: Program
) -> None:
    assert program.is_demo
    store.commit()
    where = ask(client)
    assert deliver(app, Caught(refuses=True)) == 0
    page = client.get(where).get_data(as_text=True)
    assert "could not be delivered" in page
    assert "Residents’ line" in page
    look(store)
    request = store.scalars(select(ContactRequest)).one()
    assert (request.state, request.sealed) == (RequestState.FAILED, None)
    assert store.scalars(select(OutboxMessage)).all() == []
    store.commit()
    run_worker(app, now=clock.now() + KEPT + timedelta(days=2))
    look(store)
    assert store.scalars(select(ContactRequest)).all() == []


def test_only_a_way_to_reach_somebody_is_needed_and_what_was_typed_stays(
    client: StrictClient, program: Program
) -> None:
    assert program.is_demo
    client.get("/help/contact")
    response = client.submit({"reach": " ", "words": "Please call"}, action="/help/contact")
    assert response.status_code == 422
    assert "Say how to reach you" in said(client)
    assert "Please call" in said(client)


def test_without_a_mail_server_or_a_person_nothing_is_promised(client: StrictClient, store: Session) -> None:
    program = CohortFactory().program
    store.commit()
    assert client.get("/help/contact").location == "/help"
    name_contact_person(store, program, OUTSIDE, version=0, by=BY, now=clock.now())
    store.commit()
    assert client.get("/help/contact").location == "/help", "no mail would leave"
    assert "Odile Farrow" not in client.get("/help").get_data(as_text=True)


def test_a_request_opens_with_the_program_s_key_alone(store: Session, program: Program, keyring: Keyring) -> None:
    token = ask_for_contact(store, program, ContactWords("555-0199"), keyring=keyring, now=clock.now())
    assert state_of(store, token) is RequestState.WAITING
    assert state_of(store, "unknown") is None
    assert f"contact:{program.id}" in keyring.names()
    store.commit()


def test_staff_cannot_be_the_contact_person(client: StrictClient, store: Session) -> None:
    cohort = sit_down(store, client)
    program, url = cohort.program, f"/p/{cohort.program.slug}/settings/contact-person"
    client.get(url)
    entry = {"name": "Odile Farrow", "role_en": "ombudsperson", "role_fr": "ombudsman", "email": "Boss@example.org"}
    assert client.submit(entry, action=url).status_code == 422
    assert "belongs to the staff" in said(client)
    assert client.submit({"email": "odile@example.org"}, action=url).status_code == 303
    look(store)
    person = contact_to_offer(store, program)
    assert person is not None
    assert (person.name, person.role_fr) == ("Odile Farrow", "ombudsman")

    StaffGrantFactory(account=AccountFactory(email="odile@example.org"), program_id=program.id)
    store.commit()
    assert contact_to_offer(store, program) is None
    store.commit()
    client.get(url)
    assert "has become staff" in said(client)


def test_two_coordinators_at_once_see_both(client: StrictClient, store: Session) -> None:
    cohort = sit_down(store, client)
    program, url = cohort.program, f"/p/{cohort.program.slug}/settings/contact-person"
    name_contact_person(store, program, OUTSIDE, version=0, by=BY, now=clock.now())
    store.commit()
    client.get(url)
    other = ContactEntry("Bram Sable", "chaplain", "aumônier", "bram@example.org")
    name_contact_person(store, program, other, version=1, by=BY, now=clock.now())
    store.commit()
    assert client.submit({"name": "Third Person"}, action=url).status_code == 409
    assert "Bram Sable, chaplain, bram@example.org" in said(client)
    assert client.submit(action=url).status_code == 303
    client.get(url)
    assert client.submit(action=f"{url}/remove").status_code == 303
    look(store)
    assert contact_to_offer(store, program) is None
    store.commit()


def test_the_program_s_own_address_is_refused(store: Session, program: Program) -> None:
    own = ContactEntry("Odile Farrow", "ombudsperson", "ombudsman", program.contact_email.upper())
    with pytest.raises(FieldError):
        name_contact_person(store, program, own, version=1, by=BY, now=clock.now())
    store.commit()
