"""Hostile words in every text that people can write, on every page, in every mail and in the table of numbers."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import String, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.core.paths import PROJECT
from mentorship_app.db import Base
from mentorship_app.forms import FormVersion
from mentorship_app.instruments.wording import BoundWording
from mentorship_app.messaging import MailScope, OutboxMessage
from mentorship_app.messaging.delivery import compose
from mentorship_app.messaging.render import render
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table, write_csv
from mentorship_app.reports.words import Words
from tests.contracts.test_roles import real_address
from tests.kit.client import StrictClient, text_of
from tests.kit.programs import FullProgram, full_program
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import run_worker

OWN = (
    "\"><script>alert(1)</script><img src=x onerror=alert(1)>' onmouseover='alert(1) {{7*7}} {% x %} ${7*7} %(name)s "
    "</textarea></title></style><svg/onload=alert(1)><a href=javascript:alert(1)>x</a><!-- ]]> \u202eabc\u202c <b>"
)
NAUGHTY_STRINGS = PROJECT.parent / "shared" / "data" / "bad_input" / "blns.json"
WRITTEN_BY_PEOPLE = {
    "account": ("name",),
    "program": ("name", "organization", "outside_contact_en", "outside_contact_fr"),
    "help_line": ("label_en", "label_fr", "note_en", "note_fr", "number", "owner"),
    "contact_person": ("name", "role_en", "role_fr"),
    "letterhead": ("logo_alt", "address"),
    "support_slot": ("place",),
    "form_version": ("published_by",),
    "action_decision": ("note", "decided_by"),
    "training_level": ("code", "name_en", "name_fr"),
    "cohort": ("name",),
    "rematch_request": ("handled_by",),
    "check_in_wish": ("settled_by",),
    "team_wish": ("settled_by",),
    "connection": ("first_contact", "second_contact"),
    "enrollment": ("department", "site"),
    "meeting": ("place",),
    "tag": ("name",),
    "support_plan": (
        "released_by",
        "budget_source",
        "sponsor_name",
        "sponsor_role",
        "lead_name",
        "lead_role",
        "resources",
    ),
    "support_signature": ("signed_by", "role", "recorded_by"),
    "do_not_match": ("typed_name",),
    "pairing_answer": ("note",),
    "agreement_signature": ("name",),
    "match_publication": ("published_by", "withdrawn_by"),
    "match_record": ("requested_by",),
    "match_run": ("requested_by",),
    "match_side_rule": ("rationale", "decided_by"),
    "match_step": ("rationale", "by"),
    "pairing_exception": ("rationale", "decided_by"),
    "call": ("title_en", "title_fr", "intro_en", "intro_fr"),
    "mentor_application": ("name", "department", "note"),
    "call_target": ("value",),
    "mentoring_group": ("name",),
    "training_module": ("title_en", "title_fr", "text_en", "text_fr"),
    "invitation": ("name", "department"),
    "future_interest": ("name", "department"),
    "response_comment": ("text",),
    "paper_place": ("place_en", "place_fr"),
    "paper_entry": ("name",),
    "wave": ("title_en", "title_fr", "consent_en", "consent_fr", "news_en", "news_fr"),
    "score_import": ("title_en", "title_fr", "source_en", "source_fr"),
    "report": ("requested_by",),
    "report_edition": ("created_by", "frozen_by"),
    "report_text": ("text",),
    "report_theme": ("name", "summary", "quote"),
    "recommendation": ("text", "owner", "outcome"),
    "requirement": ("element", "text", "link", "gap"),
    "report_file": ("title",),
    "audit_event": ("actor_name",),
    "outbox_message": ("to_name",),
    "local_mail": ("subject", "body"),
    "roster_upload": ("file_name",),
    "wording_upload": ("file_name",),
    "bound_wording": ("source", "bound_by"),
    "licence_record": ("holder", "number", "note"),
    "year_task": ("title_en", "title_fr", "done_by", "note"),
    "recognition_words": ("leader_name", "leader_role_en", "leader_role_fr", "thanks_en", "thanks_fr"),
    "recognition_line": ("line",),
}
ANSWERS = {
    "mentor_application": ("draft", "answers", "identity_answers"),
    "profile": ("draft", "answers", "identity_answers"),
    "agreement_version": ("terms",),
}


def naughty() -> Iterator[str]:
    """Our own list in one text; then public lists of strings, where the machine has one."""
    yield OWN
    if NAUGHTY_STRINGS.exists():
        strings = [text for text in json.loads(NAUGHTY_STRINGS.read_text()) if "<" in text or "{" in text]
        # Every fifth: all of them at once make pages that take minutes to parse.
        yield "".join(sign for sign in " ".join(strings[::5]) if sign.isprintable())[:1_500]


def spoilt(value: object, text: str) -> object:
    """An answer whose free words are hostile."""
    if isinstance(value, str):
        return text if " " in value else value
    if isinstance(value, dict) and "own" in value:
        return value | {"own": [text[:60]]}
    return value


def spoilt_form(value: object, text: str) -> object:
    """A form all of whose words, in both languages, are hostile."""
    if isinstance(value, list):
        return [spoilt_form(entry, text) for entry in value]
    if not isinstance(value, dict):
        return value
    words = {key: text for key in ("en", "fr") if key in value}
    return {key: spoilt_form(entry, text) for key, entry in value.items()} | words


def spoilt_wording(value: object, text: str) -> object:
    """Every text of a measure hostile, its names as they were."""
    if isinstance(value, dict):
        return {key: spoilt_wording(entry, text) for key, entry in value.items()}
    if isinstance(value, list):
        return [f"{text} {number}" for number, _label in enumerate(value)]
    return text


def spoil(store: Session, text: str) -> None:
    for mapper in Base.registry.mappers:
        table = mapper.local_table.name
        columns = WRITTEN_BY_PEOPLE.get(table, ())
        for thing in store.scalars(select(mapper.class_)):
            for number, column in enumerate(columns):
                # Two levels may not share a code.
                setattr(thing, column, text if column != "code" else f"{text}{number}{id(thing)}")
            for column in ANSWERS.get(table, ()):
                kept = getattr(thing, column) or {}
                setattr(thing, column, {key: spoilt(value, text) for key, value in kept.items()})
            if isinstance(thing, BoundWording):
                thing.texts = {language: spoilt_wording(texts, text) for language, texts in thing.texts.items()}
            if isinstance(thing, FormVersion):
                thing.content = spoilt_form(thing.content, text)
    store.commit()


OWN_LOGO = re.compile(r"/p/[a-z0-9-]+/settings/letterhead/logo\.png\?version=[0-9]+")


def faults(page: etree._Element) -> list[str]:
    """Elements and attributes that no template of ours writes."""
    found = []
    for node in page.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag == "script" and not (node.get("src") or "").startswith("/static/"):
            found.append("a script")
        for name, value in node.attrib.items():
            # What was typed into a box comes back in it, and is no address there.
            is_address = name != "value" and value.strip().lower().startswith("javascript:")
            if name.startswith("on") or is_address:
                found.append(f"{node.tag} {name}={value[:40]}")
        source = node.get("src") or ""
        is_ours = source.startswith(("/static/", "data:image/svg+xml")) or OWN_LOGO.fullmatch(source)
        if node.tag == "img" and not is_ours:
            found.append(f"a picture from {node.get('src')}")
    return found


@pytest.fixture
def program(app: Flask, store: Session, keyring: Keyring) -> FullProgram:
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return full_program(store, keyring)


@pytest.mark.parametrize("text", list(naughty()), ids=lambda text: text[:12].encode("ascii", "replace").decode())
def test_no_page_lets_words_become_markup(app: Flask, store: Session, program: FullProgram, text: str) -> None:
    spoil(store, text)
    wrong, showing = [], 0
    people = (
        (staff_sign_in, program.coordinator, ("coordinator.", "public.")),
        (sign_in, program.mentee.account, ("participant.", "public.")),
        (sign_in, program.mentor.account, ("participant.",)),
    )
    for enter, account, audience in people:
        browser = app.test_client()
        assert isinstance(browser, StrictClient)
        store.commit()
        enter(browser, account)
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or not rule.endpoint.startswith(audience):
                continue
            path = real_address(app, rule, program)
            if rule.endpoint == "public.calls.show":
                path = f"/apply/{program.parts['calls']}"
            browser.page = None
            response = browser.get(path)
            if response.status_code >= 500:
                wrong.append((path, str(response.status_code)))
            if browser.page is not None:
                wrong += [(path, fault) for fault in faults(browser.page)]
                showing += " ".join(text.split())[:40] in text_of(browser.page)
    assert wrong == []
    assert showing > 20, "the words are on the pages, so they could have been markup"


def test_words_stay_words_in_mails(app: Flask, store: Session, program: FullProgram) -> None:
    """No template runs what somebody typed, and no line break of theirs makes a header."""
    spoil(store, "{{7*7}} %(name)s {% raise %}\r\nBcc: eve@example.org")
    sent = []
    for kind, context in {
        "sign_in": {"account_id": str(program.mentee.account_id), "next_path": "/home", "contact": "a@example.org"},
        "wave_invitation": {"wave_id": str(program.wave.id), "enrollment_id": str(program.mentee.id)},
        "wave_reminder": {"wave_id": str(program.wave.id), "mailing": "reminder_3"},
        "wave_evening": {"wave_id": str(program.wave.id), "mailing": "evening"},
    }.items():
        message = OutboxMessage(
            id=program.wave.id,
            kind=kind,
            to_email="wren@example.org",
            to_name="Wren\r\nBcc: eve@example.org",
            locale="en",
            context=context,
        )
        now = datetime.now(UTC)
        mail = render(MailScope(session=store, message=message, base_url="http://x", now=now, preview=True))
        wire = compose(message, mail, sender="m@example.org", now=now)
        assert wire["Bcc"] is None
        assert b"\nBcc:" not in wire.as_bytes().split(b"\n\n")[0]
        sent.append(mail.subject + mail.body)
    store.rollback()
    assert "49" not in "".join(sent)
    assert "{{7*7}} %(name)s {% raise %}" in sent[1]
    run_worker(app)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_no_cell_of_the_table_is_a_formula(text: str) -> None:
    row = Row(text, (Cell("1", (Number(text, -1.5, 1),)),), note=text)
    table = Table(caption=text, columns=(Column(text), Column("n")), rows=(row,), survey=text)
    lines = list(csv.reader(io.StringIO(write_csv([(text, [table])], Words("en")).decode("utf-8-sig"), newline="")))
    cells = [cell for line in lines[1:] for cell in line]
    assert "-1.5" in cells, "a number keeps its sign"
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell not in {"", "-1.5"}] == []


def test_every_column_for_words_is_either_spoilt_here_or_ours() -> None:
    """A new text column must be thought about: does somebody write it, or the app?"""
    ours = {
        "email", "locale", "slug", "timezone", "contact_email", "public_id", "password", "fs_uniquifier",
        "token_digest", "tf_primary_method", "tf_totp_secret", "next_path", "code_digest", "spent_digest",
        "session_digest", "subject_digest", "instrument_key", "questionnaire_key", "digest", "subject", "figure",
        "slots_digest",
        "action", "subject_type", "kind", "dedupe_key", "last_error", "error", "to_email", "content_hash", "data_hash",
        "html", "question", "budget_currency", "key", "module_key", "search_text", "step",
        "former_type", "question_id", "source", "bound_by", "fingerprint", "inputs_digest", "result_digest", "solver",
        "how", "uid", "page",
    }  # fmt: skip
    left = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if type(column.type) is String and column.name not in ours | set(WRITTEN_BY_PEOPLE.get(table.name, ()))
    ]
    assert left == []
