"""What every answer carries: nothing kept by shared computers, no other host, nothing from elsewhere."""

import pytest
from flask import Flask

from mentorship_app.web.security import FOR_EVERYBODY, HEADERS
from tests.kit.client import StrictClient


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Endpoint and address of every page that can be asked for, with made-up ids."""
    with app.test_request_context():
        return [
            (rule.endpoint, rule.build({name: "00000000" if name != "page" else "1" for name in rule.arguments})[1])
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint != "static"
        ]


def test_only_what_everybody_gets_alike_is_kept_by_a_browser(app: Flask, client: StrictClient) -> None:
    kept = {}
    for endpoint, address in addresses(app):
        kept[endpoint] = client.get(address).headers["Cache-Control"]
    assert {endpoint for endpoint, rule in kept.items() if rule != "no-store"} == FOR_EVERYBODY


def test_every_answer_carries_the_headers(app: Flask, client: StrictClient) -> None:
    bare = []
    for endpoint, address in [*addresses(app), ("unknown", "/no/such/page")]:
        headers = client.get(address).headers
        bare += [(endpoint, name) for name in HEADERS if name not in headers]
        bare += [(endpoint, name) for name in ("Server", "ETag", "Last-Modified") if name in headers]
    assert bare == []


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "localhost@evil.example", "evil.example#"])
def test_a_host_that_is_not_ours_gets_no_page(client: StrictClient, name: str) -> None:
    assert client.get("/sign-in", headers={"Host": "localhost"}).status_code == 200
    assert client.get("/sign-in", headers={"Host": name}).status_code == 400


def test_a_forwarded_host_changes_nothing(client: StrictClient) -> None:
    plain = client.get("/p/x/outbox").location
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    assert client.get("/p/x/outbox", headers=forged).location == plain
