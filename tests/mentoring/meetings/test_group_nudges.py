"""Nudges to those who lead a group: each in turn, two at most, by day, none to who is away or wants none."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import NotAllowed
from mentorship_app.core.identity import SYSTEM
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.groups.models import GroupNudge
from mentorship_app.mentoring.groups.services import end_group
from mentorship_app.mentoring.meetings import cadence, services
from mentorship_app.mentoring.meetings.group_nudges import due
from mentorship_app.mentoring.meetings.notifications import nudge_leader
from mentorship_app.mentoring.meetings.services import Plan
from mentorship_app.programs import CohortRole, Phase
from mentorship_app.programs.absences import Absence, AbsenceKind
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.meetings import held_on
from tests.kit.queries import counted_queries
from tests.kit.worker import mail_to, run_worker

DUE = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
"""Ten in the morning, more than twelve weeks after the group began on 1 September."""


def begun(leaders: int = 2) -> MentoringGroup:
    cohort = CohortFactory(phase=Phase.ACTIVE)
    made = MentoringGroup(cohort=cohort, name="Harbour", started_on=DUE.date() - timedelta(weeks=13))
    names = ("Ottoline Marsh", "Séraphine Clairvaux")[:leaders]
    people = [EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name=n)) for n in names]
    people += EnrollmentFactory.create_batch(3, cohort=cohort)
    made.members = [GroupMember(enrollment=one) for one in people]
    return made


@pytest.fixture
def group(store: Session) -> MentoringGroup:
    made = begun()
    store.add(made)
    store.flush()
    return made


def nudge_all(store: Session, now: datetime) -> list[str]:
    found = due(store, now=now)
    for one in found:
        nudge_leader(store, one, now=now)
    return [one.reader.account.name for one in found]


@pytest.mark.usefixtures("group")
def test_one_who_leads_then_the_other_then_nobody(store: Session) -> None:
    assert nudge_all(store, DUE - timedelta(days=10)) == []
    found = [nudge_all(store, DUE + timedelta(days=day)) for day in (0, 1, 13, 14, 28, 90)]
    assert found == [["Ottoline Marsh"], [], [], ["Séraphine Clairvaux"], [], []]


def test_whatever_the_group_says_starts_the_count_anew(store: Session, group: MentoringGroup) -> None:
    for day in (0, 14):
        nudge_all(store, DUE + timedelta(days=day))
    later = DUE + timedelta(days=20)
    services.log(store, group, CohortRole.MENTOR, held_on(later.date()), now=later)
    assert nudge_all(store, later + timedelta(weeks=11)) == []
    assert nudge_all(store, later + timedelta(weeks=13)) == ["Ottoline Marsh"]


def test_a_planned_meeting_is_asked_about_once_it_has_passed(store: Session, group: MentoringGroup) -> None:
    wanted = Plan(DUE.date() + timedelta(days=2), DUE.time().replace(tzinfo=None), 60, "video")
    services.plan(store, group, CohortRole.MENTOR, wanted, now=DUE)
    assert due(store, now=DUE) == []
    (nudge,) = due(store, now=DUE + timedelta(days=3))
    assert nudge.planned is not None


def test_nobody_is_nudged_who_wants_none_or_is_away(store: Session, group: MentoringGroup) -> None:
    first, second = group.leaders
    cadence.pause(store, first)
    assert [one.reader.id for one in due(store, now=DUE)] == [second.id]
    day = DUE.date()
    store.add(Absence(enrollment=second, kind=AbsenceKind.AWAY, starts_on=day, ends_on=day + timedelta(days=9)))
    store.flush()
    assert due(store, now=DUE) == []


@pytest.mark.parametrize("stop", ["night", "off", "ended", "phase"])
def test_no_nudge_leaves(store: Session, group: MentoringGroup, stop: str) -> None:
    assert len(due(store, now=DUE)) == 1
    now = DUE
    if stop == "night":
        now = DUE - timedelta(hours=10)
    elif stop == "off":
        cadence.set_group_cadence(store, group.cohort, 0, version=0, by=SYSTEM, now=DUE)
    elif stop == "ended":
        end_group(store, group, version=group.version, by=SYSTEM, now=DUE)
    else:
        group.cohort.phase = Phase.CLOSING
        store.flush()
    assert due(store, now=now) == []


def test_the_worker_writes_one_mail_and_the_reader_comes_to_the_group(
    app: Flask, store: Session, group: MentoringGroup
) -> None:
    group.cohort.program.quiet_hours = False
    first = group.leaders[0].account
    first.locale = "fr"
    store.commit()
    for _twice in range(2):
        run_worker(app, now=DUE)
    (mail,) = mail_to(store, first.email)
    assert "Harbour" in mail.subject
    assert "/l/" in mail.body
    assert len(store.scalars(select(GroupNudge)).all()) == 1


def test_as_many_queries_for_many_groups_as_for_one(app: Flask, store: Session, group: MentoringGroup) -> None:
    def queries() -> int:
        store.commit()
        store.expire_all()
        with counted_queries(app) as counted:
            due(store, now=DUE)
        return len(counted)

    assert group.leaders
    queries()
    before = queries()
    store.add_all([begun() for _number in range(5)])
    assert queries() == before


def test_pairs_and_groups_have_a_cadence_of_their_own(store: Session, group: MentoringGroup) -> None:
    cadence.set_group_cadence(store, group.cohort, 8, version=0, by=SYSTEM, now=DUE)
    assert cadence.cadence_of(store, group.cohort) == (cadence.USUAL_WEEKS, 1)
    cadence.set_cadence(store, group.cohort, 4, version=1, by=SYSTEM, now=DUE)
    assert cadence.group_cadence_of(store, group.cohort)[0] == 8


def test_members_do_not_write(store: Session, group: MentoringGroup) -> None:
    with pytest.raises(NotAllowed):
        services.log(store, group, CohortRole.MENTEE, held_on(DUE.date()), now=DUE)
