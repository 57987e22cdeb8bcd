"""What long lists cost with a thousand rows, and how many statements they run.

    .venv/bin/python benchmarks/long_lists.py

Milliseconds are CPU of this process, which takes the part of the server; nobody reads the page.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402  the checkout is not on the path before this line
from flask.testing import FlaskClient  # noqa: E402
from flask_migrate import upgrade  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from mentorship_app.accounts import Account  # noqa: E402
from mentorship_app.core import clock  # noqa: E402
from mentorship_app.core.identity import SYSTEM, StaffRole  # noqa: E402
from mentorship_app.programs import CohortRole, Phase  # noqa: E402
from mentorship_app.recruitment import ApplicationStatus  # noqa: E402
from mentorship_app.recruitment.invitations import services as invitations  # noqa: E402
from mentorship_app.recruitment.invitations.entries import Entry  # noqa: E402
from mentorship_app.web import create_app  # noqa: E402
from tests.conftest import settings_in  # noqa: E402
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory, bind_factories  # noqa: E402
from tests.factories.intake import ProfileFactory  # noqa: E402
from tests.factories.recruitment import ApplicationFactory, CallFactory  # noqa: E402
from tests.kit.client import StrictClient  # noqa: E402
from tests.kit.queries import counted_queries  # noqa: E402
from tests.kit.sign_in import sign_in, staff_sign_in  # noqa: E402

ROUNDS = 10
SIZES = (3, 1_000)


def pages(program: str, call: str) -> list[tuple[str, str]]:
    """Address and what stands there."""
    here = f"/p/{program}"
    return [
        ("people", f"{here}/people"),
        ("people, search", f"{here}/people?words=zoe"),
        ("applications", f"{here}/applications"),
        ("applications, search", f"{here}/applications?words=zoe"),
        ("invitations of a call", f"{here}/calls/{call}/invitations"),
        ("invitations, search", f"{here}/calls/{call}/invitations?words=zoe"),
        ("a call with its funnel", f"{here}/calls/{call}"),
        ("needs and offers", f"{here}/gaps"),
    ]


def measure(size: int) -> dict[str, tuple[float, int]]:
    """CPU in milliseconds and statements of each page, with ``size`` people, applications and invitations."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_in(Path(folder), f"sqlite:///{folder}/mentorship.db"))
        app.config["TESTING"], app.config["RATELIMIT_ENABLED"] = True, False
        app.test_client_class = StrictClient
        with app.app_context():
            upgrade()
            with Session(app.extensions["write_engine"], expire_on_commit=False) as store:
                bind_factories(store)
                program, call, coordinator = fill(store, size)
                mentee = fill_directory(size)
                store.commit()
        found = timed(app, pages(program, call), coordinator, staff_sign_in)
        return found | timed(app, [("mentors, for a mentee", "/mentors")], mentee, sign_in)


def fill_directory(size: int) -> Account:
    """Another program with that many accepted mentors, and a mentee who looks at them."""
    cohort = CohortFactory(phase=Phase.INTAKE)
    call = CallFactory(cohort=cohort)
    for mentor in EnrollmentFactory.create_batch(size, cohort=cohort, role=CohortRole.MENTOR, capacity=2):
        ApplicationFactory(call=call, sent=True, status=ApplicationStatus.APPROVED, enrollment=mentor)
    mentee = EnrollmentFactory(cohort=cohort)
    ProfileFactory(enrollment=mentee, sent=True)
    account: Account = mentee.account
    return account


def fill(store: Session, size: int) -> tuple[str, str, Account]:
    """A program of that size; gives the slugs of program and call, and a coordinator."""
    cohort = CohortFactory(phase=Phase.RECRUITMENT)
    call = CallFactory(cohort=cohort)
    coordinator = AccountFactory()
    StaffGrantFactory(account=coordinator, program_id=cohort.program_id, role=StaffRole.COORDINATOR)
    EnrollmentFactory.create_batch(size, cohort=cohort)
    ApplicationFactory.create_batch(size, call=call, sent=True)
    people = [Entry(n, f"invited{n}@example.org", f"Zoé Fictional {n}") for n in range(1, size + 1)]
    invitations.invite(store, call, people, by=SYSTEM, now=clock.now())
    return cohort.program.slug, call.slug, coordinator


def timed(
    app: Flask,
    addresses: list[tuple[str, str]],
    person: Account,
    enter: Callable[[StrictClient, Account], None],
) -> dict[str, tuple[float, int]]:
    """The median of some rounds after one that warms up."""
    client, found = app.test_client(), {}
    assert isinstance(client, StrictClient)
    enter(client, person)
    for name, address in addresses:
        client.get(address)
        spent = []
        for _ in range(ROUNDS):
            begun = time.process_time()
            with counted_queries(app) as statements:
                answer = FlaskClient.open(client, address)
            spent.append((time.process_time() - begun) * 1_000)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answers {answer.status_code}")
        found[name] = (statistics.median(spent), len(statements))
    return found


def main() -> None:
    """Print a line for each page."""
    small, large = (measure(size) for size in SIZES)
    print(f"{'page':<26} {'3 rows':>18} {'1,000 rows':>18}")
    for name, (milliseconds, statements) in large.items():
        few, many = small[name], (milliseconds, statements)
        print(f"{name:<26} {few[0]:>8.0f} ms, {few[1]:>3} st. {many[0]:>8.0f} ms, {many[1]:>3} st.")


if __name__ == "__main__":
    main()
