"""What hashing a password costs outside the tests, whose own app hashes quickly."""

from flask_security.utils import hash_password, verify_password

from mentorship_app.web import create_app
from mentorship_app.web.config import Settings

MEMORY_KIB, TIMES = 19_456, 2
"""The least that OWASP's password storage sheet names for Argon2id."""


def test_passwords_are_hashed_slowly(settings: Settings) -> None:
    with create_app(settings).app_context():
        hashed = hash_password("four plain fictional words")
        assert verify_password("four plain fictional words", hashed)

    kind, _version, costs = hashed.split("$")[1:4]
    cost = dict(part.split("=") for part in costs.split(","))
    assert kind == "argon2id"
    assert int(cost["m"]) >= MEMORY_KIB
    assert int(cost["t"]) >= TIMES
