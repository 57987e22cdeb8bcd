"""Weights, rules, and what becomes of them and of mentors' choices when people leave, are merged, or a year begins."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching.configuring import add_side_rule, save_settings, settings_of_cohort, side_rules_of
from mentorship_app.matching.mentors_choices import choose_mentee, own_order
from mentorship_app.matching.models import MatchRun, MatchSideRule
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from mentorship_app.programs.merging import Merge, Twins, movers
from mentorship_app.programs.rollover import NewYear, roll_over
from mentorship_app.programs.withdrawal import Fate, what_becomes, withdraw
from mentorship_app.web import registrations  # noqa: F401  registers what leaving, merging and a new year mean
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.matching import drafted
from tests.matching.gathered import BY, NOW

ASKED = Settings(weights={"topics": 3}, rules=Rules(mentors_rank=True, caps={PairingKind.CAREER: 1}))


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  the factories write into it
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    return made


def mentee(cohort: Cohort, account: Account | None = None) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, **({"account": account} if account else {}))
    return made


def mentor(cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    return made


def save(session: Session, cohort: Cohort, settings: Settings, version: int = 0) -> None:
    save_settings(session, cohort, settings, version=version, by=BY, now=NOW)


def apart(session: Session, cohort: Cohort, one: Enrollment, other: Enrollment) -> MatchSideRule:
    return add_side_rule(session, cohort, one, other, together=False, rationale="Kin.", by=BY, now=NOW)


def test_settings_are_the_defaults_until_somebody_saves(session: Session, cohort: Cohort) -> None:
    assert settings_of_cohort(session, cohort) == (Settings(), 0)
    save(session, cohort, ASKED)
    assert settings_of_cohort(session, cohort) == (ASKED, 1)
    with pytest.raises(Conflict):
        save(session, cohort, Settings())
    save(session, cohort, Settings(), version=1)
    assert settings_of_cohort(session, cohort) == (Settings(), 2)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        (Settings(weights={"identity": 5}), "weight_identity"),
        (Settings(weights={"topics": 11}), "weight_topics"),
        (Settings(rules=Rules(min_overlap=6)), "min_overlap"),
        (Settings(rules=Rules(days_to_accept=0)), "days_to_accept"),
        (Settings(rules=Rules(caps={PairingKind.PEER: -1})), "cap_peer"),
    ],
)
def test_what_is_out_of_range_is_refused_at_its_field(
    session: Session, cohort: Cohort, settings: Settings, field: str
) -> None:
    with pytest.raises(FieldError) as refused:
        save(session, cohort, settings)
    assert refused.value.field == field


def test_leaving_deletes_choices_rules_and_what_runs_read(session: Session, keyring: Keyring, cohort: Cohort) -> None:
    save(session, cohort, ASKED)
    leaver, other, chooser = mentee(cohort), mentee(cohort), mentor(cohort)
    choose_mentee(session, chooser, leaver, now=NOW)
    apart(session, cohort, leaver, other)
    drafted(session, keyring, cohort, [])
    run = session.scalars(select(MatchRun)).one()
    assert run.inputs is not None, "there is something to delete"
    promised = [one.words for one in what_becomes(session, leaver)[Fate.DELETED]]
    assert any("matching was worked out from" in words for words in promised)
    assert any("together or apart" in words for words in promised)
    withdraw(session, leaver, by=BY, now=NOW)
    session.refresh(run, ["inputs"])
    assert run.inputs is None
    assert side_rules_of(session, cohort) == []
    assert len(own_order(session, chooser)) == 1, "the list of somebody else stays as it was written"
    withdraw(session, chooser, by=BY, now=NOW)
    assert own_order(session, chooser) == []


def test_whether_there_is_a_rule_about_somebody_is_not_told_to_them(session: Session, cohort: Cohort) -> None:
    told, free = mentee(cohort), mentee(cohort)
    apart(session, cohort, told, mentee(cohort))
    assert what_becomes(session, told) == what_becomes(session, free)


def test_rules_and_choices_come_along_when_two_entries_are_one_person(session: Session, cohort: Cohort) -> None:
    save(session, cohort, ASKED)
    kept, gone, third, fourth = (mentee(cohort) for _number in range(4))
    chooser = mentor(cohort)
    choose_mentee(session, chooser, gone, now=NOW)
    for one, other in ((kept, gone), (gone, third), (kept, third), (fourth, gone)):
        apart(session, cohort, one, other)
    merge = Merge(cohort.program, kept.account, gone.account, (Twins(kept, gone),), (), NOW)
    for name in ("matching.mentors_choices", "matching.side_rules"):
        movers[name].move(session, merge)
    session.expire_all()
    assert {frozenset((rule.one_id, rule.other_id)) for rule in side_rules_of(session, cohort)} == {
        frozenset((kept.id, third.id)),
        frozenset((kept.id, fourth.id)),
    }
    assert [choice.mentee_id for choice in own_order(session, chooser)] == [kept.id]


def test_a_new_year_takes_weights_and_rules_along_and_no_decision_about_people(
    session: Session, cohort: Cohort
) -> None:
    save(session, cohort, ASKED)
    apart(session, cohort, mentee(cohort), mentee(cohort))
    year = NewYear("2027–28", date(2027, 7, 1), date(2028, 6, 30), frozenset({"matching.settings"}))
    made = roll_over(session, cohort, year, by=BY, now=NOW)
    new = session.get_one(Cohort, made.cohort_id)
    assert settings_of_cohort(session, new) == (ASKED, 1)
    assert side_rules_of(session, new) == []
    assert set(made.carried) == {"matching.settings"}
