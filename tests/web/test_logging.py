"""The log tells what happened; never who, from where, or what they typed."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask

from mentorship_app.web import logging as request_logging
from mentorship_app.web.config import Settings
from mentorship_app.web.logging import JsonFormatter, unlogged


def record(name: str, message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.getLogger(name).makeRecord(name, logging.INFO, "f.py", 1, message, args, None, extra=extra)
    assert isinstance(made, logging.LogRecord)
    return made


def line(made: logging.LogRecord) -> dict[str, object]:
    text = JsonFormatter().format(made)
    assert "\n" not in text
    parsed: dict[str, object] = json.loads(text)
    return parsed


def test_our_records_carry_their_values() -> None:
    shown = line(record("mentorship_app.jobs", "job %s ended", "a1", attempts=2))
    assert (shown["event"], shown["attempts"]) == ("job a1 ended", 2)


def test_line_breaks_cannot_forge_a_second_line() -> None:
    assert line(record("mentorship_app.x", "a\nb\r\u2028c"))["event"] == "a\nb\r\u2028c"


def test_records_of_others_leave_out_their_values() -> None:
    made = record("waitress", "Exception while serving %s", "/sign-in/SECRET-TOKEN")
    assert line(made)["event"] == "Exception while serving %s"


def test_text_of_an_exception_is_left_out() -> None:
    try:
        raise ValueError("ada@example.org typed this")
    except ValueError as error:
        made = record("mentorship_app.web.errors", "request failed")
        made.exc_info = (ValueError, error, error.__traceback__)
    shown = line(made)
    assert shown["error"] == "ValueError"
    assert str(shown["trace"]).startswith("['test_logging.py:")
    assert "ada" not in json.dumps(shown)


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Flask]:
    made = Flask("logged")
    public, participant, auth = Blueprint("public", "p"), Blueprint("participant", "q"), Blueprint("auth", "r")
    staff = Blueprint("staff", "s", url_prefix="/staff")
    public.add_url_rule("/join/<token>", "join", lambda token: f"hello {token}")
    public.add_url_rule("/w/<token>", "wave", unlogged(lambda token: token))
    participant.add_url_rule("/me/survey", "survey", lambda: "thanks")
    auth.add_url_rule("/l/<token>", "link", lambda token: token)
    staff.add_url_rule("/code", "code", lambda: "code?")
    auth.register_blueprint(staff)
    for blueprint in (public, participant, auth):
        made.register_blueprint(blueprint)
    root, ours = logging.getLogger(), logging.getLogger("mentorship_app")
    before = (list(root.handlers), root.level, ours.level)
    request_logging.init_app(
        made,
        Settings(
            instance_dir=tmp_path,
            database_url="sqlite://",
            secret_key="k" * 40,
            security_password_salt="s" * 40,
            security_totp_secret="t" * 40,
        ),
    )
    yield made
    root.handlers[:], root.level = before[0], before[1]
    ours.setLevel(before[2])


def test_request_is_named_by_its_rule(logged: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    answer = logged.test_client().get("/join/SECRET-TOKEN?email=ada@example.org")
    written = capsys.readouterr().err
    shown = json.loads(written)
    assert (shown["method"], shown["route"], shown["status"]) == ("GET", "/join/<token>", 200)
    assert shown["request_id"] == answer.headers["X-Request-ID"]
    assert not [secret for secret in ("SECRET-TOKEN", "ada", "127.0.0.1") if secret in written]


@pytest.mark.parametrize("path", ["/me/survey", "/l/SECRET-TOKEN", "/w/SECRET-TOKEN", "/no/such/SECRET-TOKEN"])
def test_survey_and_unknown_addresses_leave_no_line(
    logged: Flask, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    client = logged.test_client()
    client.get(path)
    assert capsys.readouterr().err == ""
    client.get("/staff/code")
    assert json.loads(capsys.readouterr().err)["route"] == "/staff/code"
