"""Strings that broke other programs, typed into every box of every form.

They are kept or refused in words; nothing crashes, nothing becomes markup, every page stays well-formed. A form gets a
handful of them in turn, so that together the forms get all; ``NAUGHTY=all`` gives each form all of them.
"""

import json
import os
from collections.abc import Iterator
from itertools import count, islice

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Phase
from tests.contracts.test_hostile_text import NAUGHTY_STRINGS, OWN, faults
from tests.contracts.test_roles import real_address
from tests.kit.client import StrictClient
from tests.kit.programs import FullProgram, full_program
from tests.kit.sign_in import sign_in, staff_sign_in

A_HANDFUL = 4
BOXES = frozenset({"text", "email", "search", "tel", "url", "password"})
NOT_WORDS = ("csrf_token", "version", "fingerprint")


def strings() -> list[str]:
    """Ours, and the public list where the machine has it."""
    found = json.loads(NAUGHTY_STRINGS.read_text()) if NAUGHTY_STRINGS.exists() else []
    return [OWN, "\x00", "\ud800".encode("utf-8", "replace").decode(), "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ‮abc", *found]


def boxes(form: etree._Element) -> list[str]:
    """Names of the controls of a form that take words."""
    names = [control.get("name") for control in form.iter("textarea")]
    names += [control.get("name") for control in form.iter("input") if control.get("type", "text") in BOXES]
    return [name for name in names if name and name not in NOT_WORDS]


def forms_of(page: etree._Element | None) -> list[tuple[str | None, list[str]]]:
    """Action and boxes of each form of a page that is posted and takes words."""
    if page is None:
        return []
    posted = [form for form in page.iter("form") if (form.get("method") or "").lower() == "post"]
    return [(form.get("action"), boxes(form)) for form in posted if boxes(form)]


@pytest.mark.parametrize("phase", [Phase.RECRUITMENT, Phase.INTAKE, Phase.ACTIVE])
def test_no_box_of_any_form_is_broken_by_what_is_typed(
    app: Flask, store: Session, keyring: Keyring, phase: Phase
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = True
    program = full_program(store, keyring)
    program.cohort.phase = phase
    store.commit()
    words, turn = strings(), count()
    wrong: list[tuple[str, str, str]] = []
    tried: set[str] = set()
    for client, path in _pages(app, program, store):
        client.page = None
        client.get(path)
        for action, names in forms_of(client.page):
            for text in _some(words, turn):
                client.get(path)
                if not any(here == action for here, _names in forms_of(client.page)):
                    break
                tried.add(f"{path} {action}")
                wrong += [(path, text[:40], problem) for problem in _typed(client, action, names, text)]
    assert wrong == []
    assert len(tried) > 30


def _pages(app: Flask, program: FullProgram, store: Session) -> Iterator[tuple[StrictClient, str]]:
    people = (
        (staff_sign_in, program.coordinator, ("coordinator.", "public.")),
        (sign_in, program.mentee.account, ("participant.",)),
        (sign_in, program.mentor.account, ("participant.",)),
    )
    for enter, account, audience in people:
        client = app.test_client()
        assert isinstance(client, StrictClient)
        store.commit()
        enter(client, account)
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint.startswith(audience):
                yield client, real_address(app, rule, program)


def _some(words: list[str], turn: "count[int]") -> list[str]:
    if os.environ.get("NAUGHTY") == "all":
        return words
    return [words[number % len(words)] for number in islice(turn, A_HANDFUL)]


def _typed(client: StrictClient, action: str | None, names: list[str], text: str) -> list[str]:
    """What went wrong when ``text`` was typed into all boxes of the form and the form was sent."""
    response = client.submit(dict.fromkeys(names, text), action=action, follow_redirects=True)
    if response.status_code >= 500:
        return [str(response.status_code)]
    return faults(client.page) if client.page is not None and response.mimetype == "text/html" else []
