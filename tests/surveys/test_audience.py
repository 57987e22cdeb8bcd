"""Whom a wave asks: each group apart, nobody twice, and people of earlier years on pages of this one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.surveys.answering import count_answered
from mentorship_app.surveys.audience import people_in
from mentorship_app.surveys.enums import AudienceGroup
from mentorship_app.surveys.services import open_wave
from tests.factories import CohortFactory, EnrollmentFactory, HelpLineFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.surveys import STAFF, WaveFactory, rated
from tests.kit.client import StrictClient
from tests.kit.sign_in import sign_in


def last_year_of(cohort: Cohort) -> Cohort:
    made: Cohort = CohortFactory(
        program=cohort.program, starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30), phase=Phase.CLOSED
    )
    return made


def people_of_two_years(cohort: Cohort) -> dict[str, Enrollment]:
    """One person of every kind; ``stayed`` was a mentee last year and is one again."""
    pair, ended = (
        PairingFactory(cohort=cohort),
        PairingFactory(cohort=cohort, status=PairingStatus.ENDED, ended_on=date(2026, 11, 1)),
    )
    earlier = last_year_of(cohort)
    stayed = EnrollmentFactory(cohort=cohort)
    EnrollmentFactory(cohort=earlier, account=stayed.account)
    EnrollmentFactory(cohort=earlier, role=CohortRole.MENTOR)
    EnrollmentFactory(cohort=cohort, status=EnrollmentStatus.WITHDRAWN)
    EnrollmentFactory(cohort=last_year_of(CohortFactory()))
    return {
        "paired": pair.mentee,
        "mentor": pair.mentor,
        "once paired": ended.mentee,
        "mentor without mentee": ended.mentor,
        "stayed": stayed,
        "gone on": EnrollmentFactory(cohort=earlier),
    }


@pytest.mark.parametrize(
    ("groups", "asked"),
    [
        ({AudienceGroup.MENTEES}, {"paired"}),
        ({AudienceGroup.UNMATCHED}, {"once paired", "stayed"}),
        ({AudienceGroup.ALUMNI}, {"gone on"}),
        ({AudienceGroup.MENTORS}, {"mentor", "mentor without mentee"}),
        (
            {AudienceGroup.MENTEES, AudienceGroup.UNMATCHED, AudienceGroup.ALUMNI},
            {"paired", "once paired", "stayed", "gone on"},
        ),
    ],
    ids=lambda value: ", ".join(sorted(map(str, value))),
)
def test_each_group_is_asked_and_nobody_twice(session: Session, groups: set[AudienceGroup], asked: set[str]) -> None:
    cohort = CohortFactory()
    people = people_of_two_years(cohort)
    session.flush()
    found = people_in(session, cohort, groups)
    assert sorted(one.id for one in found) == sorted(people[name].id for name in asked)


def test_somebody_of_an_earlier_year_answers_like_everybody(
    store: Session, keyring: Keyring, client: StrictClient
) -> None:
    now = datetime.now(UTC)
    wave = WaveFactory(audience=["alumni"], closes_on=(now + timedelta(days=9)).date())
    HelpLineFactory(program=wave.cohort.program)
    earlier = last_year_of(wave.cohort)
    people = EnrollmentFactory.create_batch(5, cohort=earlier)
    store.flush()
    store.expire(wave.cohort.program, ["help_lines"])
    open_wave(store, keyring, wave, by=STAFF, now=now)
    store.commit()
    for person in people:
        browser = client.application.test_client()
        assert isinstance(browser, StrictClient)
        sign_in(browser, person.account)
        for number, items in enumerate(("exh", "dis", "acc", "comment"), start=1):
            browser.get(f"/surveys/{wave.public_id}/{number}")
            fields = {item: str(value) for item, value in rated(2).items() if item.startswith(items)}
            browser.submit(fields, action=f"/surveys/{wave.public_id}/{number}", button="action=continue")
        assert browser.get(f"/surveys/{wave.public_id}/done").status_code == 200
    store.expire_all()
    assert count_answered(store, wave).answered == 5
