"""What the pages of follow-through cost with 300 pairs that met for two years, beside the floor of a bare page.

    .venv/bin/python benchmarks/follow_through.py

The floor is a page of 88 rows (11 KB) and one look-up by key, by the same Flask, Jinja and SQLAlchemy, in the same
process. Milliseconds are CPU of this process, which takes the part of the server; nobody reads the page.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask, render_template
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2 import DictLoader
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.web import create_app
from tests.conftest import settings_in
from tests.factories import bind_factories
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.kit.two_years import TwoYears, two_years

ROUNDS = 15
SIZES = (10, 300)
MOST = 8
"""Times the floor that a page may cost."""
ROWS = 88
BARE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ who.name }}</title></head><body><table>
{% for row in rows %}<tr><th scope="row">{{ who.name }} {{ row }}</th><td>{{ who.email }}</td>
<td><a href="/people/{{ row }}">{{ row }}</a></td><td class="number">{{ row * 3 }}</td></tr>
{% endfor %}</table></body></html>"""


def pages(program: str) -> list[tuple[str, str]]:
    """Address and what stands there, for a coordinator."""
    here = f"/p/{program}"
    return [
        ("today", f"{here}/"),
        ("actions, 50 of a page", f"{here}/actions"),
        ("actions of one kind", f"{here}/actions?kind=stalled_pair"),
        ("pairs, 50 of a page", f"{here}/pairs"),
        ("pairs, stalled ones", f"{here}/pairs?only=stalled"),
        ("overview", f"{here}/overview"),
    ]


def spent(work: Callable[[], object]) -> float:
    """CPU in milliseconds: the least of some rounds after two that warm up, since others use the machine too."""
    for _ in range(2):
        work()
    found = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        found.append((time.process_time() - begun) * 1_000)
    return min(found)


def floor_of(app: Flask, person: Account) -> float:
    """A bare Flask app on the same database."""
    bare, engine = Flask("bare"), app.extensions["write_engine"]
    # A template of its own name is compiled once, as those of the app are.
    bare.jinja_loader = DictLoader({"bare.html": BARE})

    @bare.get("/")
    def index() -> str:
        with Session(engine) as session:
            return render_template("bare.html", who=session.get(Account, person.id), rows=range(ROWS))

    client = bare.test_client()
    return spent(lambda: client.get("/").data)


def measure(size: int) -> tuple[float, dict[str, tuple[float, int, int]]]:
    """The floor, and of each page milliseconds, statements and bytes, with ``size`` pairs."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_in(Path(folder), f"sqlite:///{folder}/mentorship.db"))
        app.config["TESTING"], app.config["RATELIMIT_ENABLED"] = True, False
        app.test_client_class = StrictClient
        with app.app_context():
            upgrade()
            with Session(app.extensions["write_engine"], expire_on_commit=False) as store:
                bind_factories(store)
                made = two_years(store, size)
                store.commit()
        return floor_of(app, made.coordinator), timed(app, made)


def timed(app: Flask, made: TwoYears) -> dict[str, tuple[float, int, int]]:
    client = app.test_client()
    assert isinstance(client, StrictClient)
    staff_sign_in(client, made.coordinator)
    found = {}
    for name, address in pages(made.slug):
        with counted_queries(app) as statements:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        cost = spent(lambda address=address: FlaskClient.open(client, address).data)  # type: ignore[misc]
        found[name] = (cost, len(statements), len(answer.data))
    return found


def main() -> None:
    """Print a line for each page."""
    (_few_floor, few), (floor, many) = (measure(size) for size in SIZES)
    print(f"floor: {floor:.1f} ms CPU; a page may cost {MOST} times as much")
    print(f"{'page':<26} {'10 pairs':>18} {'300 pairs':>18} {'KB':>5} {'× floor':>8}")
    for name, (cost, statements, size) in many.items():
        small = few[name]
        left = f"{name:<26} {small[0]:>8.1f} ms, {small[1]:>3} st. {cost:>8.1f} ms, {statements:>3} st."
        print(f"{left} {size / 1024:>5.0f} {cost / floor:>8.1f}")
    print(f"median of the pages: {statistics.median(cost / floor for cost, _st, _size in many.values()):.1f} × floor")


if __name__ == "__main__":
    main()
