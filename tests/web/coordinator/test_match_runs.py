"""Pages of runs: started once, watched, read, compared, recorded; nothing private on any of them."""

import io
import subprocess
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.phrases import Phrase
from mentorship_app.jobs import Job
from mentorship_app.matching import runs
from mentorship_app.matching.configuring import save_settings
from mentorship_app.matching.decisions import Forbidden, State
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.facts import digest_of
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.records.models import MatchRecord
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.conflicts import ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.withdrawal import withdraw
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.kit.worker import run_worker
from tests.matching.cohorts import OTTOLINE, Cast, cast, three_and_two
from tests.matching.gathered import NOW, conflict
from tests.web.coordinator.desk import look, said, sit_down

HTMX = {"HX-Request": "true"}


@pytest.fixture
def people(store: Session, client: StrictClient) -> Cast:
    """Three mentees, two mentors; the coordinator is signed in."""
    made = three_and_two(sit_down(store, client, phase=Phase.MATCHING))
    store.commit()
    return made


def base(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/matching/runs"


def begin(client: StrictClient, cohort: Cohort) -> str:
    """Press the button; the address of the run."""
    client.get(base(cohort))
    response = client.submit({"kind": "primary"}, action=base(cohort))
    assert response.status_code == 303
    return str(response.location)


def solved(app: Flask, client: StrictClient, cohort: Cohort) -> str:
    address = begin(client, cohort)
    run_worker(app)
    return address


def newest(store: Session) -> MatchRun:
    look(store)
    run = store.scalars(select(MatchRun).order_by(MatchRun.number.desc())).first()
    assert run is not None
    store.rollback()
    return run


# Starting and watching


def test_coordinator_starts_a_run_watches_it_and_reads_it(app: Flask, client: StrictClient, people: Cast) -> None:
    address = begin(client, people.cohort)

    client.get(address)
    assert "It waits for its turn." in said(client)
    asked = client.get(address, headers=HTMX)
    assert (asked.status_code, "<h1" in asked.text) == (200, False)

    run_worker(app)
    assert client.get(address, headers=HTMX).headers["HX-Refresh"] == "true"
    client.get(address)
    words = said(client)
    for expected in ("Ada Mentee", "Rural Mentor", "3 of 3", "What is proved", "mentorship match verify"):
        assert expected in words
    assert "No other way to pair people under these rules gives more mentees a mentor." in words
    client.get(base(people.cohort))
    assert "Pairs found" in said(client)


def test_list_asks_by_itself_until_all_runs_are_done(app: Flask, client: StrictClient, people: Cast) -> None:
    begin(client, people.cohort)
    waiting = client.get(base(people.cohort), headers=HTMX)
    run_worker(app)
    done = client.get(base(people.cohort), headers=HTMX)
    assert (waiting.status_code, done.status_code) == (200, 286)
    assert "In the queue" in waiting.text
    assert "Pairs found" in done.text
    assert "<h1" not in done.text


def test_pressing_twice_leads_to_one_run(client: StrictClient, store: Session, people: Cast) -> None:
    assert begin(client, people.cohort) == begin(client, people.cohort)
    assert newest(store).number == 1


def test_progress_is_named(client: StrictClient, store: Session, people: Cast) -> None:
    address = begin(client, people.cohort)
    job = store.scalars(select(Job).where(Job.kind == runs.SOLVE)).one()
    job.progress_done, job.progress_total = 2, 5
    store.commit()
    client.get(address)
    assert "Finding the best pairs" in said(client)
    client.get(base(people.cohort))
    assert "Finding the best pairs" in said(client)


def test_unknown_kind_comes_back_with_the_reason(client: StrictClient, people: Cast) -> None:
    client.get(base(people.cohort))
    response = client.submit({"kind": "buddies"}, action=base(people.cohort))
    assert response.status_code == 422
    assert "There is a problem" in said(client)


def test_looking_writes_nothing(app: Flask, client: StrictClient, store: Session, people: Cast) -> None:
    address = solved(app, client, people.cohort)
    before = newest(store)
    for path in (base(people.cohort), address, f"{base(people.cohort)}/compare"):
        assert client.get(path).status_code == 200
    after = newest(store)
    assert (after.status, after.result_digest) == (before.status, before.result_digest)


# Cohorts with nothing to match


def test_an_empty_cohort_says_what_to_do_and_offers_no_button(client: StrictClient, store: Session) -> None:
    cohort = sit_down(store, client, phase=Phase.MATCHING)
    client.get(base(cohort))
    assert "There is nobody to match yet" in said(client)
    assert "Add mentees and mentors first." in said(client)
    assert "Find pairs" not in said(client)


def test_a_one_sided_cohort_is_refused_also_when_the_last_mentor_left_meanwhile(
    client: StrictClient, store: Session
) -> None:
    people = cast(sit_down(store, client, phase=Phase.MATCHING))
    people.mentee("Ada")
    mentor = people.mentor("Rural")
    store.commit()
    client.get(base(people.cohort))
    withdraw(store, mentor, by=OTTOLINE, now=NOW)
    store.commit()
    response = client.submit({"kind": "primary"}, action=base(people.cohort))
    assert response.status_code == 409
    assert "Open a call for mentors" in said(client)


def test_out_of_phase_and_trial_and_no_intake_are_said(client: StrictClient, store: Session) -> None:
    cohort = sit_down(store, client, phase=Phase.INTAKE)
    people = cast(cohort)
    people.mentor("Rural")
    EnrollmentFactory(cohort=cohort)
    store.commit()
    client.get(base(cohort))
    assert "so this is a trial" in said(client)
    assert "No mentee has sent an intake yet." in said(client)
    cohort.phase = Phase.CLOSING
    store.commit()
    client.get(base(cohort))
    assert "Pairs can be proposed from the intake phase until the cohort closes." in said(client)


def test_all_alike_and_everybody_conflicted_say_what_would_help(
    app: Flask, client: StrictClient, store: Session
) -> None:
    people = cast(sit_down(store, client, phase=Phase.MATCHING))
    mentor = people.mentor("Rural", capacity=2)
    mentees = [EnrollmentFactory(cohort=people.cohort, account__name=f"{name} Quill") for name in ("Ada", "Ben")]
    store.commit()
    client.get(solved(app, client, people.cohort))
    assert "Nothing tells these people apart" in said(client)
    assert "2 of 2 mentees have not sent an intake" in said(client)
    for mentee in mentees:
        store.add(conflict(mentor, mentee, ConflictReason.EVALUATOR, Declarer.COORDINATOR))
    store.commit()
    client.get(solved(app, client, people.cohort))
    assert "Nobody could be paired" in said(client)
    assert "No mentor with a place is possible: Conflict of interest (1)." in said(client)
    assert "By an exception:" not in said(client) or "Rural Mentor" in said(client)


def test_refused_and_failed_runs_say_why_and_what_to_do(client: StrictClient, store: Session, people: Cast) -> None:
    address = begin(client, people.cohort)
    run = newest(store)
    run = store.get_one(MatchRun, run.id)
    run.status, run.error = (
        RunStatus.REFUSED,
        Phrase(
            "These cannot all be kept: %(rules)s. Give one of them up, then run again.", {"rules": "a; b"}
        ).as_json(),
    )
    store.commit()
    client.get(address)
    assert "These cannot all be kept: a; b." in said(client)
    assert "Change the rules" in said(client)
    run.status, run.error = RunStatus.FAILED, Phrase(runs.GIVEN_UP).as_json()
    store.commit()
    client.get(address)
    assert "tried five times" in said(client)
    assert "Change the rules" not in said(client)


# Reading


def test_unmatched_are_told_with_what_would_help(
    app: Flask, client: StrictClient, store: Session, people: Cast
) -> None:
    people.mentee("Dan", "rural")
    store.commit()
    client.get(solved(app, client, people.cohort))
    words = said(client)
    assert "There are not enough places: 3 for 4 mentees." in words
    assert "Who could take one more, if asked:" in words
    assert "has 1, offered 1" in words


def test_private_bars_are_on_no_page(app: Flask, client: StrictClient, store: Session, people: Cast) -> None:
    address = solved(app, client, people.cohort)
    client.get(address)
    before = said(client)
    ask_not_to_be_matched(store, people.mentees["Ada"], other=people.mentors["Lab"], now=NOW)
    store.commit()
    second = solved(app, client, people.cohort)
    client.get(second)
    after = said(client)
    hide = ("Run 1", "Run 2", *_fingerprints(store))
    assert _without(before, hide) == _without(after, hide)
    one, two = address.rsplit("/", 1)[1], second.rsplit("/", 1)[1]
    client.get(f"{base(people.cohort)}/compare?a={one}&b={two}")
    assert "Everybody has the same mentor in both" in said(client)
    assert "Nothing. What differs" in said(client)


def _fingerprints(store: Session) -> list[str]:
    look(store)
    found = [
        word
        for run in store.scalars(select(MatchRun))
        for word in (run.inputs_digest, run.result_digest, run.public_id, f"{run.seconds:.1f}")
    ]
    store.rollback()
    return found


def _without(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        text = text.replace(word, "")
    return " ".join(part for part in text.split() if ":" not in part)


def test_words_of_decisions_are_text(app: Flask, client: StrictClient, store: Session, people: Cast) -> None:
    address = solved(app, client, people.cohort)
    run = store.get_one(MatchRun, newest(store).id)
    pair = people.pair("Ada", "Lab")
    hostile = "<script>alert(1)</script> %(name)s {{ 7*7 }}"
    run.decisions = State(forbidden=(Forbidden(*pair, rationale=hostile, by="Ottoline Marsh"),)).as_json()
    store.commit()
    response = client.get(address)
    assert hostile in said(client)
    assert "<script>alert" not in response.text


def test_who_left_is_marked_and_the_page_stays(app: Flask, client: StrictClient, store: Session, people: Cast) -> None:
    address = solved(app, client, people.cohort)
    withdraw(store, people.mentees["Ada"], by=OTTOLINE, now=NOW)
    store.commit()
    client.get(address)
    assert "One of them left" in said(client)
    assert "This run can no longer be solved again." in said(client)
    assert "Draw the record" not in said(client)
    response = client.post(f"{address}/record", data={"locale": "en"})
    assert response.status_code == 400  # no form, no token


def test_queries_do_not_grow_with_pairs_or_runs(app: Flask, client: StrictClient, store: Session, people: Cast) -> None:
    address = solved(app, client, people.cohort)
    with counted_queries(app) as few:
        client.get(address)
    with counted_queries(app) as few_listed:
        client.get(base(people.cohort))
    for number in range(6):
        people.mentor(f"More{number}", "rural")
        people.mentee(f"Many{number}", "rural")
    store.commit()
    solved(app, client, people.cohort)
    third = solved(app, client, people.cohort)
    with counted_queries(app) as many:
        client.get(third)
    with counted_queries(app) as many_listed:
        client.get(base(people.cohort))
    assert len(many) <= len(few)
    assert len(many_listed) <= len(few_listed)


# Comparing


def test_two_runs_are_compared(app: Flask, client: StrictClient, store: Session, people: Cast) -> None:
    first = solved(app, client, people.cohort).rsplit("/", 1)[1]
    people.mentor("Second", "rural", capacity=2)
    people.mentee("Dan", "rural")
    save_settings(store, people.cohort, Settings(weights={"topics": 2}), version=0, by=OTTOLINE, now=NOW)
    store.commit()
    second = solved(app, client, people.cohort).rsplit("/", 1)[1]

    client.get(f"{base(people.cohort)}/compare?a={first}&b={second}")

    words = said(client)
    assert "Run 1 against run 2" in words
    assert "Dan Mentee" in words
    assert "No mentor" in words
    assert "Weight of: Topics" in words
    assert "Mentees with a mentor go from 3 to 4 of 4" in words


def test_what_cannot_be_compared_is_not_found(client: StrictClient, people: Cast) -> None:
    client.get(f"{base(people.cohort)}/compare")
    assert "Two runs can be compared once both gave pairs." in said(client)
    waiting = begin(client, people.cohort).rsplit("/", 1)[1]
    assert client.get(f"{base(people.cohort)}/compare?a={waiting}&b={waiting}").status_code == 404
    assert client.get(f"{base(people.cohort)}/compare?a=nothing").status_code == 404


# The record


def text_of_pdf(content: bytes, folder: Path) -> str:
    path = folder / "record.pdf"
    path.write_bytes(content)
    shown = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True)
    return " ".join(shown.stdout.split())


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (
            "en",
            ("Record of matching, run 1", "3 of 4 mentees have a mentor.", "Topics 1 of 1", "mentorship match verify"),
        ),
        ("fr", ("Procès-verbal du jumelage, calcul 1", "3 personnes sur 4 ont un mentor.", "Il manque des places")),
    ],
)
def test_record_is_drawn_by_the_worker_and_read_back(
    app: Flask,
    client: StrictClient,
    store: Session,
    people: Cast,
    tmp_path: Path,
    locale: str,
    expected: tuple[str, ...],
) -> None:
    dan = people.mentee("Dan", "rural")
    ask_not_to_be_matched(store, dan, other=people.mentors["Lab"], now=NOW)
    store.commit()
    address = solved(app, client, people.cohort)
    assert client.get(f"{address}/record.pdf?locale={locale}").status_code == 404
    client.get(address)
    response = client.submit({"locale": locale}, action=f"{address}/record")
    assert (response.status_code, response.location) == (303, f"{address}#record")
    client.get(address)
    assert "The record is being drawn" in said(client)

    run_worker(app)

    client.get(address)
    assert "Download the record" in said(client)
    drawn = client.get(f"{address}/record.pdf?locale={locale}")
    assert drawn.mimetype == "application/pdf"
    assert f"matching-1-{locale}.pdf" in drawn.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(drawn.data)) as pdf:
        assert str(pdf.Root.Lang) == locale
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
    words = text_of_pdf(drawn.data, tmp_path)
    for sentence in (*expected, "Ada Mentee", "Dan Mentee", newest(store).result_digest[:12]):
        assert sentence in words, words
    assert digest_of(newest(store).result) == newest(store).result_digest


def test_asking_twice_draws_once_and_a_record_goes_with_whoever_leaves(
    app: Flask, client: StrictClient, store: Session, people: Cast
) -> None:
    address = solved(app, client, people.cohort)
    for _time in range(2):
        client.get(address)
        client.submit({"locale": "en"}, action=f"{address}/record")
    look(store)
    assert len(store.scalars(select(MatchRecord)).all()) == 1
    store.rollback()
    run_worker(app)
    assert client.get(f"{address}/record.pdf").status_code == 200
    withdraw(store, people.mentors["Lab"], by=OTTOLINE, now=NOW)
    store.commit()
    assert client.get(f"{address}/record.pdf").status_code == 404
    look(store)
    assert store.scalars(select(MatchRecord)).all() == []
    store.rollback()


def test_record_without_a_language_comes_back_with_the_reason(app: Flask, client: StrictClient, people: Cast) -> None:
    address = solved(app, client, people.cohort)
    client.get(address)
    response = client.submit({"locale": "xx"}, action=f"{address}/record")
    assert response.status_code == 422
    assert "Choose a language for the record." in said(client)


def test_a_record_that_cannot_be_drawn_says_so(
    app: Flask, client: StrictClient, people: Cast, keyring: Keyring
) -> None:
    address = solved(app, client, people.cohort)
    client.get(address)
    client.submit({"locale": "en"}, action=f"{address}/record")
    keyring.destroy(f"matching:{people.cohort.program_id}")
    run_worker(app, now=NOW + timedelta(days=400))
    client.get(address)
    assert "it can no longer be worked out again" in said(client)


# Who may look


def test_viewers_and_strangers_see_no_run(app: Flask, client: StrictClient, store: Session, people: Cast) -> None:
    address = solved(app, client, people.cohort)
    assert client.get(address).status_code == 200  # it is there to be seen
    reader = AccountFactory()
    StaffGrantFactory(account=reader, program_id=people.cohort.program_id, role=StaffRole.VIEWER)
    stranger, elsewhere = AccountFactory(), CohortFactory()
    StaffGrantFactory(account=stranger, program_id=elsewhere.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    for account, status in ((reader, 403), (stranger, 404)):
        other = app.test_client()
        staff_sign_in(other, account)
        assert {other.get(path).status_code for path in (address, base(people.cohort), f"{address}/record.pdf")} == {
            status
        }
    assert PairingKind.PRIMARY is newest(store).kind
