"""The file that a person takes away holds what they followed through with, and nothing of the other side."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.checkins.models import CheckInAnswer, CheckInWish
from mentorship_app.mentoring.goals.models import Goal
from mentorship_app.mentoring.meetings.models import Meeting, MeetingNote
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.programs import Enrollment
from mentorship_app.programs.slots import SlotBooking
from mentorship_app.surveys.keys import lasting_keys
from mentorship_app.training.library import modules
from mentorship_app.training.models import SkillRating, TrainingProgress, TrainingReflection
from tests.factories.training import go_through
from tests.kit.client import StrictClient
from tests.kit.confided import Secrets, confide
from tests.kit.programs import FullProgram, full_program
from tests.kit.sign_in import sign_in

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)


@pytest.fixture
def program(store: Session, keyring: Keyring) -> FullProgram:
    return full_program(store, keyring)


@pytest.fixture
def secrets(store: Session, keyring: Keyring, program: FullProgram) -> Secrets:
    made = confide(store, keyring, program)
    module = next(one for one in modules() if program.mentee.role in one.roles)
    go_through(store, program.mentee, module, now=NOW)
    store.commit()
    return made


def record_of(client: StrictClient, person: Enrollment) -> dict[str, Any]:
    sign_in(client, person.account)
    taken: dict[str, Any] = json.loads(client.get("/me/record.json").text)["enrollments"][0]
    return taken


def test_the_record_holds_everything_that_its_owner_confided(
    client: StrictClient, program: FullProgram, secrets: Secrets
) -> None:
    sign_in(client, program.mentee.account)
    taken = client.get("/me/record.json").text
    mine = [thing for thing in secrets.things if "mentee" in thing.readers]
    assert len(mine) > 8
    assert [thing.what for thing in mine if thing.word not in taken] == []
    assert [thing.what for thing in secrets.things if thing not in mine and thing.word in taken] == []


@pytest.mark.usefixtures("secrets")
def test_each_thing_stands_in_its_place_in_words(client: StrictClient, program: FullProgram) -> None:
    record = record_of(client, program.mentee)
    pair = next(one for one in record["pairs"] if one["kind"] == "primary")
    held = next(one for one in pair["meetings"] if one["status"] == "held")
    assert (held["minutes"], held["how"], held["written_by"]) == (30, "By video", "mentee")
    assert held["own_note"] == {"text": "I felt Quollnote small", "useful_of_5": 2}
    planned = next(one for one in pair["meetings"] if one["status"] == "planned")
    assert (planned["place"], planned["own_note"]) == ("Room Kowariplace", None)
    answers = {line["question"]: line["answer"] for line in pair["check_ins"][-1]["answers"]}
    assert answers["In your words"] == "A Bandicootanswer"
    assert pair["check_ins"][0]["asked_of_the_coordinator"]["words"] == "Please call me"
    withdrawn, asked = sorted(pair["asked_for_another"], key=lambda one: str(one["status"] == "open"))
    assert (withdrawn["status"], withdrawn["answers"]) == ("withdrawn", [])
    assert (asked["status"], asked["coordinator_may_read_why"]) == ("open", False)
    training = record["training"]
    assert training["reflections"] == [{"module": "Ours", "text": "I am a Dunnartthought"}]
    assert set(training["own_ratings_of_4"]["before"].values()) == {1}
    assert training["modules"][0]["completed_on"] == "2026-11-02"
    assert [slot["place"] for slot in record["slots"]] == ["Room 12"]
    assert [group["name"] for group in record["groups"]] == ["Group 1"]


@pytest.mark.usefixtures("secrets")
def test_the_other_side_takes_none_of_it_along(client: StrictClient, program: FullProgram) -> None:
    record = record_of(client, program.mentor)
    pair = next(one for one in record["pairs"] if one["agreement"])
    assert [one["own_note"]["text"] for one in pair["meetings"] if one["own_note"]] == ["They need Numbatnote rest"]
    assert (pair["check_ins"], pair["asked_for_another"], record["goals"]) == ([], [], [])
    assert record["training"] == {"modules": [], "reflections": [], "own_ratings_of_4": {}}
    assert record["slots"] == []


@pytest.mark.usefixtures("secrets")
def test_leaving_deletes_what_was_confided_and_leaves_the_other_side_theirs(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    mine = program.mentee.id
    owned = (MeetingNote, RematchRequest, CheckInWish, TrainingReflection, TrainingProgress, SkillRating, Goal)
    for model in (*owned, SlotBooking):
        assert store.scalars(select(model.enrollment_id).where(model.enrollment_id == mine)).all(), model
    meetings, answers = (len(store.scalars(select(model)).all()) for model in (Meeting, CheckInAnswer))
    store.commit()
    sign_in(client, program.mentee.account)
    client.get("/me/leave")
    client.submit(action="/me/leave")

    store.expire_all()
    left = [model.__name__ for model in (*owned, SlotBooking) if _is_there(store, model, mine)]
    assert left == []
    assert len(store.scalars(select(MeetingNote)).all()) == 1, "that of the mentor"
    assert len(store.scalars(select(Meeting)).all()) == meetings, "that they met stays"
    assert len(store.scalars(select(CheckInAnswer)).all()) == answers, "sealed, under no name"
    store.commit()
    record = json.loads(client.get("/me/record.json").text)["enrollments"][0]
    assert (record["goals"], record["slots"], record["training"]["reflections"]) == ([], [], [])


def _is_there(store: Session, model: Any, person: Any) -> bool:
    return bool(store.scalars(select(model.enrollment_id).where(model.enrollment_id == person)).all())


@pytest.mark.usefixtures("secrets", "app")
def test_once_the_keys_are_gone_the_rest_can_still_be_taken_away(
    client: StrictClient, store: Session, keyring: Keyring, program: FullProgram
) -> None:
    for name in lasting_keys(program.cohort.program):
        keyring.destroy(name)
    store.commit()
    record = record_of(client, program.mentee)
    pair = next(one for one in record["pairs"] if one["kind"] == "primary")
    assert [one["minutes"] for one in pair["meetings"] if one["status"] == "held"] == [30]
    assert {one["own_note"] for one in pair["meetings"]} == {None}
    assert [one["text"] for one in record["training"]["reflections"]] == [None]
    assert record["goals"] == []


def test_a_missing_key_file_is_not_taken_for_an_end(
    app: Flask, client: StrictClient, keyring: Keyring, program: FullProgram, secrets: Secrets
) -> None:
    assert secrets.things
    sign_in(client, program.mentee.account)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    keyring.path.unlink()
    assert client.get("/me/record.json").status_code == 503
