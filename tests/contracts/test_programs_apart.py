"""Two programs on one server: to the staff of one, nothing of the other exists."""

import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from mentorship_app.core.keyring import Keyring
from mentorship_app.web.config import Settings
from tests.kit.client import StrictClient
from tests.kit.programs import FullProgram, full_program
from tests.kit.sign_in import staff_sign_in

UNKNOWN = {"slug": "no-such-program", "id": "00000000-0000-4000-8000-000000000000"}
FORM_PARTS = {
    "form_key": "mentee_intake",
    "form_section": "about",
    "form_question": "has_mentor",
    "form_number": "1",
    "form_type": "date",
    "measure_key": "who_5",
    "section_key": "summary",
}
"""Every program has the same forms, measures and sections; what stands in them is found only through the program."""
DEEPER = (
    "mailbox", "mailings", "import", "imports", "help", "staff", "tags", "licences", "bind", "recommendations",
)  # fmt: skip
DIFFERS_EACH_TIME = re.compile(r'name="csrf_token" value="[^"]*"|Reference[^<]*|content="[^"]{60,}"')


def kind_of(rule: Rule) -> str:
    """Which of a full program's things the address is about, from its words."""
    words = [word for word in rule.rule.split("/") if word and not word.startswith("<")][1:]
    if words[:2] in (["pairs", "new"], ["matching", "pairs"]):
        return "unpaired"
    if words[0:1] == ["matching"] and len(words) > 1:
        return words[1]
    for deeper in DEEPER:
        if deeper in words:
            return deeper
    if words[:2] == ["reports", "e"]:
        return "editions"
    return words[0] if words else ""


def staff_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "program_slug" in rule.arguments]


def address(app: Flask, rule: Rule, slug: str, part: str) -> str:
    """The address with a program and a thing filled in; other places get a value that exists everywhere."""
    fixed = {"decision": "accept", "kind": "csv"} | FORM_PARTS
    values = {name: fixed.get(name, part) for name in rule.arguments} | {"program_slug": slug}
    with app.test_request_context():
        return str(rule.build(values)[1])


def names_a_thing(rule: Rule) -> bool:
    return bool(rule.arguments - {"program_slug", "decision", "kind"} - FORM_PARTS.keys())


def requests_to(app: Flask, slug: str, program: FullProgram) -> list[tuple[str, str, str]]:
    """Method, address with real ids, address with ids that nobody has, for every staff route."""
    found = []
    for rule in staff_rules(app):
        part = program.parts[kind_of(rule)] if names_a_thing(rule) else ""
        real = address(app, rule, slug, part)
        unknown = address(app, rule, slug, UNKNOWN["id"]) if names_a_thing(rule) else real
        found += [(method, real, unknown) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


def body_of(text: str, *forgotten: str) -> str:
    """The page without what differs at each request and without the address that was asked for."""
    for word in forgotten:
        text = text.replace(word, "*")
    return DIFFERS_EACH_TIME.sub("", text)


def everything(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    assert settings.database_path is not None
    with closing(sqlite3.connect(settings.database_path)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: file.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}  # noqa: S608  our own names


@pytest.fixture
def programs(app: Flask, store: Session, keyring: Keyring) -> tuple[FullProgram, FullProgram]:
    app.config["WTF_CSRF_ENABLED"] = False
    return full_program(store, keyring), full_program(store, keyring)


def test_coordinators_find_their_own_things(
    app: Flask, client: StrictClient, programs: tuple[FullProgram, FullProgram]
) -> None:
    """What the next two tests refuse is really there."""
    mine, _theirs = programs
    staff_sign_in(client, mine.coordinator)
    missing = []
    for method, real, _unknown in requests_to(app, mine.slug, mine):
        if method == "GET" and client.get(real).status_code in {401, 403, 404}:
            missing.append(real)
    assert missing == [f"/p/{mine.slug}/settings/demo"], "only a demo can be wiped"


@pytest.mark.parametrize("who", ["coordinator", "viewer"])
def test_another_program_does_not_exist_for_staff(
    app: Flask, client: StrictClient, settings: Settings, programs: tuple[FullProgram, FullProgram], who: str
) -> None:
    mine, theirs = programs
    staff_sign_in(client, getattr(mine, who))
    unknown_program = client.get(f"/p/{UNKNOWN['slug']}/")
    assert unknown_program.status_code == 404
    before = everything(settings)
    for method, real, _unknown in requests_to(app, theirs.slug, theirs):
        answer = client.open(real, method=method)
        assert answer.status_code == 404, (method, real, answer.status_code)
        nowhere = client.open(real.replace(theirs.slug, UNKNOWN["slug"]), method=method)
        said = [body_of(page.get_data(as_text=True), theirs.slug, UNKNOWN["slug"]) for page in (answer, nowhere)]
        assert said[0] == said[1], (method, real)
    assert everything(settings) == before


def test_the_things_of_another_program_are_not_found_in_ones_own(
    app: Flask, client: StrictClient, settings: Settings, programs: tuple[FullProgram, FullProgram]
) -> None:
    mine, theirs = programs
    staff_sign_in(client, mine.coordinator)
    before = everything(settings)
    for method, real, unknown in requests_to(app, mine.slug, theirs):
        if real == unknown:
            continue
        answer, nowhere = client.open(real, method=method), client.open(unknown, method=method)
        assert (answer.status_code, nowhere.status_code) == (404, 404), (method, real)
        part = real.removeprefix(f"/p/{mine.slug}/")
        said = [
            body_of(page.get_data(as_text=True), path, path.removeprefix(f"/p/{mine.slug}/"))
            for page, path in ((answer, real), (nowhere, unknown))
        ]
        assert said[0] == said[1], (method, part)
    assert everything(settings) == before
