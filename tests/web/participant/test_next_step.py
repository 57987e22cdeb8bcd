"""The one next thing: a test for each state, what comes before what, and how long it takes."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching.configuring import save_settings, settings_of_cohort
from mentorship_app.matching.mentors_choices import choose_mentee
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.goals import services as goals
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings import services as meetings
from mentorship_app.mentoring.meetings.services import Plan
from mentorship_app.programs import Cohort, CohortRole, Phase
from mentorship_app.training import requirements
from mentorship_app.training.library import modules
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.agreements import proposed
from tests.factories.goals import planned as goal_planned
from tests.factories.intake import ProfileFactory
from tests.factories.meetings import met
from tests.factories.meetings import planned as meeting_planned
from tests.factories.mentoring import PairingFactory
from tests.factories.recruitment import CallFactory
from tests.factories.rematch import open_check_in
from tests.factories.training import go_through
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in

NOW = clock.now()
TODAY = NOW.date()
OLD, NEW = TODAY - timedelta(weeks=20), TODAY - timedelta(days=2)


def cohort_in(phase: Phase, **more: Any) -> Cohort:
    made: Cohort = CohortFactory(
        phase=phase, starts_on=TODAY - timedelta(days=200), ends_on=TODAY + timedelta(days=150), **more
    )
    return made


def a_pair(*, since: date = OLD, cohort: Cohort | None = None, **more: Any) -> Pairing:
    cohort = cohort or cohort_in(Phase.ACTIVE)
    made: Pairing = PairingFactory(
        cohort=cohort,
        mentor=EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Ottoline Marsh")),
        mentee=EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito")),
        started_on=since,
        **more,
    )
    return made


def home_of(client: StrictClient, store: Session, account: Any) -> tuple[str, str]:
    """The title of the next thing and its minutes, as words."""
    store.commit()
    sign_in(client, account)
    client.get("/home")
    assert client.page is not None
    minutes = client.page.xpath(".//section[@aria-labelledby='next']//p[@class='actions']/span")
    return text_of(client.page.find(".//h2[@id='next']")), text_of(minutes[0]) if minutes else ""


def test_a_pair_to_say_yes_to(client: StrictClient, store: Session) -> None:
    pairing = a_pair(since=NEW, accept_by=TODAY + timedelta(days=5))
    asked = ("Does your pair with Ottoline Marsh suit you?", "About 1 minute")
    assert home_of(client, store, pairing.mentee.account) == asked


def test_an_intake_says_how_long_the_rest_of_it_takes(client: StrictClient, store: Session) -> None:
    mentee = EnrollmentFactory(cohort=cohort_in(Phase.INTAKE))
    title, whole = home_of(client, store, mentee.account)
    ProfileFactory(enrollment=mentee, sent=True, submitted_at=None)
    begun, rest = home_of(client, store, mentee.account)
    assert (title, begun) == ("Say what you hope for from a mentor", "Finish your intake")
    assert int(rest.split()[1]) < int(whole.split()[1])


def test_a_check_in_until_this_side_has_answered(client: StrictClient, store: Session, keyring: Keyring) -> None:
    pairing = a_pair()
    open_check_in(store, pairing.cohort)
    for account, other in ((pairing.mentee.account, "Ottoline Marsh"), (pairing.mentor.account, "Wren Ito")):
        assert home_of(client, store, account) == (f"Is your pair with {other} working?", "About 2 minutes")
    assert keyring.names() == ()


def test_an_agreement_that_waits_for_ones_name(client: StrictClient, store: Session) -> None:
    pairing = a_pair()
    proposed(store, pairing, CohortRole.MENTEE, now=NOW)
    assert home_of(client, store, pairing.mentor.account) == ("Wren Ito proposes an agreement", "About 2 minutes")
    assert home_of(client, store, pairing.mentee.account)[0] == "All done"


def in_the_past(company: Pairing | MentoringGroup, store: Session) -> None:
    """Planned by the mentor for yesterday at ten, three days ago."""
    yesterday = clock.local_date(NOW, "America/Toronto") - timedelta(days=1)
    wanted = Plan(yesterday, time(10), 30, "video")
    meetings.plan(store, company, CohortRole.MENTOR, wanted, now=NOW - timedelta(days=3))


def test_a_planned_meeting_that_has_passed(client: StrictClient, store: Session) -> None:
    pairing = a_pair()
    in_the_past(pairing, store)
    assert home_of(client, store, pairing.mentee.account) == ("Did you meet Ottoline Marsh?", "About 1 minute")


def test_a_group_that_was_to_meet_is_asked_of_those_who_lead_it(client: StrictClient, store: Session) -> None:
    pairing = a_pair()
    group = MentoringGroup(cohort=pairing.cohort, name="Night float", started_on=OLD)
    group.members = [GroupMember(enrollment=one) for one in (pairing.mentor, pairing.mentee)]
    store.add(group)
    store.flush()
    in_the_past(group, store)
    assert home_of(client, store, pairing.mentor.account) == ("Did “Night float” meet?", "About 1 minute")
    assert home_of(client, store, pairing.mentee.account)[0] == "All done"


def test_a_required_module_before_matching_and_never_after(client: StrictClient, store: Session) -> None:
    cohort = cohort_in(Phase.RECRUITMENT)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    module = next(one for one in modules() if CohortRole.MENTOR in one.roles)
    requirements.require(store, cohort, module, CohortRole.MENTOR, required=True, by=SYSTEM, now=NOW)
    title, minutes = home_of(client, store, mentor.account)
    assert (title, minutes) == (module.title.en, f"About {module.minutes('en')} minutes")
    cohort.phase = Phase.ACTIVE
    assert home_of(client, store, mentor.account)[0] == "All done"
    cohort.phase = Phase.RECRUITMENT
    go_through(store, mentor, module, now=NOW)
    assert home_of(client, store, mentor.account)[0] == "All done"


def test_mentors_who_are_asked_whom_they_would_choose(client: StrictClient, store: Session) -> None:
    cohort = cohort_in(Phase.MATCHING)
    mentor, mentee = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR), EnrollmentFactory(cohort=cohort)
    settings, version = settings_of_cohort(store, cohort)
    ranking = replace(settings, rules=replace(settings.rules, mentors_rank=True))
    save_settings(store, cohort, ranking, version=version, by=SYSTEM, now=NOW)
    assert home_of(client, store, mentor.account) == ("Is there a mentee you would choose?", "About 3 minutes")
    choose_mentee(store, mentor, mentee, now=NOW)
    assert home_of(client, store, mentor.account)[0] == "All done"


@pytest.mark.parametrize("begun", [False, True])
def test_a_new_pair_meets_unless_it_planned_to(client: StrictClient, store: Session, begun: bool) -> None:
    pairing = a_pair(since=NEW)
    if begun:
        tomorrow = clock.local_date(NOW, "America/Toronto") + timedelta(days=1)
        meeting_planned(store, pairing, Plan(tomorrow, time(10), 30, "video"), now=NOW)
    said = home_of(client, store, pairing.mentee.account)
    assert said == (("All done", "") if begun else ("Meet Ottoline Marsh", "About 2 minutes"))
    if begun:
        assert "Next: Meeting with Ottoline Marsh" in text_of(client.page)


def test_a_pair_that_has_met_writes_its_agreement_down(client: StrictClient, store: Session) -> None:
    pairing = a_pair(since=TODAY - timedelta(days=4))
    met(store, pairing, TODAY - timedelta(days=2), now=NOW)
    for account in (pairing.mentee.account, pairing.mentor.account):
        assert home_of(client, store, account) == ("Write down how you work together", "About 3 minutes")
    proposed(store, pairing, CohortRole.MENTEE, now=NOW)
    assert home_of(client, store, pairing.mentee.account)[0] == "All done"


def test_a_first_goal_and_later_a_look_at_it(client: StrictClient, store: Session, keyring: Keyring) -> None:
    pairing = a_pair(since=TODAY - timedelta(weeks=4))
    assert home_of(client, store, pairing.mentee.account) == ("Set a first goal", "About 4 minutes")
    assert home_of(client, store, pairing.mentor.account)[0] == "All done"
    goal = goal_planned(store, keyring, pairing.mentee, "Lead a family meeting")
    goal.created_at = NOW - timedelta(weeks=8)
    assert home_of(client, store, pairing.mentee.account) == ("How is your goal going?", "About 1 minute")
    goals.note_progress(store, keyring, goal, 4, on=TODAY)
    assert home_of(client, store, pairing.mentee.account)[0] == "All done"


def test_mentors_of_this_year_hear_of_the_next_call_once_nothing_else_is_to_do(
    client: StrictClient, store: Session
) -> None:
    pairing = a_pair()
    following = CohortFactory(
        program=pairing.cohort.program,
        phase=Phase.RECRUITMENT,
        name="2027–28",
        starts_on=pairing.cohort.ends_on + timedelta(days=1),
        ends_on=pairing.cohort.ends_on + timedelta(days=300),
    )
    CallFactory(cohort=following, opens_on=TODAY - timedelta(days=1), closes_on=TODAY + timedelta(days=20))
    title, minutes = home_of(client, store, pairing.mentor.account)
    assert title == "Would you mentor again?"
    assert minutes.startswith("About ")
    assert home_of(client, store, pairing.mentee.account)[0] == "All done"
    EnrollmentFactory(cohort=following, role=CohortRole.MENTOR, account=pairing.mentor.account)
    assert home_of(client, store, pairing.mentor.account)[0] == "All done"


def test_the_more_pressing_thing_of_two_roles_comes_first(client: StrictClient, store: Session) -> None:
    """Somebody is a mentee with a first goal to set, and a mentor whom an agreement waits for."""
    cohort = cohort_in(Phase.ACTIVE)
    as_mentee = a_pair(since=TODAY - timedelta(weeks=4), cohort=cohort)
    person = as_mentee.mentee.account
    as_mentor = PairingFactory(
        cohort=cohort,
        mentor=EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=person),
        mentee=EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale")),
        started_on=OLD,
    )
    assert home_of(client, store, person)[0] == "Set a first goal"
    proposed(store, as_mentor, CohortRole.MENTEE, now=NOW)
    assert home_of(client, store, person)[0] == "Juniper Vale proposes an agreement"


def test_times_and_days_ahead_are_told_soonest_first(client: StrictClient, store: Session) -> None:
    pairing = a_pair()
    day = TODAY + timedelta(days=9)
    meeting_planned(store, pairing, Plan(day, time(9, 30), 30, "video"), now=NOW)
    assert home_of(client, store, pairing.mentee.account)[0] == "All done"
    assert client.page is not None
    dates = client.page.xpath(".//section[@aria-labelledby='dates']//li")
    assert "Meeting with Ottoline Marsh" in text_of(dates[0])
    assert "9:30" in text_of(dates[0])
    assert dates[0].xpath(".//a/@href")[0].startswith("/meetings/")
