"""The directory and the ranked list, as a mentee uses them."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.intake import MentorChoice, Waitlist
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.programs.absences import Absence, AbsenceKind
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.choices import ChoiceFactory, WaitlistFactory, accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in


@pytest.fixture
def cohort(store: Session) -> Cohort:  # noqa: ARG001  the factories write into it
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    return made


@pytest.fixture
def mentee(store: Session, cohort: Cohort, client: StrictClient) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"), site="North Hospital")
    ProfileFactory(enrollment=made, draft=dict(FULL_INTAKE))
    store.commit()
    sign_in(client, made.account)
    return made


def topics(*codes: str, own: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"topics": {"chosen": list(codes), "own": list(own)}}


def names(client: StrictClient) -> list[str]:
    assert client.page is not None
    return [text_of(link) for link in client.page.iterfind(".//h3/a")]


def page_text(client: StrictClient) -> str:
    assert client.page is not None
    return text_of(client.page.find(".//main"))


@pytest.mark.usefixtures("mentee")
def test_mentors_who_share_most_come_first_and_say_why(client: StrictClient, store: Session, cohort: Cohort) -> None:
    accepted_mentor(cohort, "Ada None", answers=topics("money"))
    accepted_mentor(cohort, "Ben Both", answers=topics("career", "doubt"))
    accepted_mentor(cohort, "Cem One", answers=topics("career"))
    store.commit()
    client.get("/mentors")
    assert names(client) == ["Ben Both", "Cem One", "Ada None"]
    assert "You both named Career choices and Doubt and confidence, and English as a language." in page_text(client)


@pytest.mark.usefixtures("mentee")
def test_only_answers_for_the_directory_are_shown(client: StrictClient, store: Session, cohort: Cohort) -> None:
    """ "years", "comfort" and the roles are for the coordinator; the bio and the topics are for mentees."""
    mentor = accepted_mentor(
        cohort, "Ben Both", answers={"years": 37, "bio": "Ask early.", "assessment_roles": ["competence_committee"]}
    )
    store.commit()
    for path in ("/mentors", f"/mentors/{mentor.public_id}"):
        client.get(path)
        text = page_text(client)
        assert "Ask early." in text
        assert "Night shifts" in text
        assert "37" not in text
        assert "competence" not in text.lower()
        assert "at ease" not in text


@pytest.mark.usefixtures("mentee")
def test_a_mentor_from_the_roster_shows_what_the_roster_says(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    EnrollmentFactory(
        cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Ros Ter"), department="Surgery", site="East"
    )
    store.commit()
    client.get("/mentors")
    assert names(client) == ["Ros Ter"]
    assert "Surgery · East" in page_text(client)


@pytest.mark.usefixtures("mentee")
def test_who_cannot_be_chosen_is_not_listed(client: StrictClient, store: Session, cohort: Cohort) -> None:
    accepted_mentor(cohort, "Here I Am")
    accepted_mentor(cohort, "No Places", capacity=0)
    accepted_mentor(cohort, "Left Us", status=EnrollmentStatus.WITHDRAWN)
    paused = accepted_mentor(cohort, "On Pause")
    store.add(Absence(enrollment=paused, kind=AbsenceKind.PAUSE, starts_on=MOMENT.date(), ends_on=None))
    accepted_mentor(CohortFactory(phase=Phase.INTAKE), "Other Cohort")
    store.commit()
    client.get("/mentors")
    assert names(client) == ["Here I Am"]


@pytest.mark.usefixtures("mentee")
def test_filters_narrow_and_an_empty_result_offers_the_nearest_looser_one(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    accepted_mentor(cohort, "Ben North", site="North Hospital", answers=topics("research"))
    accepted_mentor(cohort, "Cem East", site="East", answers=topics("career"))
    accepted_mentor(cohort, "Dov East", site="East", answers=topics("career"))
    store.commit()
    client.get("/mentors?topic=career")
    assert names(client) == ["Cem East", "Dov East"]
    client.get("/mentors?topic=career&site=north+hospital")
    assert names(client) == []
    assert "There are 2 mentors without the filter on the site." in page_text(client)
    assert client.page is not None
    [looser] = [link.get("href") for link in client.page.iter("a") if text_of(link) == "Show them"]
    client.get(looser)
    assert names(client) == ["Cem East", "Dov East"]


@pytest.mark.usefixtures("mentee")
def test_the_list_alone_is_swapped_in(client: StrictClient, store: Session, cohort: Cohort) -> None:
    accepted_mentor(cohort, "Ben North")
    store.commit()
    client.get("/mentors?topic=career", headers={"HX-Request": "true"})
    assert client.page is not None
    assert client.page.find(".//form[@role='search']") is None
    [found] = [text_of(node) for node in client.page.iter() if node.get("hx-swap-oob") is not None]
    assert found == "1 mentor"


@pytest.mark.usefixtures("mentee")
def test_mentors_with_room_can_be_told_from_full_ones(client: StrictClient, store: Session, cohort: Cohort) -> None:
    full = accepted_mentor(cohort, "Ful Ler", capacity=1)
    PairingFactory(cohort=cohort, mentor=full)
    accepted_mentor(cohort, "Roo My", capacity=2)
    store.commit()
    client.get("/mentors")
    assert "Full now" in page_text(client)
    assert "Room for 2 people" in page_text(client)
    client.get("/mentors?room=y")
    assert names(client) == ["Roo My"]


def choices_of(store: Session, mentee: Enrollment) -> list[tuple[int, str, str]]:
    found = store.scalars(
        select(MentorChoice).where(MentorChoice.mentee_id == mentee.id).order_by(MentorChoice.rank),
        execution_options={"populate_existing": True},
    )
    rows = [(choice.rank, choice.mentor.account.name, choice.function.value) for choice in found]
    store.commit()
    return rows


def test_choosing_ranking_and_taking_off_without_a_script(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    ada, ben, cem = (accepted_mentor(cohort, name) for name in ("Ada One", "Ben Two", "Cem Three"))
    store.commit()
    for mentor in (ada, ben, cem):
        client.get(f"/mentors/{mentor.public_id}")
        response = client.submit({"function": "research"}, action=f"/mentors/{mentor.public_id}/choose")
        assert response.status_code == 303
        assert response.location == f"/mentors/choices#mentor-{mentor.public_id}"
    client.get("/mentors/choices")
    client.submit(action=f"/mentors/{cem.public_id}/place")
    client.get("/mentors/choices")
    client.submit({"function": "peer"}, action=f"/mentors/{cem.public_id}/function")
    client.get("/mentors/choices")
    client.submit(action=f"/mentors/{ada.public_id}/remove")
    assert choices_of(store, mentee) == [(1, "Cem Three", "peer"), (2, "Ben Two", "research")]
    client.get("/mentors")
    assert names(client) == ["Ada One"], "those on the list stand on the list"


def test_five_is_the_most(client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment) -> None:
    for rank in range(1, 6):
        ChoiceFactory(mentee=mentee, mentor=accepted_mentor(cohort), rank=rank)
    sixth = accepted_mentor(cohort, "Six Th")
    store.commit()
    client.get("/mentors")
    client.page = None
    client.get(f"/mentors/{sixth.public_id}")
    assert "You have five choices." in page_text(client)
    client.get("/mentors/choices")
    token = client.form().find(".//input[@name='csrf_token']").get("value")
    response = client.post(f"/mentors/{sixth.public_id}/choose", data={"csrf_token": token, "function": "primary"})
    assert response.status_code == 409
    assert "You have five choices." in page_text(client)
    assert len(choices_of(store, mentee)) == 5


@pytest.mark.usefixtures("mentee")
def test_a_full_mentor_is_waited_for_and_left_again(client: StrictClient, store: Session, cohort: Cohort) -> None:
    full = accepted_mentor(cohort, "Ful Ler", capacity=1)
    PairingFactory(cohort=cohort, mentor=full)
    store.commit()
    client.get(f"/mentors/{full.public_id}")
    assert client.submit(action=f"/mentors/{full.public_id}/wait").location == "/mentors/choices"
    assert len(store.scalars(select(Waitlist)).all()) == 1
    store.commit()
    client.get("/mentors/choices")
    client.submit(action=f"/mentors/{full.public_id}/stop-waiting")
    assert store.scalars(select(Waitlist)).all() == []


def test_a_place_taken_meanwhile_is_said_and_the_waitlist_offered(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    mentor = accepted_mentor(cohort, "Las Tone", capacity=1)
    store.commit()
    client.get(f"/mentors/{mentor.public_id}")
    PairingFactory(cohort=cohort, mentor=mentor)
    store.commit()
    response = client.submit(action=f"/mentors/{mentor.public_id}/choose")
    assert response.status_code == 409
    assert "Las Tone has no room now. You can join the waitlist instead." in page_text(client)
    assert choices_of(store, mentee) == []


@pytest.mark.parametrize("phase", [Phase.MATCHING, Phase.ACTIVE])
def test_choices_are_frozen_when_intake_is_over(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment, phase: Phase
) -> None:
    mentor = accepted_mentor(cohort, "Ada One")
    ChoiceFactory(mentee=mentee, mentor=mentor, function=PairingKind.CAREER)
    other = accepted_mentor(cohort, "Ben Two")
    cohort.phase = phase
    store.commit()
    client.get("/mentors")
    assert names(client) == ["Ben Two"]
    assert "Choices are closed" in page_text(client)
    client.get("/mentors/choices")
    assert "Choices are closed" in page_text(client)
    assert "Ada One" in page_text(client)
    client.get("/home")
    token = client.page.find(".//input[@name='csrf_token']").get("value")  # type: ignore[union-attr]
    for path, fields in (
        (f"/mentors/{other.public_id}/choose", {"function": "primary"}),
        (f"/mentors/{mentor.public_id}/remove", {}),
        (f"/mentors/{mentor.public_id}/place", {"rank": "1"}),
    ):
        assert client.post(path, data={"csrf_token": token, **fields}).status_code == 409
    assert choices_of(store, mentee) == [(1, "Ada One", "career")]


@pytest.mark.usefixtures("mentee")
def test_nothing_is_shown_before_intake(client: StrictClient, store: Session, cohort: Cohort) -> None:
    mentor = accepted_mentor(cohort, "Ada One")
    cohort.phase = Phase.RECRUITMENT
    store.commit()
    client.get("/mentors")
    assert "There is nothing to look at now" in page_text(client)
    assert client.get(f"/mentors/{mentor.public_id}").status_code == 404


@pytest.mark.usefixtures("mentee")
def test_three_and_sixty_mentors_take_as_many_queries(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    for _number in range(3):
        accepted_mentor(cohort)
    store.commit()
    client.get("/mentors")
    with counted_queries(app) as few:
        client.get("/mentors")
    for _number in range(57):
        accepted_mentor(cohort)
    store.commit()
    with counted_queries(app) as many:
        client.get("/mentors?page=2")
    assert len(names(client)) == 20
    assert len(many) == len(few)


def test_who_waits_sees_on_home_and_on_the_list_that_a_place_is_free(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    mentor = accepted_mentor(cohort, "Ada One")
    WaitlistFactory(mentee=mentee, mentor=mentor, told_at=MOMENT)
    store.commit()
    client.get("/mentors/choices")
    assert "A place is free now." in page_text(client)
    client.get("/home")
    assert "A place with Ada One is free" in page_text(client)
