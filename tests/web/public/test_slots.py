"""Support slots: anybody takes one without a reason; only the person outside the program sees who."""

import re
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.identity import Actor
from mentorship_app.messaging import LocalMail
from mentorship_app.programs import Cohort, Enrollment, Program
from mentorship_app.programs.outside.person import ContactEntry, name_contact_person
from mentorship_app.programs.slots import SlotBooking, SupportSlot
from mentorship_app.programs.slots.services import SlotEntry, coming, offer_slot, take_slot, taken_in_steps
from tests.factories import EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient
from tests.kit.sign_in import sign_in
from tests.kit.worker import mail_to, run_worker
from tests.web.coordinator.desk import look, said, sit_down

OUTSIDE = ContactEntry("Odile Farrow", "ombudsperson", "ombudsman", "odile@example.org")
BY = Actor(None, "Somebody")


def slot_in(store: Session, program: Program, days: int = 5, hour: int = 12) -> SupportSlot:
    day = (clock.now() + timedelta(days=days)).date()
    return offer_slot(store, program, SlotEntry(day, time(hour, 30), 30, "Room 4"), now=clock.now())


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    made = sit_down(store, client)
    name_contact_person(store, made.program, OUTSIDE, version=0, by=BY, now=clock.now())
    store.commit()
    return made


@pytest.fixture
def mentee(store: Session, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account__name="Wren SECRET", account__email="wren@example.org")
    store.commit()
    return made


def someone(app: Flask, mentee: Enrollment) -> StrictClient:
    browser = app.test_client()
    assert isinstance(browser, StrictClient)
    sign_in(browser, mentee.account)
    return browser


def test_a_slot_is_offered_taken_without_a_reason_and_given_back(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    url = f"/p/{cohort.program.slug}/settings/slots"
    client.get(url)
    entry = {"day": str((clock.now() + timedelta(days=5)).date()), "at": "14:30", "minutes": "30", "place": "Room 4"}
    assert client.submit({**entry, "minutes": "5"}, action=url).status_code == 422
    assert "Enter 10 to 180 minutes." in said(client)
    assert client.submit(entry, action=url).status_code == 303

    phone = someone(app, mentee)
    phone.get("/slots")
    assert "Room 4" in said(phone)
    assert "2:30" in said(phone)
    assert phone.submit(action="/slots/take").status_code == 303
    look(store)
    assert store.scalars(select(SlotBooking)).one().enrollment_id == mentee.id
    store.commit()
    phone.get("/slots")
    assert "Your time" in said(phone)
    assert phone.submit(action="/slots/give-back").status_code == 303
    look(store)
    assert store.scalars(select(SlotBooking)).all() == []
    store.commit()


def test_only_one_person_gets_a_slot_and_one_slot_each(store: Session, cohort: Cohort, mentee: Enrollment) -> None:
    slot, other = slot_in(store, cohort.program), slot_in(store, cohort.program, days=6)
    second = EnrollmentFactory(cohort=cohort)
    take_slot(store, slot, mentee, now=clock.now())
    take_slot(store, slot, mentee, now=clock.now())
    with pytest.raises(Conflict):
        take_slot(store, slot, second, now=clock.now())
    with pytest.raises(Conflict):
        take_slot(store, other, mentee, now=clock.now())
    store.commit()


def test_too_late_is_said_and_what_is_free_stays_there(
    app: Flask, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    slot = slot_in(store, cohort.program)
    slot_in(store, cohort.program, days=7)
    store.commit()
    phone = someone(app, mentee)
    phone.get("/slots")
    take_slot(store, slot, EnrollmentFactory(cohort=cohort), now=clock.now())
    store.commit()
    assert phone.submit({"slot": slot.public_id}, action="/slots/take").status_code == 409
    assert "Somebody else has just taken it" in said(phone)


def test_the_person_outside_sees_names_and_staff_see_none(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    slug = cohort.program.slug
    # Of today, so that the coordinator’s list has no other reason to name them.
    PairingFactory(cohort=cohort, mentee=mentee, started_on=clock.now().date())
    take_slot(store, slot_in(store, cohort.program), mentee, now=clock.now())
    store.commit()
    client.get(f"/p/{slug}/settings/slots")
    assert client.submit(action=f"/p/{slug}/settings/slots/link").status_code == 303
    run_worker(app)
    bodies = [mail.body for mail in mail_to(store, "odile@example.org")]
    store.commit()
    (address,) = re.findall(r"http://localhost(/help/slots/\S+)", " ".join(bodies))
    assert "SECRET" not in " ".join(bodies)

    outside = app.test_client()
    assert isinstance(outside, StrictClient)
    outside.get(address)
    assert "Taken by Wren SECRET, wren@example.org" in said(outside)

    for name in (
        "",
        "outbox",
        "outbox/mailbox",
        "settings/slots",
        "settings/log",
        "settings/contact-person",
        "reports",
    ):
        text = client.get(f"/p/{slug}/{name}", follow_redirects=True).get_data(as_text=True)
        assert "SECRET" not in text, name
        assert "wren@example.org" not in text, name
        assert address not in text, name
    assert "Fewer than five" in client.get(f"/p/{slug}/settings/slots").get_data(as_text=True)
    look(store)
    assert not [event for event in store.scalars(select(AuditEvent)) if "slot" in event.action]
    assert all(mail.private for mail in store.scalars(select(LocalMail)))
    store.commit()

    assert outside.submit(action=f"{address}/remove").status_code == 303
    run_worker(app)
    assert [mail.subject[:9] for mail in mail_to(store, "wren@example.org")][-1] == "Cancelled"
    store.commit()


def test_a_newer_link_and_another_person_end_the_old_link(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    url = f"/p/{cohort.program.slug}/settings/slots"
    found: list[str] = []
    for _ in range(2):
        client.get(url)
        client.submit(action=f"{url}/link")
        run_worker(app)
        bodies = " ".join(mail.body for mail in mail_to(store, "odile@example.org"))
        store.commit()
        found += [one for one in re.findall(r"http://localhost(/help/slots/\S+)", bodies) if one not in found]
    assert [client.get(address).status_code for address in found] == [404, 200]
    other = ContactEntry("Bram Sable", "chaplain", "aumônier", "bram@example.org")
    name_contact_person(store, cohort.program, other, version=1, by=BY, now=clock.now())
    store.commit()
    assert client.get(found[1]).status_code == 404


def test_a_reminder_comes_once_on_the_day_before(
    app: Flask, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    slot = slot_in(store, cohort.program)
    take_slot(store, slot, mentee, now=clock.now())
    starts_at = slot.starts_at
    store.commit()

    def reminders(now: datetime) -> int:
        run_worker(app, now=now)
        run_worker(app, now=now)
        subjects = [mail.subject for mail in mail_to(store, "wren@example.org")]
        store.commit()
        return sum(subject.startswith("Reminder") for subject in subjects)

    assert reminders(starts_at - timedelta(hours=25)) == 0
    assert reminders(starts_at - timedelta(hours=23)) == 1
    assert reminders(starts_at - timedelta(hours=1)) == 1


def test_the_count_goes_in_steps_of_five(store: Session, cohort: Cohort) -> None:
    for number in range(6):
        slot = slot_in(store, cohort.program, days=2 + number)
        take_slot(store, slot, EnrollmentFactory(cohort=cohort), now=clock.now())
        assert taken_in_steps(store, cohort.program) == (5 if number >= 4 else 0)
    store.commit()


def test_nothing_is_offered_in_the_past_or_without_a_contact_person(store: Session, cohort: Cohort) -> None:
    with pytest.raises(FieldError):
        slot_in(store, cohort.program, days=-2)
    other = EnrollmentFactory().cohort.program
    with pytest.raises(Conflict):
        slot_in(store, other)
    assert coming(store, other, now=clock.now()) == []
    store.commit()
