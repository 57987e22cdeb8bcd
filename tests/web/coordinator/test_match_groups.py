"""The coordinator asks for groups, changes the proposal, begins them, takes them back; residents mentor juniors."""

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mentorship_app.core import clock
from mentorship_app.core.identity import StaffRole
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.grouping.models import GroupProposal
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.groups import MentoringGroup
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory, TrainingLevelFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import run_worker


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    """Eight residents of two levels and four mentors in matching; the coordinator is signed in."""
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    boss = AccountFactory(email="boss@example.org", name="Sunniva Hale")
    StaffGrantFactory(account=boss, program_id=made.program_id, role=StaffRole.COORDINATOR)
    levels = [
        TrainingLevelFactory(program=made.program, code=code, position=place)
        for place, code in enumerate(("PGY-1", "PGY-3"))
    ]
    for number in range(8):
        EnrollmentFactory(
            cohort=made, account=AccountFactory(name=f"Resident {number}"), training_level=levels[number % 2]
        )
    for number in range(4):
        EnrollmentFactory(
            cohort=made,
            role=CohortRole.MENTOR,
            capacity=1,
            department=f"Department {number % 2}",
            account=AccountFactory(name=f"Mentor {number}"),
        )
    store.commit()
    staff_sign_in(client, boss)
    return made


def url(cohort: Cohort, rest: str = "") -> str:
    return f"/p/{cohort.program.slug}/matching/groups{rest}"


def of_role(store: Session, cohort: Cohort, role: CohortRole) -> list[Enrollment]:
    found = select(Enrollment).where(Enrollment.cohort_id == cohort.id, Enrollment.role == role)
    return sorted(store.scalars(found), key=lambda one: one.account.name)


def ask(client: StrictClient, cohort: Cohort, store: Session, **fields: object) -> TestResponse:
    leaders = [one.public_id for one in of_role(store, cohort, CohortRole.MENTOR)]
    store.commit()
    wishes = {"leaders": leaders, "leaders_a_group": "2", "smallest": "3", "largest": "6"}
    return press(client, cohort, "", {**wishes, **fields})


def press(client: StrictClient, cohort: Cohort, rest: str, fields: Mapping[str, object]) -> TestResponse:
    """Send a form of the page of groups, with the token that its forms carry."""
    client.get(url(cohort))
    assert client.page is not None
    token = client.page.xpath("string((//input[@name='csrf_token'])[1]/@value)")
    return client.post(url(cohort, rest), data={"csrf_token": token, **fields})


def read(client: StrictClient, address: str) -> str:
    """The words of a page."""
    assert client.get(address).status_code == 200
    return text_of(client.page)


def proposal(store: Session) -> GroupProposal:
    found = store.scalars(select(GroupProposal).execution_options(populate_existing=True)).one()
    store.commit()
    return found


def propose(app: Flask, client: StrictClient, cohort: Cohort, store: Session) -> GroupProposal:
    ask(client, cohort, store)
    run_worker(app)
    found = proposal(store)
    assert found.status is RunStatus.SOLVED
    return found


def test_groups_are_asked_for_looked_at_and_begun(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session
) -> None:
    assert ask(client, cohort, store).status_code == 303
    assert "being worked out" in read(client, url(cohort))
    run_worker(app)
    found = proposal(store)
    version = found.version
    assert [len(group["mentees"]) for group in found.groups] == [4, 4]
    store.commit()
    page = read(client, url(cohort))
    assert "Nobody has been told" in page
    assert press(client, cohort, "/begin", {"version": version}).status_code == 303
    assert len(store.scalars(select(MentoringGroup)).all()) == 2
    assert len(store.scalars(select(OutboxMessage)).all()) == 12
    store.commit()
    assert "Groups that run" in read(client, url(cohort))


def test_begun_groups_are_taken_back_before_anybody_is_told_and_begun_again(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session
) -> None:
    version = propose(app, client, cohort, store).version
    store.commit()
    press(client, cohort, "/begin", {"version": version})
    version = proposal(store).version
    store.commit()
    assert press(client, cohort, "/take-back", {"version": version}).status_code == 303
    assert store.scalars(select(MentoringGroup)).all() == []
    assert {mail.status for mail in store.scalars(select(OutboxMessage))} == {MessageStatus.CANCELLED}
    version = proposal(store).version
    store.commit()
    assert press(client, cohort, "/begin", {"version": version}).status_code == 303
    assert len(store.scalars(select(MentoringGroup)).all()) == 2


def test_a_mentee_is_moved_and_a_group_renamed(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session
) -> None:
    found = propose(app, client, cohort, store)
    mentee, version = found.groups[0]["mentees"][0], found.version
    store.commit()
    press(client, cohort, "/move", {"mentee": mentee, "to": "1", "version": version})
    found = proposal(store)
    assert mentee in found.groups[1]["mentees"]
    assert mentee not in found.groups[0]["mentees"]
    version = found.version
    store.commit()
    press(client, cohort, "/names", {"number": "1", "name": " Night  harbour ", "version": version})
    assert proposal(store).groups[1]["name"] == "Night harbour"


def test_who_comes_second_is_told_and_changes_nothing(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session
) -> None:
    found = propose(app, client, cohort, store)
    mentee, version, before = found.groups[0]["mentees"][0], found.version, list(found.groups)
    store.commit()
    answer = press(client, cohort, "/move", {"mentee": mentee, "to": "1", "version": version - 1})
    assert answer.status_code == 409
    assert "Somebody else changed this" in text_of(client.page)
    assert proposal(store).groups == before


def test_two_who_must_not_meet_are_refused_in_one_sentence_for_every_reason(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session
) -> None:
    found = propose(app, client, cohort, store)
    people = {one.public_id: one for one in store.scalars(select(Enrollment))}
    mentee, leader = people[found.groups[0]["mentees"][0]], people[found.groups[1]["leaders"][0]]
    ask_not_to_be_matched(store, mentee, other=leader, now=clock.now())
    name, public_id, version = mentee.account.name, mentee.public_id, found.version
    store.commit()
    answer = press(client, cohort, "/move", {"mentee": public_id, "to": "1", "version": version})
    assert answer.status_code == 409
    assert f"{name} cannot be in this group. Choose another group." in text_of(client.page)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"leaders": []}, "Choose at least one mentor to lead."),
        ({"smallest": "5", "largest": "3"}, "The largest group must not be smaller than the smallest."),
        ({"largest": "99"}, "Enter a number from 2 to 8."),
        ({"smallest": "three"}, "There is a problem"),
        ({"leaders_a_group": "7"}, "There is a problem"),
    ],
)
def test_a_wish_that_makes_no_sense_is_kept_and_explained(
    client: StrictClient, cohort: Cohort, store: Session, fields: dict[str, object], words: str
) -> None:
    answer = ask(client, cohort, store, **fields)
    assert answer.status_code == 422
    assert words in text_of(client.page)
    assert store.scalars(select(GroupProposal)).all() == []


def test_too_few_people_make_no_group_and_the_page_says_why(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session
) -> None:
    ask(client, cohort, store, smallest="8", largest="8", leaders=["nobody"])
    leaders = [one.public_id for one in of_role(store, cohort, CohortRole.MENTOR)][:1]
    store.commit()
    ask(client, cohort, store, leaders=leaders)
    run_worker(app)
    store.commit()
    assert "8 mentees make at least 2 groups of 6, and 1 mentors are to lead." in read(client, url(cohort))


def test_residents_mentor_juniors_once_they_said_yes(client: StrictClient, cohort: Cohort, store: Session) -> None:
    page = read(client, url(cohort, "/peers"))
    assert "Resident 1, PGY-3" in page
    assert "Resident 0, PGY-1" not in page
    seniors = [one for one in of_role(store, cohort, CohortRole.MENTEE) if one.training_level.code == "PGY-3"]
    chosen, name = seniors[0].public_id, seniors[0].account.name
    store.commit()
    refused = press(client, cohort, "/peers", {"people": [chosen], "capacity": "1"})
    assert refused.status_code == 422
    assert "Nobody mentors without having said yes." in text_of(client.page)
    fields = {"people": [chosen], "capacity": "2", "agreed": "y"}
    assert press(client, cohort, "/peers", fields).status_code == 303
    assert press(client, cohort, "/peers", fields).status_code == 422
    mentors = [one for one in of_role(store, cohort, CohortRole.MENTOR) if one.account.name == name]
    assert [(one.capacity, one.training_level.code) for one in mentors] == [(2, "PGY-3")]


def test_everybody_sees_their_group_and_nobody_elses(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session
) -> None:
    version = propose(app, client, cohort, store).version
    store.commit()
    press(client, cohort, "/begin", {"version": version})
    groups = store.scalars(select(MentoringGroup)).all()
    mine, other = groups
    reader = mine.mentees[0].account
    with_me = {one.account.name for one in mine.present} - {reader.name}
    elsewhere = {one.account.name for one in other.present}
    store.commit()
    sign_in(client, reader)
    page = read(client, "/pair")
    assert all(name in page for name in with_me)
    assert not any(name in page for name in elsewhere)


def test_a_group_is_ended_after_reading_what_that_means(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session
) -> None:
    version = propose(app, client, cohort, store).version
    store.commit()
    press(client, cohort, "/begin", {"version": version})
    group = store.scalars(select(MentoringGroup)).all()[0]
    public_id, group_version = group.public_id, group.version
    store.commit()
    assert "Pairs of the same people are not touched." in read(client, url(cohort, f"/{public_id}/end"))
    press(client, cohort, f"/{public_id}/end", {"version": group_version})
    ended = store.scalars(
        select(MentoringGroup).execution_options(populate_existing=True).where(MentoringGroup.public_id == public_id)
    ).one()
    assert ended.ended_on is not None
