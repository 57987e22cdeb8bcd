"""What a program reached, against counts by hand; and what nobody can read from it of one person or one pair."""

from dataclasses import asdict, replace
from datetime import timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import PairingKind, PairingStatus
from mentorship_app.mentoring.groups.models import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.monitoring.values import AtLeast, Middle, Part, TooFew
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.programs import CohortRole, EnrollmentStatus
from mentorship_app.recruitment import ApplicationStatus
from mentorship_app.reports.reach import Reach, reach_of
from mentorship_app.reports.reaching.groups import Grouping
from mentorship_app.reports.reaching.mentees import Places
from mentorship_app.reports.reaching.mentors import Hours
from mentorship_app.reports.reaching.told import Band, Counted, Protecting, Told
from mentorship_app.training.library import modules
from mentorship_app.training.models import TrainingRequirement
from tests.factories import EnrollmentFactory
from tests.factories.goals import planned
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.factories.recruitment import ApplicationFactory, CallFactory, InvitationFactory
from tests.factories.rematch import rematch_of
from tests.factories.reports import ScoreImportFactory
from tests.factories.training import go_through
from tests.reports.reached import BEGAN, NOW, Reached, a_year, meet


def reach(session: Session, year: Reached) -> Reach:
    session.flush()
    session.expire_all()
    return reach_of(session, year.cohort, now=NOW)


def told(found: Reach) -> dict[str, Told]:
    return {step.key: step.value for step in (*found.flow, *found.funnel)}


def exactly(count: int, n: int) -> Part:
    return Part(ExactShare(count, n))


MOST_OF_22 = Part(ShareBand(80, 100, 22))


def test_mentees_are_counted_from_step_to_step(session: Session) -> None:
    # 243 days since the beginning: 5 spans of six weeks. 4 met fewer than five times, 2 of them never.
    year = a_year(session, mentees=30, mentors=12, matched=22, meetings=[0, 0, 3, 4], signed=17, intakes=26)

    found = told(reach(session, year))

    assert found["on-roster"] == Counted(30)
    assert found["intake"] == exactly(26, 30)
    assert found["matched"] == exactly(22, 30)
    assert found["signed"] == exactly(17, 22)
    assert found["met"] == exactly(20, 22)
    assert found["as-planned"] == exactly(18, 22)


def test_a_silent_pair_more_or_less_changes_nothing_that_is_told(session: Session) -> None:
    seldom = [1, 1, 2, 2]
    one = reach(session, a_year(session, mentees=24, mentors=12, matched=22, meetings=[0, *seldom], levels=(1, 2)))
    none = reach(session, a_year(session, mentees=24, mentors=12, matched=22, meetings=[1, *seldom], levels=(1, 2)))

    assert told(one)["met"] == MOST_OF_22
    assert one.flow == none.flow
    assert shares(one.groups) == shares(none.groups)
    assert one.together is not None
    assert none.together is not None
    assert one.together.spread == none.together.spread
    assert one.first_meeting == replace_middle(none.first_meeting)


def replace_middle(value: object) -> object:
    """All first meetings are ten days after the beginning, so only how many there are could differ."""
    assert isinstance(value, Middle)
    return replace(value, n=20)


def shares(groups: tuple[Grouping, ...]) -> list[tuple[int | None, tuple[Told, ...]]]:
    return [(group.mentees, group.values) for grouping in groups for group in grouping.groups]


def test_the_one_mentee_without_a_mentor_is_told_for_the_program_and_of_no_group(session: Session) -> None:
    """Two programs alike but for the level of the one who has no mentor."""
    first = a_year(session, mentees=24, mentors=12, matched=23, levels=(1, 2))
    second = a_year(session, mentees=24, mentors=12, matched=23, levels=(2, 1))
    assert first.mentees[23].training_level is not None
    assert second.mentees[23].training_level is not None
    assert first.mentees[23].training_level.position != second.mentees[23].training_level.position

    one, other = reach(session, first), reach(session, second)

    assert told(one)["matched"] == told(other)["matched"] == exactly(23, 24)
    assert shares(one.groups) == shares(other.groups)
    assert {value for _size, values in shares(one.groups) for value in values} == {Part(ShareBand(60, 100, 12))}


def test_groups_are_exact_where_five_are_in_and_five_are_not(session: Session) -> None:
    # Level 1: mentees 0, 2, …, 38; level 2 the others. The first 24 are matched: 12 of 20 in each level.
    year = a_year(session, mentees=40, mentors=12, matched=24, levels=(1, 2))

    found = reach(session, year)

    # All who are matched met as well, which of everybody stands as a range: of a group it is what it is of 20.
    assert shares(found.groups) == [(20, (exactly(12, 20), exactly(12, 20)))] * 2


def test_a_group_that_would_be_left_over_takes_another_with_it(session: Session) -> None:
    """Level 3 has everybody matched; beside an exact level 1 and 2 and an exact total it would be seen to."""
    levels = [*[1] * 20, *[2] * 20, *[3] * 12]
    year = a_year(session, mentees=52, mentors=20, matched=0, levels=levels)
    for place, mentee in enumerate([*year.mentees[:12], *year.mentees[20:30], *year.mentees[40:]]):
        PairingFactory(cohort=year.cohort, mentee=mentee, mentor=year.mentors[place % 20], started_on=BEGAN)

    first, second, third = (values[0] for _size, values in shares(reach(session, year).groups))

    assert third == Part(ShareBand(60, 100, 12))
    assert (first, second).count(Protecting()) == 1


def test_small_groups_and_those_of_fewer_than_ten_are_not_told(session: Session) -> None:
    year = a_year(session, mentees=30, mentors=12, matched=20, levels=[*[1] * 18, *[2] * 8, *[3] * 4])

    found = shares(reach(session, year).groups)

    assert [size for size, _values in found] == [18, 8, None]
    assert [values[0] for _size, values in found][1:] == [TooFew(10), TooFew(10)]


def test_mentors_are_counted_from_the_invitation_to_a_mentee(session: Session) -> None:
    year = a_year(session, mentees=12, mentors=10, matched=8)
    call = CallFactory(cohort=year.cohort, places_wanted=20)
    invitations = InvitationFactory.create_batch(14, call=call)
    for place, invitation in enumerate(invitations[:10]):
        status = ApplicationStatus.APPROVED if place < 7 else ApplicationStatus.DECLINED
        ApplicationFactory(call=call, email=invitation.email, sent=True, status=status)
    ApplicationFactory.create_batch(6, call=call, sent=True, status=ApplicationStatus.APPROVED)

    found = reach(session, year)

    assert [(step.key, step.value) for step in found.funnel] == [
        ("invited", Counted(14)),
        ("applied", exactly(10, 14)),
        ("applied-unasked", Counted(6)),
        ("accepted", exactly(13, 16)),
        ("taking-part", Counted(10)),
        ("trained", found.funnel[5].value),
        ("paired", exactly(8, 10)),
    ]
    assert found.room is not None
    assert (found.room.wanted, found.room.offered, found.room.free) == (20, 20, 12)


def test_training_is_counted_where_it_is_required(session: Session) -> None:
    year = a_year(session, mentees=12, mentors=10, matched=8)
    module = next(one for one in modules() if CohortRole.MENTOR in one.roles)
    session.add(TrainingRequirement(cohort_id=year.cohort.id, role=CohortRole.MENTOR, module_key=module.key))
    for mentor in year.mentors[:7]:
        go_through(session, mentor, module, now=MOMENT)

    assert told(reach(session, year))["trained"] == exactly(7, 10)


def test_time_is_told_in_steps_of_five_hours_of_five_mentors(session: Session) -> None:
    year = a_year(session, mentees=12, mentors=6, matched=12, meetings=[3] * 12)
    found = reach(session, year)

    # 36 meetings of 45 minutes are 27 hours.
    assert found.recognition is not None
    assert found.recognition.hours == Hours(25, 6, 36)

    few = a_year(session, mentees=12, mentors=4, matched=12, meetings=[3] * 12, places=3)
    assert (recognition := reach(session, few).recognition) is not None
    assert recognition.hours == TooFew(5)


def test_a_meeting_of_a_group_takes_the_time_of_each_who_leads_it(session: Session) -> None:
    year = a_year(session, mentees=12, mentors=6, matched=12, meetings=[3] * 12)
    group = MentoringGroup(cohort=year.cohort, name="Evenings", started_on=BEGAN, created_at=MOMENT)
    session.add(group)
    session.flush()
    for person in (*year.mentors[:2], *year.mentees[:5]):
        session.add(GroupMember(group_id=group.id, enrollment_id=person.id))
    session.add(
        Meeting(
            group_id=group.id,
            state=MeetingState.HELD,
            met_on=BEGAN,
            minutes=100,
            how="video",
            written_by=CohortRole.MENTOR,
            touched_at=MOMENT,
            created_at=MOMENT,
        )
    )

    found = reach(session, year)

    assert found.recognition is not None
    assert found.recognition.hours == Hours(30, 6, 37)
    assert found.teams is not None
    assert (found.teams.groups, found.teams.group_meetings, found.teams.in_groups) == (1, 1, exactly(5, 12))


def test_places_stand_by_sites_of_five_mentors(session: Session) -> None:
    year = a_year(session, mentees=12, mentors=12, matched=6, sites=["North"] * 6 + ["South"] * 4 + ["East"] * 2)

    assert reach(session, year).places == (Places("North", 6, 6, 6), Places("", 6, 0, 12))

    few = a_year(session, mentees=12, mentors=4, matched=4)
    assert reach(session, few).places == ()


def test_load_stands_in_bands_of_five_mentors(session: Session) -> None:
    # Seven mentors have two mentees, four have one, and one has none.
    year = a_year(session, mentees=18, mentors=11, matched=18)
    EnrollmentFactory(cohort=year.cohort, role=CohortRole.MENTOR)

    load = (found := reach(session, year).recognition) and found.load

    assert load is not None
    assert load.bands == (Band(0, 1, 5), Band(2, None, 7))


def test_more_than_one_mentor_is_told_in_fives_by_function(session: Session) -> None:
    year = a_year(session, mentees=20, mentors=10, matched=20, places=4)
    for place, mentee in enumerate(year.mentees[:6]):
        PairingFactory(
            cohort=year.cohort,
            mentee=mentee,
            mentor=year.mentors[(place + 1) % 10],
            kind=PairingKind.RESEARCH,
            started_on=BEGAN,
        )
    PairingFactory(
        cohort=year.cohort, mentee=year.mentees[7], mentor=year.mentors[0], kind=PairingKind.WELLNESS, started_on=BEGAN
    )

    teams = reach(session, year).teams

    assert teams is not None
    assert teams.several == exactly(7, 20)
    # That somebody has a mentor for well-being is not told, not even that it is too few to say.
    assert dict(teams.functions) == {PairingKind.RESEARCH: AtLeast(5, 27)}


def test_goals_are_told_in_fives(session: Session, keyring: Keyring) -> None:
    year = a_year(session, mentees=20, mentors=10, matched=20)
    for mentee in year.mentees[:8]:
        planned(session, keyring, mentee)

    assert reach(session, year).wishes.goals == AtLeast(5, 20)


def test_one_request_for_another_pair_and_the_new_pair_are_in_no_number(session: Session, keyring: Keyring) -> None:
    """The same year with nobody asking, and with one mentee who asked and has another mentor since."""
    quiet, moved = (
        a_year(session, mentees=22, mentors=11, matched=22, levels=(1, 2), intakes=20) for _once in range(2)
    )
    old = moved.pairs[0]
    rematch_of(session, keyring, old.mentee)
    old.status, old.ended_on = PairingStatus.ENDED, BEGAN + timedelta(days=100)
    session.flush()
    new = PairingFactory(
        cohort=moved.cohort, mentee=old.mentee, mentor=moved.mentors[0], started_on=BEGAN + timedelta(days=100)
    )
    meet(session, new, 0)

    one, other = reach(session, quiet), reach(session, moved)

    assert other.wishes.rematches == one.wishes.rematches == TooFew(5)
    assert (other.flow, shares(other.groups), other.places) == (one.flow, shares(one.groups), one.places)
    assert other.funnel == one.funnel
    assert other.recognition == one.recognition


def test_a_program_of_four_is_told_of_as_a_whole_only(session: Session) -> None:
    year = a_year(session, mentees=4, mentors=3, matched=3, meetings=[2, 0, 1], intakes=3, levels=(1, 2))

    found = reach(session, year)

    assert [(step.key, step.value) for step in found.flow] == [
        ("on-roster", Counted(4)),
        ("intake", TooFew(8)),
        ("matched", TooFew(5)),
        ("signed", TooFew(8)),
        ("met", TooFew(8)),
        ("as-planned", TooFew(8)),
    ]
    assert told(found)["paired"] == TooFew(5)
    assert found.places == ()
    assert found.together is not None
    assert (found.together.meetings, found.together.spread) == (TooFew(5), None)
    assert all(month.meetings is None for month in found.together.months)
    assert found.recognition is not None
    assert (found.recognition.load, found.recognition.hours) == (None, TooFew(5))
    assert shares(found.groups) == [(None, (TooFew(10), TooFew(10)))] * 2
    assert (found.first_meeting, found.a_month) == (TooFew(5), TooFew(5))


def test_a_program_of_eight_has_shares_and_nothing_finer(session: Session) -> None:
    year = a_year(session, mentees=8, mentors=6, matched=8, meetings=[0, 0, 1, 2, 3, 4, 5, 6], intakes=6)

    found = told(reach(session, year))

    assert (found["intake"], found["matched"], found["met"]) == (exactly(6, 8), exactly(8, 8), exactly(6, 8))
    # Two met five times or more, which is a share of 8 with two on one side.
    assert found["as-planned"] == TooFew(8)


def test_nothing_is_told_of_a_cohort_without_people(session: Session) -> None:
    imported = ScoreImportFactory()
    assert reach_of(session, imported.cohort, now=NOW) == Reach()


def test_people_who_left_are_not_counted(session: Session) -> None:
    year = a_year(session, mentees=12, mentors=10, matched=10)
    year.mentees[0].status = EnrollmentStatus.WITHDRAWN
    year.mentors[9].status = EnrollmentStatus.WITHDRAWN

    found = told(reach(session, year))

    # The first mentee left, and the mentor of the tenth.
    assert (found["on-roster"], found["matched"], found["paired"]) == (Counted(11), exactly(8, 11), exactly(8, 9))


def test_no_id_leaves_the_package(session: Session) -> None:
    year = a_year(session, mentees=24, mentors=12, matched=22, levels=(1, 2), intakes=20)
    written = str(asdict(reach(session, year)))

    for person in (*year.mentees, *year.mentors):
        assert str(person.id) not in written
        assert person.public_id not in written
        assert person.account.name not in written


def test_as_many_queries_for_many_as_for_few(session: Session) -> None:
    def queries(year: Reached) -> int:
        counted: list[str] = []
        session.flush()
        session.expire_all()
        session.refresh(year.cohort)

        def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
            counted.append(statement)

        bind = session.get_bind()
        event.listen(bind, "before_cursor_execute", note)
        try:
            reach_of(session, year.cohort, now=NOW)
        finally:
            event.remove(bind, "before_cursor_execute", note)
        return len(counted)

    few = queries(a_year(session, mentees=8, mentors=6, matched=8, levels=(1, 2)))
    many = queries(a_year(session, mentees=60, mentors=30, matched=58, levels=(1, 2, 3)))
    assert many == few
