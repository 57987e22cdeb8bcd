"""The optional questions, as a mentee and a mentor meet them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.forms.models import FormVersion
from mentorship_app.intake import Profile
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.recruitment import MentorApplication
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.recruitment import ApplicationFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in


@pytest.fixture
def cohort(store: Session) -> Cohort:
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    store.commit()
    return made


@pytest.fixture
def mentee(store: Session, client: StrictClient, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    ProfileFactory(enrollment=made, sent=True)
    store.commit()
    sign_in(client, made.account)
    return made


def profile(store: Session) -> Profile:
    store.expire_all()
    found = store.scalars(select(Profile)).one()
    store.commit()
    return found


def page_of(enrollment: Enrollment) -> str:
    return f"/me/identity/{enrollment.public_id}"


def test_the_reason_comes_before_the_questions(client: StrictClient, mentee: Enrollment) -> None:
    client.get("/intake/identity")
    said = text_of(client.page)
    assert "Your intake is sent" in said
    assert "Nobody on staff, ever" in said
    assert client.page is not None
    links = [link.get("href") for link in client.page.xpath("//main//a")]
    assert links == [f"{page_of(mentee)}?return=sent", "/intake/done"]
    assert client.page.xpath("//main//input[@name='gender']") == []


def test_nothing_is_asked_before_the_intake_is_sent(client: StrictClient, store: Session, cohort: Cohort) -> None:
    early = EnrollmentFactory(cohort=cohort)
    ProfileFactory(enrollment=early)
    store.commit()
    sign_in(client, early.account)
    assert client.get("/intake/identity").location == "/intake"
    assert client.get(page_of(early)).status_code == 404
    assert page_of(early) not in client.get("/me").text


def test_answers_are_kept_each_with_its_use(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    client.get(f"{page_of(mentee)}?return=sent")
    assert "(optional)" not in text_of(client.page)
    answer = client.submit(
        {
            "gender": ["nonbinary"],
            "gender-own": "Fernwalker",
            "gender-use": "not_in_reports",
            "wish_gender": "same",
            "parent": "yes",
            "parent-use": "match",
            "trained_abroad": "unsaid",
            "faith": " ",
        },
        action=f"{page_of(mentee)}?return=sent",
    )
    assert answer.location == "/intake/done"
    kept = profile(store)
    assert kept.identity_answers == {
        "gender": {"chosen": ["nonbinary"], "own": ["Fernwalker"]},
        "wish_gender": "same",
        "parent": "yes",
    }
    assert kept.identity_uses == {"gender": "not_in_reports", "parent": "match"}
    assert kept.answers.get("gender") is None


def test_they_stand_there_again_and_can_be_changed_and_taken_back(
    client: StrictClient, store: Session, mentee: Enrollment
) -> None:
    client.get(page_of(mentee))
    assert client.submit({"faith": "The Quiet Way", "faith-use": "match"}).location == "/me"
    assert client.page is not None
    client.get(page_of(mentee))
    assert client.page.xpath("//input[@name='faith']/@value") == ["The Quiet Way"]
    assert client.page.xpath("//input[@name='faith-use' and @checked]/@value") == ["match"]
    assert client.page.xpath("//input[@name='parent-use' and @checked]/@value") == ["matching"]
    erase = f"{page_of(mentee)}/erase"
    assert client.submit(action=erase).location == page_of(mentee)
    client.get(page_of(mentee))
    assert "Erased. Nothing of it is kept." in text_of(client.page)
    assert (profile(store).identity_answers, profile(store).identity_version_id) == ({}, None)
    assert client.page.xpath(f"//form[@action='{erase}']") == []


def test_what_cannot_be_kept_is_said_and_everything_typed_stays(
    client: StrictClient, store: Session, mentee: Enrollment
) -> None:
    client.get(page_of(mentee))
    answer = client.submit({"communities": "x" * 161, "faith": "Kept?", "faith-use": "match", "wish_faith": "same"})
    assert answer.status_code == 422
    assert client.page is not None
    assert client.page.xpath("//*[@data-autofocus]//a/@href") == ["#communities"]
    assert client.page.xpath("//input[@name='communities']/@value") == ["x" * 161]
    assert client.page.xpath("//input[@name='faith']/@value") == ["Kept?"]
    assert client.page.xpath("//input[@name='faith-use' and @checked]/@value") == ["match"]
    assert client.page.xpath("//input[@name='wish_faith' and @checked]/@value") == ["same"]
    assert profile(store).identity_answers == {}


def test_skipping_leaves_nothing_behind(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    client.get(page_of(mentee))
    assert client.submit().status_code == 303
    assert (profile(store).identity_answers, profile(store).identity_version_id) == ({}, None)
    assert store.scalars(select(FormVersion).where(FormVersion.key == "identity")).all() == []
    store.commit()


def test_the_questions_of_others_are_not_there(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    other = ProfileFactory(enrollment=EnrollmentFactory(cohort=mentee.cohort), sent=True, told=True)
    store.commit()
    for path in (page_of(other.enrollment), "/me/identity/00000000"):
        assert client.get(path).status_code == 404
    client.get(page_of(mentee))
    token = client.form(page_of(mentee)).xpath(".//input[@name='csrf_token']/@value")[0]
    answer = client.post(f"{page_of(other.enrollment)}/erase", data={"csrf_token": token})
    assert answer.status_code == 404
    store.expire_all()
    assert other.identity_answers
    store.commit()


@pytest.fixture
def mentor(store: Session, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(
        cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Caspian Rook")
    )
    ApplicationFactory(call__cohort=cohort, enrollment=made, email=made.account.email, sent=True, told=True)
    store.commit()
    return made


def test_a_mentor_is_asked_for_no_wishes(client: StrictClient, mentor: Enrollment) -> None:
    sign_in(client, mentor.account)
    assert page_of(mentor) in client.get("/me").text
    client.get(page_of(mentor))
    assert client.page is not None
    assert client.page.xpath("//input[@name='gender']")
    assert client.page.xpath("//input[starts-with(@name, 'wish_')]") == []


def test_a_pair_reads_what_is_marked_for_them_while_it_lasts(
    client: StrictClient, store: Session, mentor: Enrollment, cohort: Cohort
) -> None:
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    ProfileFactory(enrollment=mentee, sent=True, told=True)
    pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    store.commit()
    for reader, other in ((mentor, "Juniper"), (mentee, "Caspian")):
        sign_in(client, reader.account)
        client.get("/pair")
        said = text_of(client.page)
        assert f"Who {other} is, in confidence" in said
        assert "Lantern people, Marshfolk" in said
        assert "Fernwalker" not in said
        assert "The Quiet Way" not in said
        assert "Lantern" not in client.get("/home").text
    store.delete(pairing)
    store.commit()
    for reader in (mentor, mentee):
        sign_in(client, reader.account)
        assert "Lantern" not in client.get("/pair").text


def test_it_is_part_of_ones_own_record(client: StrictClient, mentor: Enrollment) -> None:
    sign_in(client, mentor.account)
    (taking_part,) = client.get("/me/record.json").get_json()["enrollments"]
    assert {
        "question": "Gender",
        "answer": "Woman, Fernwalker",
        "used_for": "not_in_reports",
        "kept_as": {"gender": {"chosen": ["woman"], "own": ["Fernwalker"]}},
    } in taking_part["who_you_are"]


def test_who_has_left_may_still_erase(client: StrictClient, store: Session, mentor: Enrollment) -> None:
    mentor.status = EnrollmentStatus.WITHDRAWN
    store.commit()
    sign_in(client, mentor.account)
    client.get(page_of(mentor))
    client.submit(action=f"{page_of(mentor)}/erase")
    store.expire_all()
    assert store.scalars(select(MentorApplication)).one().identity_answers == {}
    store.commit()


def test_an_edited_form_that_requires_and_ranks_still_lets_everybody_skip(
    client: StrictClient, store: Session, mentee: Enrollment
) -> None:
    """A program may add a question of any type, a ranking too."""
    options = [{"code": code, "en": code, "fr": code} for code in ("sea", "hills", "town")]
    ranking = {
        "id": "roots",
        "type": "ranking",
        "text": {"en": "Where do you feel at home?", "fr": "Où vous sentez-vous chez vous ?"},
        "config": {"options": options},
    }
    store.add(
        FormVersion(
            program_id=mentee.cohort.program_id,
            key="identity",
            number=1,
            status="published",
            published_at=mentee.created_at,
            content={
                "key": "identity",
                "version": 1,
                "minutes": 1,
                "title": {"en": "Who", "fr": "Qui"},
                "sections": [{"id": "a", "title": {"en": "Who", "fr": "Qui"}, "questions": [ranking]}],
            },
        )
    )
    store.commit()
    client.get(page_of(mentee))
    assert client.submit({"roots-use": "match"}, button="roots-move=toggle:hills").status_code == 200
    assert client.page is not None
    assert client.page.xpath("//input[@name='roots']/@value") == ["hills"]
    assert client.page.xpath("//input[@name='roots-use' and @checked]/@value") == ["match"]
    assert profile(store).identity_answers == {}
    assert client.submit().status_code == 303
    assert profile(store).identity_answers == {"roots": ["hills"]}
