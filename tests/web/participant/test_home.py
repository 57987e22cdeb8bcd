"""Home: the one next thing, the people, the dates."""

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Cohort, CohortRole, Phase, PhasePlan
from mentorship_app.surveys.answering import save_draft, submit
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.surveys import opened_wave, rated
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in

TODAY = clock.now().date()
LOOKED_AT = ("/home", "/pair")


def running_cohort(phase: Phase) -> Cohort:
    made: Cohort = CohortFactory(
        phase=phase, starts_on=TODAY - timedelta(days=60), ends_on=TODAY + timedelta(days=200), name="This year"
    )
    return made


def next_title(client: StrictClient) -> str:
    assert client.page is not None
    return text_of(client.page.find(".//h2[@id='next']"))


def test_a_mentee_in_intake_is_led_to_it(client: StrictClient, store: Session) -> None:
    mentee = EnrollmentFactory(cohort=running_cohort(Phase.INTAKE), account=AccountFactory(name="Juniper Vale"))
    store.commit()
    sign_in(client, mentee.account)

    client.get("/home")
    assert text_of(client.page.find(".//h1")) == "Juniper, one thing to do"  # type: ignore[union-attr]  # a page was read
    assert next_title(client) == "Say what you hope for from a mentor"

    ProfileFactory(enrollment=mentee, draft={"goal_1": "begun"})
    store.commit()
    client.get("/home")
    assert next_title(client) == "Finish your intake"


def test_who_has_sent_the_intake_has_nothing_to_do(client: StrictClient, store: Session) -> None:
    cohort = running_cohort(Phase.INTAKE)
    day = TODAY + timedelta(days=30)
    store.add(PhasePlan(cohort=cohort, phase=Phase.MATCHING, starts_on=day, ends_on=day + timedelta(days=9)))
    mentee = EnrollmentFactory(cohort=cohort)
    ProfileFactory(enrollment=mentee, sent=True)
    store.commit()
    sign_in(client, mentee.account)

    client.get("/home")

    assert next_title(client) == "All done"
    assert f"Next: Mentors and mentees are paired, {day:%A} {day.day} {day:%B}." in text_of(client.page)


def test_a_new_pair_is_the_next_thing_for_both(client: StrictClient, store: Session) -> None:
    cohort = running_cohort(Phase.ACTIVE)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Dr. Ottoline Marsh"))
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee, started_on=TODAY)
    store.commit()

    for account, other in ((mentee.account, "Dr. Ottoline Marsh"), (mentor.account, "Juniper Vale")):
        sign_in(client, account)
        client.get("/home")
        assert next_title(client) == f"Meet {other}"


def test_an_older_pair_leaves_nothing_to_do(client: StrictClient, store: Session) -> None:
    pairing = PairingFactory(cohort=running_cohort(Phase.ACTIVE), started_on=TODAY - timedelta(days=60))
    store.commit()
    sign_in(client, pairing.mentee.account)

    client.get("/home")

    assert next_title(client) == "All done"
    assert pairing.mentor.account.name in text_of(client.page)


def test_who_is_mentor_and_mentee_sees_both_sides(client: StrictClient, store: Session) -> None:
    cohort = running_cohort(Phase.ACTIVE)
    person = AccountFactory(name="Wren Ito")
    PairingFactory(cohort=cohort, mentor=EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=person))
    PairingFactory(cohort=cohort, mentee=EnrollmentFactory(cohort=cohort, account=person))
    store.commit()
    sign_in(client, person)

    client.get("/home")

    assert client.page is not None
    assert [text_of(head) for head in client.page.xpath(".//section/div[@class='panel-head']/h2")][:2] == [
        "My mentoring team",
        "My mentees",
    ]


def test_a_mentor_costs_the_same_with_one_mentee_and_with_three(
    app: Flask, client: StrictClient, store: Session
) -> None:
    cohort = running_cohort(Phase.ACTIVE)
    counts = []
    for mentees in (1, 3):
        mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=3)
        for _number in range(mentees):
            ProfileFactory(enrollment=PairingFactory(cohort=cohort, mentor=mentor).mentee, sent=True)
        store.commit()
        sign_in(client, mentor.account)
        for address in ("/home", "/pair"):
            with counted_queries(app) as statements:
                client.get(address)
            counts.append(len(statements))

    assert counts[:2] == counts[2:]


def test_home_speaks_french(client: StrictClient, store: Session) -> None:
    mentee = EnrollmentFactory(cohort=running_cohort(Phase.INTAKE), account=AccountFactory(name="Zélie M", locale="fr"))
    store.commit()
    sign_in(client, mentee.account)

    client.get("/home")

    assert text_of(client.page.find(".//h1")) == "Zélie, une seule chose à faire"  # type: ignore[union-attr]  # a page was read


def test_an_open_wave_comes_first_until_it_is_answered(client: StrictClient, store: Session, keyring: Keyring) -> None:
    wave, (first, *_others) = opened_wave(store, keyring, 6, now=clock.now())
    PairingFactory(cohort=wave.cohort, mentee=first, started_on=TODAY)
    store.commit()
    sign_in(client, first.account)

    response = client.get("/home")
    assert next_title(client) == wave.title_en
    assert f'href="/surveys/{wave.public_id}"' in response.text
    assert "Start the check-in" in text_of(client.page)

    save_draft(store, keyring, wave, first.account_id, rated(2))
    store.commit()
    client.get("/home")
    assert "Go on with the check-in" in text_of(client.page)

    submit(store, keyring, wave, first.account_id, rated(2))
    store.commit()
    client.get("/home")
    assert next_title(client).startswith("Meet ")


def test_nobody_else_can_tell_who_answered(client: StrictClient, store: Session, keyring: Keyring) -> None:
    wave, (mentee, other, *_others) = opened_wave(store, keyring, 6, now=clock.now())
    pairing = PairingFactory(cohort=wave.cohort, mentee=mentee)
    store.commit()
    pages = []
    for answers in (False, True):
        if answers:
            submit(store, keyring, wave, mentee.account_id, rated(2))
            store.commit()
        for account in (pairing.mentor.account, other.account):
            sign_in(client, account)
            pages.append(
                [client.get(address).text.partition("<main")[2].partition("</main>")[0] for address in LOOKED_AT]
            )

    assert pages[:2] == pages[2:]


def test_a_mentor_accepted_for_next_year_still_sees_this_year(client: StrictClient, store: Session) -> None:
    cohort = running_cohort(Phase.ACTIVE)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee, started_on=TODAY)
    following = CohortFactory(
        program=cohort.program,
        phase=Phase.RECRUITMENT,
        starts_on=cohort.ends_on + timedelta(days=1),
        ends_on=cohort.ends_on + timedelta(days=365),
    )
    EnrollmentFactory(cohort=following, role=CohortRole.MENTOR, account=mentor.account)
    store.commit()
    sign_in(client, mentor.account)

    client.get("/home")

    assert next_title(client) == "Meet Juniper Vale"
