"""The access table: who gets in where. The table is written out here; a new address must be added to it by hand."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.services import find_account, new_link
from mentorship_app.core import clock
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.web.extensions import db
from tests.contracts.test_programs_apart import address, kind_of, names_a_thing
from tests.factories import AccountFactory, EnrollmentFactory, StaffGrantFactory
from tests.kit.client import StrictClient
from tests.kit.programs import FullProgram, full_program
from tests.kit.sign_in import sign_in, staff_sign_in

EVERYBODY = frozenset(
    {"visitor", "mentee", "stranger", "survey_link", "one_factor", "viewer", "coordinator", "administrator"}
)
"""Nobody signed in; somebody whom the survey asks; a mentee of another program; a visit through the survey's mailed
link; a coordinator who came by a mailed link and gave no second factor; staff of the program; staff of the server."""
SIGNED_IN = EVERYBODY - {"visitor", "survey_link"}

TABLE: dict[str, frozenset[str]] = {
    "auth": EVERYBODY,
    "public": EVERYBODY,
    "participant.answers": frozenset({"mentee"}),
    "participant.answers.index": SIGNED_IN,
    "participant.checkins": frozenset(),
    "participant.checkins.index": frozenset({"mentee", "stranger"}),
    "participant.conflicts": frozenset({"mentee", "stranger"}),
    "participant.goals": frozenset({"mentee"}),
    "participant.goals.ask_plan": frozenset({"mentee", "stranger"}),
    "participant.goals.create": frozenset({"mentee", "stranger"}),
    "participant.goals.index": frozenset({"mentee", "stranger"}),
    "participant.goals.new": frozenset({"mentee", "stranger"}),
    "participant.connections": frozenset({"mentee"}),
    "participant.connections.answer": frozenset(),
    "participant.connections.index": SIGNED_IN,
    "participant.groups": frozenset({"mentee"}),
    "participant.home": frozenset({"mentee", "stranger"}),
    "participant.identity": frozenset({"mentee"}),
    "participant.identity.why": frozenset({"mentee", "stranger"}),
    "participant.intake": frozenset({"mentee", "stranger"}),
    "participant.meetings": frozenset({"mentee"}),
    "participant.meetings.calendar_file": frozenset(),
    "participant.meetings.index": frozenset({"mentee", "stranger"}),
    "participant.meetings.reminders": frozenset({"mentee", "stranger"}),
    "participant.mentees": frozenset(),
    "participant.mentors": frozenset({"mentee"}),
    "participant.mentors.index": frozenset({"mentee", "stranger"}),
    "participant.mentors.own": frozenset({"mentee", "stranger"}),
    "participant.named": frozenset(),
    "participant.pair": frozenset({"mentee"}),
    "participant.pair.ask_for": frozenset({"mentee", "stranger"}),
    "participant.pair.take_back_ask": frozenset({"mentee", "stranger"}),
    "participant.pair.index": frozenset({"mentee", "stranger"}),
    "participant.pair.not_safe": frozenset({"mentee", "stranger"}),
    "participant.agreement": frozenset({"mentee"}),
    "participant.me": SIGNED_IN,
    "participant.me.calendar": frozenset({"mentee", "stranger"}),
    "participant.me.invitations": frozenset({"mentee", "stranger"}),
    "participant.me.make_address": frozenset({"mentee", "stranger"}),
    "participant.me.remove_address": frozenset({"mentee", "stranger"}),
    "participant.me.save_zone": frozenset({"mentee", "stranger"}),
    "participant.slots": frozenset({"mentee", "stranger"}),
    "participant.summary": frozenset({"mentee"}),
    "participant.summary.index": SIGNED_IN,
    "participant.time": frozenset(),
    "participant.recognition": frozenset(),
    "participant.training": frozenset({"mentee"}),
    "participant.training.ask_certificate": frozenset({"mentee", "stranger"}),
    "participant.training.certificate": frozenset(),
    "participant.training.index": frozenset({"mentee", "stranger"}),
    "participant.training.rate": frozenset({"mentee", "stranger"}),
    "participant.training.skills": frozenset({"mentee", "stranger"}),
    "participant.surveys": frozenset({"mentee", "survey_link"}),
    "coordinator.actions": frozenset({"coordinator"}),
    "coordinator.applications": frozenset({"coordinator"}),
    "coordinator.calls": frozenset({"coordinator"}),
    "coordinator.invitations": frozenset({"coordinator"}),
    "coordinator.checkins": frozenset({"coordinator"}),
    "coordinator.crosswalk": frozenset({"coordinator"}),
    "coordinator.crosswalk.index": frozenset({"coordinator", "viewer"}),
    "coordinator.forms": frozenset({"coordinator"}),
    "coordinator.gaps": frozenset({"coordinator"}),
    "coordinator.match_groups": frozenset({"coordinator"}),
    "coordinator.match_publish": frozenset({"coordinator"}),
    "coordinator.match_reasons": frozenset({"coordinator"}),
    "coordinator.match_runs": frozenset({"coordinator"}),
    "coordinator.match_settings": frozenset({"coordinator"}),
    "coordinator.matching": frozenset({"coordinator"}),
    "coordinator.measures": frozenset({"coordinator"}),
    "coordinator.outbox": frozenset({"coordinator"}),
    "coordinator.overview": frozenset({"coordinator", "viewer"}),
    "coordinator.pairs": frozenset({"coordinator"}),
    "coordinator.people": frozenset({"coordinator"}),
    "coordinator.recognition": frozenset({"coordinator"}),
    "coordinator.recommendations": frozenset({"coordinator"}),
    "coordinator.editions": frozenset({"coordinator"}),
    "coordinator.rematch": frozenset({"coordinator"}),
    "coordinator.reports": frozenset({"coordinator", "viewer"}),
    "coordinator.reports.build": frozenset({"coordinator"}),
    "coordinator.settings": frozenset({"coordinator"}),
    "coordinator.settings.demo": frozenset(),
    "coordinator.settings.end": frozenset({"coordinator", "administrator"}),
    "coordinator.settings.wipe_demo": frozenset(),
    "coordinator.support": frozenset({"coordinator"}),
    "coordinator.support.index": frozenset({"coordinator", "viewer"}),
    "coordinator.surveys": frozenset({"coordinator"}),
    "coordinator.surveys.results": frozenset({"coordinator", "viewer"}),
    "coordinator.surveys.results_table": frozenset({"coordinator", "viewer"}),
    "coordinator.surveys.imported": frozenset({"coordinator", "viewer"}),
    "coordinator.surveys.imported_table": frozenset({"coordinator", "viewer"}),
    "coordinator.today": frozenset({"coordinator"}),
    "coordinator.training": frozenset({"coordinator"}),
    "coordinator.year": frozenset({"coordinator"}),
}
"""Roles by the beginning of an endpoint; the longest one holds."""


def roles_of(endpoint: str) -> frozenset[str]:
    words = endpoint.split(".")
    beginnings = [".".join(words[:length]) for length in range(len(words), 0, -1)]
    return next(TABLE[beginning] for beginning in beginnings if beginning in TABLE)


@pytest.fixture
def program(app: Flask, store: Session, keyring: Keyring) -> FullProgram:
    """The program, an administrator of the server and a mentee of another program."""
    app.config["WTF_CSRF_ENABLED"] = False
    made = full_program(store, keyring)
    StaffGrantFactory(account=AccountFactory(email="admin@example.org"), role=StaffRole.ADMINISTRATOR)
    EnrollmentFactory(account=AccountFactory(email="stranger@example.org"))
    store.commit()
    return made


def enter_by_survey_link(client: StrictClient, store: Session, program: FullProgram) -> None:
    path = f"/surveys/{program.wave.public_id}"
    token = new_link(store, program.mentee.account, LinkPurpose.WAVE, next_path=path, now=clock.now())
    store.commit()
    client.get(f"/l/{token}")
    assert client.submit(action=f"/l/{token}").location == path


def account_called(store: Session, email: str) -> Account:
    account = find_account(store, email)
    assert account is not None
    # The store would keep the writers' lock, and the sign-in would wait for it.
    store.commit()
    return account


ENTER: dict[str, Callable[[StrictClient, Session, FullProgram], None]] = {
    "visitor": lambda _client, _store, _program: None,
    "mentee": lambda client, _store, program: sign_in(client, program.mentee.account),
    "stranger": lambda client, store, _program: sign_in(client, account_called(store, "stranger@example.org")),
    "survey_link": enter_by_survey_link,
    "one_factor": lambda client, _store, program: sign_in(client, program.coordinator),
    "viewer": lambda client, _store, program: staff_sign_in(client, program.viewer),
    "coordinator": lambda client, _store, program: staff_sign_in(client, program.coordinator),
    "administrator": lambda client, store, _program: staff_sign_in(client, account_called(store, "admin@example.org")),
}


def named_things(program: FullProgram) -> dict[str, str]:
    """What a form has to name where one that names nothing gets 404."""
    return {"cohort": program.cohort.slug, "mentor": program.mentor.public_id, "kind": "career"}


def real_address(app: Flask, rule, program: FullProgram) -> str:  # type: ignore[no-untyped-def]  # werkzeug's rule
    if "program_slug" in rule.arguments:
        return address(app, rule, program.slug, program.parts[kind_of(rule)] if names_a_thing(rule) else "")
    known: dict[str, object] = {
        "public_id": program.wave.public_id,
        "own_id": program.mentee.public_id,
        "mentor_id": program.mentor.public_id,
        "mentee_id": program.mentee.public_id,
        "pairing_id": program.parts["pairs"],
        "meeting_id": program.parts["meetings"],
        "connection_id": program.parts["connections"],
        "group_id": program.parts["groups"],
        "kind": "research",
        "edition_id": program.parts["results"],
        "goal_id": program.parts["goals"],
        "part": "exhaustion",
        "number": 1,
        "section_id": "about",
        "slug": "x",
        "key": program.parts["training"],
        "step": "section-1",
    }
    with app.test_request_context():
        return str(rule.build({name: known.get(name, "00000000") for name in rule.arguments})[1])


def got_in(response) -> bool:  # type: ignore[no-untyped-def]  # werkzeug's response
    """Whether the guard let somebody through to the page, whatever the page then said to an empty form."""
    is_sent_away = response.status_code == 303 and "/sign-in" in (response.location or "")
    return response.status_code not in {401, 403, 404} and not is_sent_away


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_role_gets_in_where_the_table_says_and_nowhere_else(
    app: Flask, client: StrictClient, store: Session, program: FullProgram, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    ENTER[role](client, store, program)
    store.rollback()
    # Nothing that is done lasts, so that every address finds the program whole.
    monkeypatch.setattr(db.session, "commit", db.session.rollback)
    wrong = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint == "static" or rule.endpoint.startswith(("auth.", "public.")):
            continue
        path = real_address(app, rule, program)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            response = client.open(path, method=method, data=named_things(program) if method == "POST" else None)
            if got_in(response) != (role in roles_of(rule.endpoint)):
                wrong.append((method, rule.endpoint, response.status_code, response.location))
    assert wrong == []


def test_the_table_names_every_part_of_the_app(app: Flask) -> None:
    missing = []
    for rule in app.url_map.iter_rules():
        try:
            roles_of(rule.endpoint)
        except StopIteration:
            missing.append(rule.endpoint)
    assert missing == ["static"]
