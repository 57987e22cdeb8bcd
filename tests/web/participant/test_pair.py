"""My pair: who, how to reach them, why, and what happens while there is none."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.programs import CohortRole, Phase, PhasePlan
from mentorship_app.recruitment import ApplicationStatus
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.recruitment import ApplicationFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in


@pytest.fixture
def pairing(store: Session) -> Pairing:
    """Juniper and Dr. Marsh, who both chose career, doubt and night shifts."""
    cohort = CohortFactory()
    marsh = AccountFactory(name="Dr. Ottoline Marsh", email="marsh@example.org")
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=marsh, department="Cardiology")
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale", email="juniper@example.org"))
    ApplicationFactory(sent=True, status=ApplicationStatus.APPROVED, enrollment=mentor)
    ProfileFactory(enrollment=mentee, sent=True)
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    store.commit()
    return made


def said(client: StrictClient) -> str:
    return text_of(client.page)


def test_the_mentee_sees_who_why_and_how(client: StrictClient, pairing: Pairing) -> None:
    sign_in(client, pairing.mentee.account)

    text = client.get("/pair").text

    assert "Dr. Ottoline Marsh" in said(client)
    assert "You both chose: Career choices, Doubt and confidence, and Night shifts." in said(client)
    assert 'href="mailto:marsh@example.org"' in text
    assert "Write to Ottoline" in said(client)
    assert "Your first meeting" in said(client)
    assert "This is not working" in said(client)


def test_the_mentor_reads_what_the_mentee_agreed_to_show_and_no_more(client: StrictClient, pairing: Pairing) -> None:
    private = [FULL_INTAKE["career"]]
    assert all(isinstance(words, str) and words for words in private)
    sign_in(client, pairing.mentor.account)

    text = client.get("/pair").text

    assert "What Juniper would like you to know" in said(client)
    assert "Find a research question" in said(client)
    assert [words for words in private if words in text] == []


def test_others_of_the_cohort_see_neither(client: StrictClient, store: Session, pairing: Pairing) -> None:
    cohort = store.merge(pairing.cohort)
    outsiders = [EnrollmentFactory(cohort=cohort), EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)]
    store.commit()

    for outsider in outsiders:
        sign_in(client, outsider.account)
        text = client.get("/pair").text + client.get("/home").text
        assert "Marsh" not in text
        assert "Juniper" not in text


def test_a_draft_is_not_shown_to_the_mentor(client: StrictClient, store: Session) -> None:
    pairing = PairingFactory()
    ProfileFactory(enrollment=pairing.mentee, draft={"goal_1": "Not sent yet"})
    store.commit()
    sign_in(client, pairing.mentor.account)

    assert "Not sent yet" not in client.get("/pair").text


def test_the_team_shows_what_each_is_for(client: StrictClient, store: Session, pairing: Pairing) -> None:
    PairingFactory(cohort=store.merge(pairing.cohort), mentee=store.merge(pairing.mentee), kind=PairingKind.RESEARCH)
    store.commit()
    sign_in(client, pairing.mentee.account)

    client.get("/pair")

    assert client.page is not None
    tags = [text_of(tag) for tag in client.page.xpath(".//article//span[starts-with(@class, 'tag')]")]
    assert tags == ["Primary mentor", "Research mentor"]


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.INTAKE, "Pairs are not made yet"),
        (Phase.MATCHING, "Pairs are being made now"),
        (Phase.ACTIVE, "You have no mentor now"),
        (Phase.CLOSING, "No new pairs are made this year"),
    ],
)
def test_without_a_mentor_one_reads_what_happens(
    client: StrictClient, store: Session, phase: Phase, words: str
) -> None:
    mentee = EnrollmentFactory(cohort=CohortFactory(phase=phase))
    store.commit()
    sign_in(client, mentee.account)

    client.get("/pair")

    assert words in said(client)
    assert "Your first meeting" not in said(client)


def test_without_a_mentor_one_reads_when(client: StrictClient, store: Session) -> None:
    soon = clock.now().date() + timedelta(days=20)
    cohort = CohortFactory(phase=Phase.INTAKE, starts_on=soon - timedelta(days=90), ends_on=date(2040, 6, 30))
    store.add(PhasePlan(cohort=cohort, phase=Phase.MATCHING, starts_on=soon, ends_on=soon + timedelta(days=9)))
    mentee = EnrollmentFactory(cohort=cohort)
    store.commit()
    sign_in(client, mentee.account)

    client.get("/pair")

    assert f"Pairing is planned to begin on {soon:%A} {soon.day} {soon:%B}." in said(client)


def test_a_mentor_without_mentees_reads_the_same_from_their_side(client: StrictClient, store: Session) -> None:
    mentor = EnrollmentFactory(role=CohortRole.MENTOR, cohort=CohortFactory(phase=Phase.MATCHING))
    store.commit()
    sign_in(client, mentor.account)

    client.get("/pair")

    assert "Nobody is given more mentees than they offered to take." in said(client)


def test_the_page_speaks_french(client: StrictClient, store: Session, pairing: Pairing) -> None:
    store.merge(pairing.mentee.account).locale = "fr"
    store.commit()
    sign_in(client, pairing.mentee.account)

    client.get("/pair")

    assert "Vos choix communs" in said(client)
    assert "Choix de carrière" in said(client)
    assert "Votre première rencontre" in said(client)


KEPT = [
    {"message": message, "values": {}, "criterion": criterion}
    for criterion, message in (
        ("style", "Research matters to both of you"),
        ("identity", "Compared for matching alone"),
        ("ranking", "This mentor is on your list of choices"),
        ("past", "You know each other already"),
    )
] + [
    {
        "message": "You both named: %(topics)s",
        "values": {"topics": [{"en": "Burnout", "fr": "Épuisement"}]},
        "criterion": "topics",
    }
]
"""As kept when a pair is published; the sentence of the style is another one, so that it can be told apart."""


@pytest.fixture
def published(store: Session, pairing: Pairing) -> Pairing:
    """The same two, with the reasons for which they were proposed."""
    pairing.reasons = KEPT
    store.commit()
    return pairing


def test_a_published_pair_tells_the_mentee_at_most_three_of_its_reasons(
    client: StrictClient, published: Pairing
) -> None:
    sign_in(client, published.mentee.account)
    client.get("/pair")

    assert "This mentor is on your list of choices" in said(client)
    assert "You know each other already" in said(client)
    assert "Research matters to both of you" in said(client)
    assert "You both" not in said(client)
    assert "Compared for matching alone" not in said(client)


def test_the_mentor_reads_only_what_rests_on_answers_that_mentees_let_mentors_read(
    client: StrictClient, published: Pairing
) -> None:
    """The intake says that topics are shown to a mentor, and the way of mentoring is not."""
    sign_in(client, published.mentor.account)
    client.get("/pair")

    assert "You both named: Burnout" in said(client)
    assert "You know each other already" in said(client)
    assert "Research matters to both of you" not in said(client)
    assert "your list of choices" not in said(client)


def test_reasons_are_read_in_the_readers_language(client: StrictClient, store: Session, published: Pairing) -> None:
    published.mentor.account.locale = "fr"
    store.commit()
    sign_in(client, published.mentor.account)
    client.get("/pair")
    assert "Vous avez nommé les mêmes sujets : Épuisement" in said(client).replace("\u00a0", " ")
