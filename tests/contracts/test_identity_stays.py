"""Who somebody says they are stays with matching, their match and themselves: no trace of it reaches staff."""

import logging
import re

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.intake import Profile
from mentorship_app.web.extensions import db
from tests.contracts.test_roles import real_address
from tests.factories.recruitment import ApplicationFactory
from tests.kit.client import StrictClient
from tests.kit.programs import FullProgram, full_program
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import run_worker

TOLD = ("Fernwalker", "Lantern people", "Marshfolk", "Quiet Way")
SAYS_ANEW = re.compile(
    r'name="csrf_token" value="[^"]*"|Reference[^<]*|content="[^"]{60,}"'
    r"|[0-9]+ (second|minute)s?( ago)?|[0-9]{1,2}:[0-9]{2}"
)


@pytest.fixture
def program(store: Session, keyring: Keyring) -> FullProgram:
    made = full_program(store, keyring)
    ApplicationFactory(
        call__cohort=made.cohort, enrollment=made.mentor, email=made.mentor.account.email, sent=True, told=True
    )
    store.commit()
    return made


def staff_pages(app: Flask, program: FullProgram) -> dict[tuple[str, str], bytes]:
    """Everything that coordinators and viewers can read: pages, files to download, the log."""
    seen = {}
    for person in (program.coordinator, program.viewer):
        browser = app.test_client()
        assert isinstance(browser, StrictClient)
        staff_sign_in(browser, person)
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and "program_slug" in rule.arguments:
                address = real_address(app, rule, program)
                seen[person.name, address] = browser.get(address, follow_redirects=True).data
    return seen


def test_no_page_file_log_or_mail_of_staff_holds_an_answer(
    app: Flask, client: StrictClient, program: FullProgram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sign_in(client, program.mentee.account)
    own = f"/me/identity/{program.mentee.public_id}"
    page = client.get(own).text
    assert all(word in page for word in TOLD), "there is something to leak"
    client.submit({"communities-use": "match"}, action=own)

    run_worker(app)
    pages = staff_pages(app, program)
    assert len(pages) > 40
    wrong = [(at, word) for at, body in pages.items() for word in TOLD if word.encode() in body]
    assert wrong == []
    assert [record for record in caplog.records for word in TOLD if word in str(record.__dict__)] == []


def test_the_words_stand_in_their_own_column_and_nowhere_else(
    app: Flask, client: StrictClient, program: FullProgram
) -> None:
    sign_in(client, program.mentee.account)
    client.get(f"/me/identity/{program.mentee.public_id}")
    client.submit({"faith-use": "match"}, action=f"/me/identity/{program.mentee.public_id}")
    run_worker(app)
    found = set()
    with app.app_context():
        for table in inspect(db.engine).get_table_names():
            for row in db.session.execute(text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608  our own names
                found |= {(table, name) for name, value in row.items() if any(word in str(value) for word in TOLD)}
        db.session.rollback()
    assert found == {("profile", "identity_answers"), ("mentor_application", "identity_answers")}


def test_staff_cannot_tell_who_answered(app: Flask, client: StrictClient, store: Session, program: FullProgram) -> None:
    """Not one byte of theirs differs between before and after."""
    profile = store.scalars(select(Profile)).one()
    profile.identity_answers, profile.identity_uses, profile.identity_version = {}, {}, None
    store.commit()
    staff_pages(app, program)
    before = {at: SAYS_ANEW.sub("", body.decode("utf-8", "replace")) for at, body in staff_pages(app, program).items()}

    sign_in(client, program.mentee.account)
    client.get(f"/me/identity/{program.mentee.public_id}")
    client.submit({"faith": "The Quiet Way", "faith-use": "match"}, action=f"/me/identity/{program.mentee.public_id}")
    assert store.scalars(select(Profile.identity_answers)).one() == {"faith": "The Quiet Way"}
    store.commit()

    after = {at: SAYS_ANEW.sub("", body.decode("utf-8", "replace")) for at, body in staff_pages(app, program).items()}
    assert [at for at in before if before[at] != after[at]] == []
