"""Goals on the pages: setting one in a minute, following it, and who reads what of it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.jobs import Job, JobStatus
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.goals import services
from mentorship_app.mentoring.goals.contents import GoalContents, opened
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.models import Goal
from mentorship_app.privacy.sealing import goals_key_name
from mentorship_app.programs import Cohort, CohortRole, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.goals import PLANNED, planned
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in
from tests.kit.worker import run_worker

PRIVATE = "Tell nobody that I think of leaving"


@pytest.fixture
def pairing(store: Session) -> Pairing:
    """Juniper with Dr. Marsh."""
    cohort = CohortFactory(phase=Phase.ACTIVE)
    marsh = AccountFactory(name="Dr. Ottoline Marsh")
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=marsh)
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    store.commit()
    return made


@pytest.fixture
def mentee(client: StrictClient, pairing: Pairing) -> Account:
    account: Account = pairing.mentee.account
    sign_in(client, account)
    return account


def made(store: Session, keyring: Keyring, pairing: Pairing, title: str = "", *, shared: bool = True) -> Goal:
    goal = planned(store, keyring, store.merge(pairing.mentee), title, shared=shared)
    store.commit()
    return goal


def kept(store: Session, keyring: Keyring) -> tuple[Goal, GoalContents]:
    """The only goal there is, as it is kept now."""
    store.expire_all()
    goal = store.scalars(select(Goal)).one()
    found = goal, opened(keyring, goal)
    store.commit()
    return found


def said(client: StrictClient) -> str:
    return text_of(client.page)


def press(client: StrictClient, goal: Goal, **fields: str):  # type: ignore[no-untyped-def]  # werkzeug's response
    """Press a button of the page of the goal."""
    address = f"/goals/{goal.public_id}"
    client.get(address)
    token = client.form(address).xpath(".//input[@name='csrf_token']/@value")[0]
    return client.post(address, data={"csrf_token": token, **fields})


@pytest.mark.usefixtures("mentee")
def test_an_empty_page_shows_three_examples_and_one_of_them_fills_the_form(client: StrictClient) -> None:
    client.get("/goals")
    assert said(client).count("Start from this one") == 3

    client.get("/goals/new?example=2")

    assert client.page is not None
    assert client.page.xpath("//input[@name='first_step']/@value") == ["Write the question down in two sentences"]


@pytest.mark.usefixtures("mentee")
def test_a_goal_and_a_first_step_are_enough(client: StrictClient, store: Session, keyring: Keyring) -> None:
    client.get("/goals/new")
    answer = client.submit({"goal": "Teach one clinic", "first_step": "Ask for a date"}, action="/goals/new")

    goal, contents = kept(store, keyring)
    assert answer.location == f"/goals/{goal.public_id}"
    assert (goal.shared, contents.title) == (True, "Teach one clinic")
    assert [step.text for step in contents.steps] == ["Ask for a date"]


@pytest.mark.usefixtures("mentee")
def test_what_is_missing_is_said_and_what_was_typed_stays(client: StrictClient, store: Session) -> None:
    client.get("/goals/new")
    answer = client.submit(
        {"goal": "Half a goal", "further_steps": "Two\nThree", "readers": "nobody"}, action="/goals/new"
    )

    assert answer.status_code == 422
    assert "Write the first step." in said(client)
    assert client.page is not None
    assert client.page.xpath("//input[@name='goal']/@value") == ["Half a goal"]
    assert client.page.xpath("//input[@name='readers'][@checked]/@value") == ["nobody"]
    assert client.page.xpath("//details[@open]//textarea[@name='further_steps']")
    assert store.scalars(select(Goal)).all() == []


@pytest.mark.usefixtures("mentee")
def test_a_form_that_does_not_say_who_reads_it_keeps_it_private(
    client: StrictClient, store: Session, keyring: Keyring
) -> None:
    client.get("/goals/new")
    client.submit({"goal": "A", "first_step": "B", "readers": ""}, action="/goals/new")

    assert kept(store, keyring)[0].shared is False


def test_what_was_written_in_the_intake_can_become_a_goal_and_is_then_not_offered_again(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    ProfileFactory(enrollment=store.merge(pairing.mentee), sent=True)
    store.commit()
    sign_in(client, pairing.mentee.account)
    client.get("/goals")
    assert "Find a research question" in said(client)

    client.get("/goals/new?from=goal_1")
    client.submit({"first_step": "Read two papers"}, action="/goals/new")
    client.get("/goals")

    assert "Make it a goal" not in said(client)
    assert "Next step: Read two papers" in said(client)


@pytest.mark.usefixtures("mentee")
def test_progress_is_marked_with_one_press_and_drawn_with_its_table(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    goal = made(store, keyring, pairing)
    services.note_progress(store, keyring, goal, 2, on=clock.now().date() - timedelta(days=30))
    store.commit()

    answer = press(client, goal, progress="6")
    client.get(answer.location)

    assert answer.location == f"/goals/{goal.public_id}#progress"
    assert [mark.value for mark in kept(store, keyring)[1].progress] == [2, 6]
    assert client.page is not None
    assert client.page.xpath("//button[@name='progress'][@aria-pressed='true']/@value") == ["6"]
    assert len(client.page.xpath("//*[local-name()='svg'][@role='img']")) == 1
    assert [text_of(cell) for cell in client.page.xpath("//table//td")] == ["6", "2"]
    assert press(client, goal, progress="11").status_code == 422
    assert press(client, goal, progress="x").status_code == 422


@pytest.mark.usefixtures("mentee")
def test_steps_are_ticked_and_unticked(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    goal = made(store, keyring, pairing)

    press(client, goal, tick="Run one in simulation")
    assert [step.done for step in kept(store, keyring)[1].steps] == [False, True, False]

    press(client, goal, untick="Run one in simulation")
    assert [step.done for step in kept(store, keyring)[1].steps] == [False, False, False]
    assert press(client, goal, tick="Never written").status_code == 404


@pytest.mark.usefixtures("mentee")
def test_a_goal_is_reached_set_aside_and_taken_up_again(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    goal = made(store, keyring, pairing)
    for action, status in (
        ("reach", GoalStatus.REACHED),
        ("reopen", GoalStatus.OPEN),
        ("set-aside", GoalStatus.SET_ASIDE),
    ):
        press(client, goal, action=action)
        assert kept(store, keyring)[0].status is status
    assert press(client, goal, action="nonsense").status_code == 422
    client.get("/goals")
    assert "1 goal reached or set aside" in said(client)


@pytest.mark.usefixtures("mentee")
def test_a_deleted_goal_comes_back_with_one_press(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    goal = made(store, keyring, pairing)

    client.get(press(client, goal, action="delete").location)
    assert "Undo" in said(client)
    assert client.get(f"/goals/{goal.public_id}").status_code == 404

    client.get("/goals")
    client.submit(action=f"/goals/{goal.public_id}", button="action=restore")
    assert kept(store, keyring)[0].deleted_at is None
    assert client.get(f"/goals/{goal.public_id}").status_code == 200


def test_the_worker_deletes_for_good_after_ten_minutes(
    app: Flask, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    services.delete_goal(store, made(store, keyring, pairing), now=clock.now())
    store.commit()

    run_worker(app)
    assert len(store.scalars(select(Goal)).all()) == 1
    store.commit()
    run_worker(app, now=clock.now() + timedelta(minutes=11))
    assert store.scalars(select(Goal)).all() == []


@pytest.mark.usefixtures("mentee")
def test_a_second_device_that_was_slower_is_shown_both_texts(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    goal = made(store, keyring, pairing)
    address = f"/goals/{goal.public_id}/edit"
    client.get(address)
    services.rewrite(store, keyring, goal, PLANNED | {"goal": "Faster words"}, shared=True, version=1)
    store.commit()

    answer = client.submit({"goal": "Slower words"}, action=address)
    assert answer.status_code == 409
    assert "Faster words" in said(client)
    assert client.page is not None
    assert client.page.xpath("//input[@name='goal']/@value") == ["Slower words"]

    assert client.submit(action=address).status_code == 303
    assert kept(store, keyring)[1].title == "Slower words"


@pytest.mark.usefixtures("mentee")
def test_a_reflection_is_kept_for_oneself_and_a_stale_one_shows_both(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    goal = made(store, keyring, pairing)
    address = f"/goals/{goal.public_id}/reflection"
    client.get(f"/goals/{goal.public_id}")
    services.reflect(store, keyring, goal, "From the phone", shared=False, version=1)
    store.commit()

    assert client.submit({"reflection": "From the desk"}, action=address).status_code == 409
    assert "From the phone" in said(client)
    assert client.submit(action=address).status_code == 303
    contents = kept(store, keyring)[1]
    assert (contents.reflection, contents.reflection_shared) == ("From the desk", False)

    client.get(f"/goals/{goal.public_id}")
    assert client.submit({"reflection": "x" * 601}, action=address).status_code == 422
    assert client.page is not None
    assert len(client.page.xpath("//textarea[@name='reflection']")[0].text.strip()) == 601


@pytest.mark.usefixtures("mentee")
def test_the_plan_is_drawn_by_the_worker_kept_sealed_and_taken_away_by_its_mentee(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    made(store, keyring, pairing, PRIVATE, shared=False)
    client.get("/goals")
    assert client.get("/goals/plan.pdf?locale=en&which=all").status_code == 404

    client.get("/goals")
    assert client.submit(action="/goals/plan", button="which=all").status_code == 303
    client.get("/goals")
    assert "being made" in said(client)
    run_worker(app)
    assert {job.status for job in store.scalars(select(Job))} == {JobStatus.DONE}
    store.commit()

    client.get("/goals")
    drawn = client.get("/goals/plan.pdf?locale=en&which=all")
    assert drawn.data.startswith(b"%PDF-")
    assert "Download the plan (all goals, English)" in said(client)
    raw = store.scalar(text("SELECT sealed FROM development_plan"))
    store.commit()
    assert b"%PDF" not in bytes(raw)

    sign_in(client, pairing.mentor.account)
    assert client.get("/goals/plan.pdf?locale=en&which=all").status_code == 404


@pytest.mark.usefixtures("mentee")
def test_without_a_shared_goal_no_shared_plan_is_drawn(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    made(store, keyring, pairing, shared=False)
    client.get("/goals")
    answer = client.submit({"which": "shared"}, action="/goals/plan")
    assert answer.status_code == 422
    assert "There is no such goal yet." in said(client)


@pytest.mark.parametrize(
    ("days_paired", "days_set", "title"),
    [
        (3, None, "Meet Dr. Ottoline Marsh"),
        (8, None, "Set a first goal"),
        (48, None, "Set a first goal"),
        (50, None, None),
        (60, 10, None),
        (60, 43, "How is your goal going?"),
        (90, 71, None),
    ],
)
def test_home_suggests_one_thing_gently_and_not_for_ever(
    client: StrictClient,
    store: Session,
    keyring: Keyring,
    days_paired: int,
    days_set: int | None,
    title: str | None,
) -> None:
    cohort: Cohort = CohortFactory(phase=Phase.ACTIVE)
    now: datetime = clock.now()
    account = AccountFactory(name="Dr. Ottoline Marsh")
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=account)
    started = now.date() - timedelta(days=days_paired)
    pair: Pairing = PairingFactory(cohort=cohort, mentor=mentor, started_on=started)
    if days_set is not None:
        goal = planned(store, keyring, pair.mentee)
        goal.created_at = now - timedelta(days=days_set)
    store.commit()
    sign_in(client, pair.mentee.account)

    client.get("/home")

    for words in ("Meet Dr. Ottoline Marsh", "Set a first goal", "How is your goal going?"):
        assert (words in said(client)) == (words == title), words


def test_once_the_key_is_destroyed_the_pages_say_so_and_nothing_breaks(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    made(store, keyring, pairing)
    keyring.destroy(goals_key_name(store.merge(pairing.cohort).program_id))
    store.commit()
    sign_in(client, pairing.mentee.account)

    assert client.get("/goals").status_code == client.get("/home").status_code == client.get("/pair").status_code == 200
    client.get("/goals")
    assert "nobody can read them any more" in said(client)
    sign_in(client, pairing.mentor.account)
    assert client.get(f"/pair/{pairing.public_id}/goals").status_code == 200


def test_many_goals_take_as_many_queries_as_few(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    sign_in(client, pairing.mentee.account)
    counts = []
    for more in (1, 12):
        for number in range(more):
            made(store, keyring, pairing, f"Goal {more} {number}")
        with counted_queries(app) as counted:
            client.get("/goals")
        counts.append(len(counted))
    assert counts[0] == counts[1]
