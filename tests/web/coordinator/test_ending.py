"""Ending a program from its settings: read, typed, done; by its coordinator or the administrator of the server."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy.sealing import panel_key_name
from mentorship_app.programs import Program
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.ending import open_waves
from tests.factories import AccountFactory, StaffGrantFactory
from tests.factories.surveys import NOW, STAFF, opened_wave
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import staff_sign_in
from tests.kit.worker import run_worker


@pytest.fixture
def program(store: Session, keyring: Keyring) -> Program:
    """A program with a check-in that is open."""
    wave, _people = opened_wave(store, keyring, 7)
    store.commit()
    return wave.cohort.program


@pytest.fixture
def coordinator(store: Session, program: Program) -> Account:
    made: Account = StaffGrantFactory(account=AccountFactory(), program_id=program.id).account
    store.commit()
    return made


def end_page(program: Program) -> str:
    return f"/p/{program.slug}/settings/end"


def close_waves(store: Session, keyring: Keyring, program: Program) -> None:
    for wave in open_waves(store, program):
        close_wave(store, keyring, wave, by=STAFF, now=NOW)
    store.commit()


def test_open_check_ins_are_named_and_nothing_can_be_pressed(
    client: StrictClient, store: Session, program: Program, coordinator: Account
) -> None:
    staff_sign_in(client, coordinator)
    client.get(end_page(program))
    assert "Close these check-ins first Midpoint check-in" in text_of(client.page)
    assert client.page is not None
    assert client.page.xpath(f".//form[@action='{end_page(program)}']") == []
    store.expire_all()
    assert store.get_one(Program, program.id).ended_at is None


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_the_name_is_typed_and_then_the_key_goes(
    app: Flask, client: StrictClient, store: Session, program: Program, coordinator: Account, keyring: Keyring, who: str
) -> None:
    close_waves(store, keyring, program)
    account = coordinator
    if who == "administrator":
        account = StaffGrantFactory(account=AccountFactory(), role=StaffRole.ADMINISTRATOR).account
        store.commit()
    staff_sign_in(client, account)
    client.get(end_page(program))
    assert client.submit({"name": "another"}, action=end_page(program)).status_code == 422
    assert "Type the name exactly as it stands above" in text_of(client.page)
    assert keyring.has(panel_key_name(program.id))
    response = client.submit({"name": f" {program.name} "}, action=end_page(program))
    assert (response.status_code, response.location) == (303, end_page(program))
    run_worker(app)
    assert not keyring.has(panel_key_name(program.id))
    client.get(end_page(program))
    assert "This program ended on" in text_of(client.page)
    if who == "coordinator":
        client.get(f"/p/{program.slug}/settings/log")
        assert f"ended the program {program.name}." in text_of(client.page)
        client.get(f"/p/{program.slug}/settings/cohorts")
        values = {"name": "Next", "starts_on": "2027-07-01", "ends_on": "2028-06-30"}
        client.submit(values, action=f"/p/{program.slug}/settings/cohorts")
        assert "This program has ended, so nothing new can begin in it." in text_of(client.page)


def test_the_contact_outside_stands_in_both_languages_or_in_none(
    client: StrictClient, store: Session, program: Program, coordinator: Account
) -> None:
    staff_sign_in(client, coordinator)
    settings = f"/p/{program.slug}/settings"
    client.get(settings)
    assert client.submit({"outside_contact_en": "Ombuds office"}, action=settings).status_code == 422
    assert "in both languages, or in neither" in text_of(client.page)
    contact = {"outside_contact_en": "Ombuds office", "outside_contact_fr": "Bureau de l’ombudsman"}
    assert client.submit(contact, action=settings).status_code == 303
    store.expire_all()
    assert store.get_one(Program, program.id).outside_contact.fr == "Bureau de l’ombudsman"
