"""A group's own page: everybody in it reads, those who lead write, and nobody else gets in."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.identity import StaffRole
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings import Meeting, MeetingState, services
from mentorship_app.mentoring.meetings.services import Plan
from mentorship_app.programs import CohortRole, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.meetings import held_on
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in, staff_sign_in


@pytest.fixture
def group(store: Session) -> MentoringGroup:
    cohort = CohortFactory(phase=Phase.ACTIVE)
    made = MentoringGroup(cohort=cohort, name="Harbour", started_on=cohort.starts_on)
    names = {"Ottoline Marsh": CohortRole.MENTOR, "Wren Ito": CohortRole.MENTEE, "Caspian Rook": CohortRole.MENTEE}
    made.members = [
        GroupMember(enrollment=EnrollmentFactory(cohort=cohort, role=role, account=AccountFactory(name=name)))
        for name, role in names.items()
    ]
    store.add(made)
    store.commit()
    return made


def enter(client: StrictClient, store: Session, group: MentoringGroup, name: str) -> str:
    account = next(one.account for one in group.present if one.account.name == name)
    address = f"/groups/{group.public_id}"
    store.commit()
    sign_in(client, account)
    return address


def the_meeting(store: Session) -> Meeting:
    found = store.scalars(select(Meeting).execution_options(populate_existing=True)).one()
    store.commit()
    return found


def test_who_leads_logs_a_meeting_and_how_many_came(
    client: StrictClient, store: Session, group: MentoringGroup
) -> None:
    address = enter(client, store, group, "Ottoline Marsh")
    client.get(address)
    assert "For the first meeting of a group" in text_of(client.page)
    new = f"/meetings/new?group={group.public_id}"
    client.get(new)
    client.submit({"when": "today", "present": "3"}, action=new)
    meeting = the_meeting(store)
    assert (meeting.group_id, meeting.present, meeting.state) == (group.id, 3, MeetingState.HELD)
    client.get(address)
    words = text_of(client.page)
    assert "3 people came" in words
    assert "For the second meeting of a group" in words


def test_what_no_group_can_hold_is_refused_with_everything_typed(
    client: StrictClient, store: Session, group: MentoringGroup
) -> None:
    enter(client, store, group, "Ottoline Marsh")
    new = f"/meetings/new?group={group.public_id}"
    client.get(new)
    response = client.submit({"present": "900", "other_minutes": "55"}, action=new)
    assert response.status_code == 422
    assert 'value="900"' in response.text
    assert 'value="55"' in response.text


def test_members_read_and_do_not_write(client: StrictClient, store: Session, group: MentoringGroup) -> None:
    now = clock.now()
    plan = Plan((now + timedelta(days=3)).date(), now.time().replace(tzinfo=None, microsecond=0), 60, "video", "Room 4")
    planned = services.plan(store, group, CohortRole.MENTOR, plan, now=now)
    address = enter(client, store, group, "Wren Ito")
    client.get(address)
    words = text_of(client.page)
    assert "Room 4" in words
    assert "Plan a meeting" not in words
    assert client.get(f"/meetings/new?group={group.public_id}").status_code == 403
    assert client.get(f"/meetings/plan?group={group.public_id}").status_code == 403
    page = client.get(f"/meetings/{planned.public_id}")
    assert "Call it off" not in page.text
    client.submit({"note": "Mine alone"}, action=f"/meetings/{planned.public_id}/note")
    assert client.get(f"/meetings/{planned.public_id}").text.count("Mine alone") == 1
    assert the_meeting(store).state is MeetingState.PLANNED


@pytest.mark.parametrize("verb", ["", "/confirm", "/cancel", "/undo"])
def test_a_member_presses_in_vain(
    client: StrictClient, store: Session, group: MentoringGroup, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", False)
    today = clock.local_date(clock.now(), group.cohort.program.timezone)
    meeting = services.log(store, group, CohortRole.MENTOR, held_on(today), now=clock.now())
    public_id = meeting.public_id
    enter(client, store, group, "Wren Ito")
    assert client.post(f"/meetings/{public_id}{verb}").status_code == 403
    assert the_meeting(store).state is MeetingState.HELD


def test_nobody_else_gets_in(client: StrictClient, store: Session, group: MentoringGroup) -> None:
    stranger = EnrollmentFactory(cohort=group.cohort, role=CohortRole.MENTOR)
    address = f"/groups/{group.public_id}"
    store.commit()
    sign_in(client, stranger.account)
    assert client.get(address).status_code == 404


def test_staff_read_the_day_and_nothing_of_what_about(
    client: StrictClient, store: Session, group: MentoringGroup
) -> None:
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=group.cohort.program_id, role=StaffRole.COORDINATOR)
    today = clock.local_date(clock.now(), group.cohort.program.timezone)
    services.log(store, group, CohortRole.MENTOR, held_on(today, topics=("exams",)), now=clock.now())
    slug = group.cohort.program.slug
    address = f"/groups/{group.public_id}"
    store.commit()
    staff_sign_in(client, boss)
    page = client.get(f"/p/{slug}/matching/groups")
    assert "1 meeting in the last nine months" in text_of(client.page)
    assert "Exams" not in page.text
    assert client.get(address).status_code == 404


def test_the_page_takes_as_many_queries_for_many_as_for_few(
    client: StrictClient, store: Session, group: MentoringGroup
) -> None:
    today = clock.local_date(clock.now(), group.cohort.program.timezone)
    services.log(store, group, CohortRole.MENTOR, held_on(today), now=clock.now())
    address = enter(client, store, group, "Wren Ito")

    def queries() -> int:
        with counted_queries(client.application) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    before = queries()
    for day in range(1, 20):
        services.log(store, group, CohortRole.MENTOR, held_on(today - timedelta(days=day)), now=clock.now())
    members = EnrollmentFactory.create_batch(3, cohort=group.cohort)
    group.members += [GroupMember(enrollment=one) for one in members]
    store.commit()
    assert queries() == before


def test_the_coordinator_sets_how_often_groups_meet(
    client: StrictClient, store: Session, group: MentoringGroup
) -> None:
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=group.cohort.program_id, role=StaffRole.COORDINATOR)
    address = f"/p/{group.cohort.program.slug}/matching/groups/cadence"
    store.commit()
    staff_sign_in(client, boss)
    client.get(address)
    assert client.submit({"weeks": "40"}, action=address).status_code == 422
    client.submit({"weeks": "8"}, action=address)
    client.get(f"/p/{group.cohort.program.slug}/matching/groups")
    store.commit()
    assert "Groups are reminded after 8 weeks without a meeting." in text_of(client.page)
