"""Pages are compressed where asked for, and nowhere else."""

import gzip

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Phase
from mentorship_app.web.compression import compressed
from tests.contracts.test_roles import real_address
from tests.kit.client import StrictClient
from tests.kit.programs import full_program
from tests.kit.sign_in import sign_in

PAGE = "<p>Mentors</p>" * 500


def answered(app: Flask, accepts: str, body: str = PAGE, mimetype: str = "text/html") -> Response:
    with app.test_request_context(headers={"Accept-Encoding": accepts}):
        return compressed(Response(body, mimetype=mimetype))


def test_a_page_is_the_same_after_unpacking_and_much_smaller(app: Flask) -> None:
    response = answered(app, "gzip, br")
    assert gzip.decompress(response.get_data()).decode() == PAGE
    assert len(response.get_data()) < len(PAGE) / 4
    assert (response.headers["Content-Encoding"], response.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert response.headers["Content-Length"] == str(len(response.get_data()))


@pytest.mark.parametrize(
    ("accepts", "body", "mimetype"),
    [
        ("", PAGE, "text/html"),
        ("gzip;q=0", PAGE, "text/html"),
        ("gzip", "short", "text/html"),
        ("gzip", PAGE, "text/csv"),
    ],
)
def test_what_is_not_asked_for_or_not_worth_it_stays(app: Flask, accepts: str, body: str, mimetype: str) -> None:
    response = answered(app, accepts, body, mimetype)
    assert response.get_data(as_text=True) == body
    assert "Content-Encoding" not in response.headers


def test_only_the_list_of_mentors_is_compressed(app: Flask, store: Session, keyring: Keyring) -> None:
    """The weight of a compressed page tells what it says: whoever adds a page here has thought of that."""
    program = full_program(store, keyring)
    program.cohort.phase = Phase.INTAKE
    store.commit()
    client = app.test_client()
    assert isinstance(client, StrictClient)
    sign_in(client, program.mentee.account)
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint.startswith(("participant.", "public.")):
            path = real_address(app, rule, program)
            response = FlaskClient.open(client, path, headers={"Accept-Encoding": "gzip"})
            if response.headers.get("Content-Encoding"):
                found.add(rule.endpoint)
    assert found == {"participant.mentors.index"}
