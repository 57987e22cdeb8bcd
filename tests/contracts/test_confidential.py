"""What people confide reaches nobody it was not meant for: no page, file, mail, event or log, no thief.

Each thing holds a word that stands nowhere else. The tests first find the word where it may be, then look for it
wherever somebody else can look.
"""

import logging
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from mentorship_app.accounts import Account
from mentorship_app.cli import main
from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.tokens import new_token, token_digest
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.records.drawing import page_of
from mentorship_app.matching.records.recording import recorded_of
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.goals.services import set_goal
from mentorship_app.mentoring.meetings import Meeting, cadence, notes
from mentorship_app.mentoring.meetings.links import mint
from mentorship_app.messaging import LocalMail, MailScope, OutboxMessage
from mentorship_app.messaging.render import render
from mentorship_app.programs.outside.models import ContactPerson
from mentorship_app.programs.outside.requests import ContactWords, ask_for_contact
from mentorship_app.training import sealed
from mentorship_app.web.config import Settings
from mentorship_app.web.extensions import db
from tests.contracts.test_identity_stays import SAYS_ANEW, staff_pages
from tests.contracts.test_roles import real_address
from tests.factories.goals import PLANNED
from tests.kit.client import StrictClient
from tests.kit.confided import Confided, Secrets, confide
from tests.kit.programs import FullProgram, full_program
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import run_worker

STAFF = ("coordinator", "viewer", "administrator", "coordinator elsewhere")
PEOPLE = ("mentee", "mentor", "other mentor", "other mentee", "stranger")
ROLES = (*PEOPLE, *STAFF, "outside", "visitor")


@pytest.fixture
def program(store: Session, keyring: Keyring) -> FullProgram:
    return full_program(store, keyring)


@pytest.fixture
def secrets(store: Session, keyring: Keyring, program: FullProgram) -> Secrets:
    return confide(store, keyring, program)


def accounts_of(program: FullProgram, secrets: Secrets) -> dict[str, Account]:
    """Whoever has an account, by role."""
    own = {
        "mentee": program.mentee.account,
        "mentor": program.mentor.account,
        "coordinator": program.coordinator,
        "viewer": program.viewer,
    }
    return own | secrets.others


def browser_of(app: Flask, role: str, program: FullProgram, secrets: Secrets) -> StrictClient:
    browser = app.test_client()
    assert isinstance(browser, StrictClient)
    if role in STAFF:
        staff_sign_in(browser, accounts_of(program, secrets)[role])
    elif role in PEOPLE:
        sign_in(browser, accounts_of(program, secrets)[role])
    return browser


def addresses(app: Flask, store: Session, program: FullProgram, secrets: Secrets) -> list[str]:
    """Every address that can be read, filled with the things that hold something, and the pages of their owners."""
    token = new_token()
    store.scalars(select(ContactPerson)).one().slots_digest = token_digest(token)
    log = mint(store, secrets.pairing, program.mentor, now=clock.now())
    mails = store.scalars(select(OutboxMessage.id).where(OutboxMessage.private.is_(False))).all()
    store.commit()
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    found = {_address(app, rule, program, secrets) for rule in rules}
    found |= {thing.at for thing in secrets.things if thing.at}
    found |= {f"/p/{program.slug}/outbox/{mail}" for mail in mails}
    return sorted(found | {f"/help/slots/{token}", f"/m/{log}", f"/m/{log}/plan"})


def _address(app: Flask, rule: Rule, program: FullProgram, secrets: Secrets) -> str:
    if rule.endpoint.startswith("participant.checkins.") and rule.arguments:
        parts = {"public_id": secrets.check_in.public_id, "pairing_id": secrets.pairing.public_id}
        with app.test_request_context():
            return str(rule.build({name: parts[name] for name in rule.arguments})[1])
    return real_address(app, rule, program)


def unpacked(body: bytes) -> bytes:
    """What can be read of a file: of a workbook or an archive everything in it."""
    if not body.startswith(b"PK\x03\x04"):
        return body
    with ZipFile(BytesIO(body)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def leaks(secrets: Secrets, role: str, at: object, body: bytes) -> list[str]:
    """What a role must not read and does, in words for the failed test."""
    return [
        f"{role} reads {thing.what} at {at}"
        for thing in secrets.things
        if role not in thing.readers and thing.word.encode() in body
    ]


def test_everybody_reads_what_they_wrote_themselves(app: Flask, program: FullProgram, secrets: Secrets) -> None:
    browsers = {role: browser_of(app, role, program, secrets) for role in ("mentee", "mentor")}
    missing = [
        f"{role} does not find {thing.what} at {thing.at}"
        for thing in secrets.things
        for role in sorted(thing.readers & browsers.keys())
        if thing.word not in browsers[role].get(thing.at).text
    ]
    assert missing == []
    assert len(secrets.things) == 12


def test_the_person_outside_reads_in_their_mail_what_was_written_to_them(
    store: Session, keyring: Keyring, secrets: Secrets
) -> None:
    message = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "contact_request")).one()
    scope = MailScope(
        session=store,
        message=message,
        base_url="http://localhost",
        now=clock.now(),
        preview=False,
        keyring=keyring,
    )
    words = [thing.word for thing in secrets.things if "outside" in thing.readers]
    assert len(words) == 1
    assert words[0] in render(scope).body
    assert message.private


@pytest.mark.parametrize("role", ROLES)
def test_no_page_and_no_file_shows_what_was_confided_to_others(
    app: Flask,
    store: Session,
    program: FullProgram,
    secrets: Secrets,
    caplog: pytest.LogCaptureFixture,
    role: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    run_worker(app)
    browser = browser_of(app, role, program, secrets)
    found: list[str] = []
    own: set[str] = set()
    for at in addresses(app, store, program, secrets):
        body = unpacked(browser.get(at).data)
        found += leaks(secrets, role, at, body)
        own |= {thing.word for thing in secrets.things if thing.word.encode() in body}
    assert found == []
    assert own == {thing.word for thing in secrets.things if role in thing.readers and thing.at}, "pages were read"
    logged = [thing.what for thing in secrets.things for one in caplog.records if thing.word in str(one.__dict__)]
    assert logged == []


def test_no_mail_says_what_was_confided_to_others(
    app: Flask, store: Session, program: FullProgram, secrets: Secrets
) -> None:
    """Whatever is written in ten days: invitations, reminders, the coordinator's letter of the week."""
    roles = {account.email: role for role, account in accounts_of(program, secrets).items()}
    for days in (0, 1, 8):
        run_worker(app, now=clock.now() + timedelta(days=days, hours=1))
    store.expire_all()
    mails = store.scalars(select(LocalMail)).all()
    found = []
    for mail in mails:
        role = roles.get(mail.to_email, "somebody else")
        found += leaks(secrets, role, f"the mail “{mail.subject}”", f"{mail.subject} {mail.body}".encode())
    for row in store.scalars(select(OutboxMessage)):
        found += leaks(secrets, "whoever reads the outbox", row.kind, f"{row.context} {row.last_error}".encode())
    assert found == []
    assert {mail.to_email for mail in mails} >= {program.mentee.account.email, program.mentor.account.email}


def rows_of(app: Flask) -> dict[str, list[str]]:
    with app.app_context():
        found = {
            table: [str(dict(row)) for row in db.session.execute(text(f'SELECT * FROM "{table}"')).mappings()]  # noqa: S608  our own names
            for table in inspect(db.engine).get_table_names()
        }
        db.session.rollback()
    return found


def tables_with(app: Flask, thing: Confided) -> set[str]:
    return {table for table, rows in rows_of(app).items() if any(thing.word in row for row in rows)}


def test_what_is_sealed_stands_nowhere_in_the_database_and_the_rest_in_its_own_table(
    app: Flask, settings: Settings, secrets: Secrets
) -> None:
    run_worker(app)
    found = {thing.word: tables_with(app, thing) for thing in secrets.things}
    assert {word: tables for word, tables in found.items() if tables} == {
        "Kowariplace": {"meeting"},
        "Bilbytopic": {"agreement_version"},
        "Bettongname": {"do_not_match"},
    }
    if settings.database_path is None:
        return
    files = [settings.database_path, Path(f"{settings.database_path}-wal")]
    written = b"".join(file.read_bytes() for file in files if file.exists())
    assert b"Bettongname" in written, "a word that is not sealed is found"
    assert [thing.what for thing in secrets.things if thing.sealed and thing.word.encode() in written] == []


def test_no_record_of_matching_report_or_command_holds_it(
    app: Flask,
    store: Session,
    keyring: Keyring,
    program: FullProgram,
    secrets: Secrets,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for command in ("report", "match_runs"):
        monkeypatch.setattr(f"mentorship_app.cli.{command}.load_settings", lambda: app.extensions["settings"])
    cohort, file = f"{program.slug}/{program.cohort.slug}", tmp_path / "report.pdf"
    said = []
    for words in (
        ["report", "build", "--cohort", cohort, "-o", str(file), "--csv"],
        ["match", "run", "--cohort", cohort],
        ["match", "list", "--cohort", cohort],
    ):
        result = CliRunner().invoke(main, words)
        said.append((" ".join(words[:2]), result.output.encode()))
    said.append(("the numbers of the report", file.with_suffix(".csv").read_bytes()))
    said += [("the report", row.encode()) for row in rows_of(app)["report_file"]]
    runs = store.scalars(select(MatchRun.id)).all()
    said += [("the record", page_of(recorded_of(store, run, keyring), "en").encode()) for run in runs[:1]]
    said += [("the trail", row.encode()) for row in rows_of(app)["audit_event"]]

    assert len(said) > 8
    assert [leak for at, body in said for leak in leaks(secrets, "whoever has the file", at, body)] == []


def confide_more(store: Session, keyring: Keyring, program: FullProgram, *, now: datetime) -> None:
    """Everything that leaves no trace for staff, by the other side or once more."""
    meeting = store.scalars(select(Meeting).where(Meeting.public_id == program.parts["meetings"])).one()
    notes.keep(store, keyring, meeting, program.mentee, notes.OwnNote("Other words"))
    cadence.pause(store, program.mentee)
    set_goal(store, keyring, program.mentee, PLANNED, shared=False, now=now)
    sealed.reflect(store, keyring, program.mentor, program.parts["training"], "My thought")
    ask_not_to_be_matched(store, program.mentor, typed_name="Another Person", now=now)
    contacted = ContactWords("555-0143", words="Please call")
    ask_for_contact(store, program.cohort.program, contacted, keyring=keyring, now=now)
    store.commit()


@pytest.mark.usefixtures("secrets")
def test_staff_cannot_tell_that_anything_was_confided(
    app: Flask, store: Session, keyring: Keyring, program: FullProgram
) -> None:
    """Not one byte of theirs differs between before and after."""
    run_worker(app)
    staff_pages(app, program)
    before, rows = staff_pages(app, program), rows_of(app)
    confide_more(store, keyring, program, now=clock.now())
    changed = {table for table, present in rows_of(app).items() if present != rows[table]}
    assert {"meeting_note", "meeting_nudge_pause", "goal", "training_reflection", "do_not_match"} <= changed
    assert "contact_request" in changed
    run_worker(app)

    after = staff_pages(app, program)

    said = [
        {at: SAYS_ANEW.sub("", body.decode("utf-8", "replace")) for at, body in one.items()} for one in (before, after)
    ]
    assert [at for at in said[0] if said[0][at] != said[1][at]] == []
