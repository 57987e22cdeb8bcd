"""Every address declares who may open it, nobody gets in without it, and no GET writes."""

from flask import Flask
from sqlalchemy import event

from mentorship_app.web.access import EXTERNAL_VIEWS
from mentorship_app.web.extensions import db
from tests.kit.client import StrictClient

PUBLIC = {"anyone"}


def _policy(app: Flask, endpoint: str) -> str | None:
    stamp = getattr(app.view_functions[endpoint], "access", None)
    return stamp.policy if stamp else EXTERNAL_VIEWS.get(endpoint)


def test_every_address_declares_who_may_open_it(app: Flask) -> None:
    undeclared = sorted(rule.endpoint for rule in app.url_map.iter_rules() if _policy(app, rule.endpoint) is None)
    assert undeclared == []


def test_no_declaration_is_left_without_an_address(app: Flask) -> None:
    assert sorted(set(EXTERNAL_VIEWS) - {rule.endpoint for rule in app.url_map.iter_rules()}) == []


def _address(app: Flask, rule) -> str:  # type: ignore[no-untyped-def]  # werkzeug's rule
    with app.test_request_context():
        values = {name: "00000000" if name != "page" else "1" for name in rule.arguments}
        return rule.build(values)[1]


def test_visitors_are_sent_to_sign_in_from_every_address_that_is_not_public(app: Flask, client: StrictClient) -> None:
    got_in = []
    for rule in app.url_map.iter_rules():
        if _policy(app, rule.endpoint) in PUBLIC or rule.endpoint == "static":
            continue
        method = "GET" if "GET" in rule.methods else "POST"
        app.config["WTF_CSRF_ENABLED"] = False
        response = client.open(_address(app, rule), method=method)
        if response.status_code not in {302, 303, 401, 403, 404}:
            got_in.append((rule.endpoint, response.status_code))
    assert got_in == []


def test_a_post_without_its_token_is_refused_everywhere(app: Flask, client: StrictClient) -> None:
    taken = []
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods:
            continue
        response = client.open(_address(app, rule), method="POST")
        if response.status_code != 400:
            taken.append((rule.endpoint, response.status_code))
    assert taken == []


def test_no_get_commits_anything(app: Flask, client: StrictClient) -> None:
    commits = []
    writes = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:  # type: ignore[no-untyped-def]  # event signature
        if statement.split(" ", 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            writes.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    event.listen(db.session, "before_commit", commits.append)
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint != "static":
            client.get(_address(app, rule))
    event.remove(db.engine, "before_cursor_execute", note)
    assert (writes, commits) == ([], [])
