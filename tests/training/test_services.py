"""Going through modules, what is required, and what stays one's own."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit.models import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, NotAllowed, NotFound
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching import trained as _trained  # noqa: F401  registers a source of trainings
from mentorship_app.matching.gathering.trainings import trained_by_sources
from mentorship_app.messaging import OutboxMessage
from mentorship_app.privacy.sealing import SealBroken
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.programs.withdrawal import withdraw
from mentorship_app.training import (
    RatingMoment,
    SkillRating,
    TrainingProgress,
    TrainingReflection,
    sealed,
    services,
)
from mentorship_app.training import (
    leaving as _leaving,  # noqa: F401  registers what leaving means
)
from mentorship_app.training.certificates import ask_for, certified
from mentorship_app.training.definition import DONE
from mentorship_app.training.library import modules
from mentorship_app.training.notifications import invite
from mentorship_app.training.requirements import lacking_of, require, standings
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.people import MOMENT
from tests.factories.training import go_through

ROLE, AGREEMENT = modules()[:2]


@pytest.fixture
def mentor(store: Session) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=CohortFactory(), role=CohortRole.MENTOR)
    store.flush()
    return made


def ask(store: Session, enrollment: Enrollment, *, required: bool = True) -> None:
    require(store, enrollment.cohort, ROLE, CohortRole.MENTOR, required=required, by=SYSTEM, now=MOMENT)


def test_the_bookmark_stands_on_the_next_page(store: Session, mentor: Enrollment) -> None:
    following = services.go_on(store, mentor, ROLE, "section-1", now=MOMENT)
    assert following == "section-2"
    place = services.progress_of(store, mentor, ROLE)
    assert place is not None
    assert (place.step, place.completed_at) == ("section-2", None)


def test_a_question_wants_an_answer_and_the_end_wants_them_all(store: Session, mentor: Enrollment) -> None:
    with pytest.raises(FieldError):
        services.go_on(store, mentor, ROLE, "committee", now=MOMENT)
    assert services.go_on(store, mentor, ROLE, "reflection", now=MOMENT) == "committee"
    with pytest.raises(NotFound):
        services.go_on(store, mentor, ROLE, "section-99", now=MOMENT)
    question = ROLE.question("committee")
    assert question is not None
    for wrong in ("", "9", "-1", "²"):
        with pytest.raises(FieldError):
            services.answer(store, mentor, ROLE, question, wrong, now=MOMENT)


def test_the_last_page_completes_the_module_once(store: Session, mentor: Enrollment) -> None:
    go_through(store, mentor, ROLE, now=MOMENT)
    go_through(store, mentor, ROLE, now=MOMENT + timedelta(days=3))
    place = services.progress_of(store, mentor, ROLE)
    assert place is not None
    assert (place.step, place.completed_at, place.minutes) == (DONE, MOMENT, ROLE.minutes("en"))


def test_matching_asks_who_completed_what_is_required(store: Session, mentor: Enrollment) -> None:
    assert trained_by_sources(store, mentor.cohort) == {}
    ask(store, mentor)
    assert trained_by_sources(store, mentor.cohort) == {mentor.id: False}
    go_through(store, mentor, ROLE, now=MOMENT)
    assert trained_by_sources(store, mentor.cohort) == {mentor.id: True}
    ask(store, mentor, required=False)
    assert trained_by_sources(store, mentor.cohort) == {}


def test_what_was_learned_last_year_counts(store: Session, mentor: Enrollment) -> None:
    go_through(store, mentor, ROLE, now=MOMENT)
    again = EnrollmentFactory(
        cohort=CohortFactory(program=mentor.cohort.program), account=mentor.account, role=CohortRole.MENTOR
    )
    ask(store, again)
    assert lacking_of(store, again) == ()
    elsewhere = EnrollmentFactory(cohort=CohortFactory(), account=mentor.account, role=CohortRole.MENTOR)
    ask(store, elsewhere)
    assert lacking_of(store, elsewhere) == (ROLE,)


def test_a_module_is_required_of_those_it_is_for(store: Session, mentor: Enrollment) -> None:
    with pytest.raises(NotAllowed):
        require(store, mentor.cohort, ROLE, CohortRole.MENTEE, required=True, by=SYSTEM, now=MOMENT)
    ask(store, mentor)
    ask(store, mentor)
    assert len(store.scalars(select(AuditEvent).where(AuditEvent.action == "training.required")).all()) == 1
    mentee = EnrollmentFactory(cohort=mentor.cohort)
    assert mentee.id not in {one.enrollment.id for one in standings(store, mentor.cohort)}


def test_who_lacks_one_is_written_to_once_a_week(store: Session, mentor: Enrollment) -> None:
    ask(store, mentor)
    assert invite(store, mentor.cohort, by=SYSTEM, now=MOMENT) == 1
    assert invite(store, mentor.cohort, by=SYSTEM, now=MOMENT + timedelta(days=6)) == 0
    (mail,) = store.scalars(select(OutboxMessage)).all()
    assert mail.not_before == MOMENT + timedelta(minutes=10)
    assert invite(store, mentor.cohort, by=SYSTEM, now=MOMENT + timedelta(days=8)) == 1


def test_a_reflection_is_sealed_and_opens_for_its_author(store: Session, keyring: Keyring, mentor: Enrollment) -> None:
    sealed.reflect(store, keyring, mentor, ROLE.key, "What I fear most")
    row = store.scalars(select(TrainingReflection)).one()
    assert b"fear" not in row.sealed
    assert sealed.reflection_of(store, keyring, mentor, ROLE.key) == "What I fear most"
    size = len(row.sealed)
    sealed.reflect(store, keyring, mentor, ROLE.key, "é" * sealed.LONGEST)
    assert len(row.sealed) == size
    with pytest.raises(FieldError):
        sealed.reflect(store, keyring, mentor, ROLE.key, "x" * (sealed.LONGEST + 1))
    row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    with pytest.raises(SealBroken):
        sealed.reflection_of(store, keyring, mentor, ROLE.key)
    sealed.reflect(store, keyring, mentor, ROLE.key, "  ")
    assert store.scalars(select(TrainingReflection)).all() == []


def test_ratings_are_sealed(store: Session, keyring: Keyring, mentor: Enrollment) -> None:
    given = dict.fromkeys(sealed.skills(), 3)
    sealed.rate(store, keyring, mentor, RatingMoment.BEFORE, given)
    assert sealed.ratings_of(store, keyring, mentor) == {RatingMoment.BEFORE: given}
    assert b"msk" not in store.scalars(select(SkillRating)).one().sealed
    with pytest.raises(FieldError):
        sealed.rate(store, keyring, mentor, RatingMoment.AFTER, {"other": 3, "msk_role": 9})


def test_leaving_deletes_it_all(store: Session, keyring: Keyring, mentor: Enrollment) -> None:
    go_through(store, mentor, ROLE, now=MOMENT)
    sealed.reflect(store, keyring, mentor, ROLE.key, "Words")
    sealed.rate(store, keyring, mentor, RatingMoment.BEFORE, {"msk_role": 1})
    withdraw(store, mentor, by=SYSTEM, now=MOMENT)
    for table in (TrainingProgress, TrainingReflection, SkillRating):
        assert store.scalars(select(table)).all() == []


def test_a_certificate_counts_in_quarters_of_an_hour(store: Session, mentor: Enrollment) -> None:
    for days, module in enumerate((ROLE, AGREEMENT)):
        go_through(store, mentor, module, now=MOMENT + timedelta(days=days))
    what = certified(store, mentor, "fr")
    assert [one.title for one in what.modules] == [ROLE.title.fr, AGREEMENT.title.fr]
    assert what.minutes == ROLE.minutes("en") + AGREEMENT.minutes("en")
    assert what.hours == 0.25


def test_no_certificate_without_a_module(store: Session, mentor: Enrollment) -> None:
    with pytest.raises(Conflict):
        ask_for(store, mentor, locale="en", now=MOMENT)
