"""A mentee fills in the intake, with and without a script, stops, comes back, and sends it."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.intake import Profile
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, HelpLineFactory
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in

HTMX = {"HX-Request": "true"}
SECTIONS: dict[str, dict[str, Any]] = {
    "about": {"free_times": ["midday"], "in_my_words": "I grew up far from any hospital."},
    "goals": {"goal_1": "Find a research question"},
    "preferences": {
        "topics": ["career"],
        "topics-own": "Night shifts",
        "languages": ["english"],
        "style": "both",
        "frequency": "month",
        "modality": ["video"],
        "matters_most": "topics",
    },
    "consent": {"conduct": "yes", "agreement": "yes"},
}


@pytest.fixture
def cohort(store: Session) -> Cohort:
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    HelpLineFactory(program=made.program)
    store.commit()
    return made


@pytest.fixture
def mentee(store: Session, client: StrictClient, cohort: Cohort) -> Enrollment:
    """A mentee who is signed in."""
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    store.commit()
    sign_in(client, made.account)
    return made


def said(client: StrictClient) -> str:
    return text_of(client.page)


def profile(store: Session) -> Profile | None:
    store.expire_all()
    return store.scalar(select(Profile))


def fill_in(client: StrictClient, section: str, **changes: Any) -> Any:
    client.get(f"/intake/{section}")
    return client.submit({**SECTIONS[section], **changes}, action=f"/intake/{section}", button="action=continue")


def rows(client: StrictClient) -> list[tuple[str, str]]:
    assert client.page is not None
    found = client.page.xpath(".//ul[@class='task-list']/li")
    return [(text_of(row.find("*/span[1]")), text_of(row.find("*/span[2]"))) for row in found]


@pytest.mark.usefixtures("mentee")
def test_the_task_list_says_where_each_section_stands(client: StrictClient) -> None:
    client.get("/intake")
    assert rows(client) == [
        ("About me", "To do"),
        ("Goals", "To do"),
        ("Preferences", "To do"),
        ("Consent", "To do"),
        ("Mentors you would chooseOptional. None is fine: we match on topics.", "Nobody chosen"),
        ("Check and send", "Cannot start yet"),
    ]
    assert "About 5 minutes in all" in said(client)

    fill_in(client, "goals")
    client.get("/intake")

    assert rows(client)[1] == ("Goals", "Completed")


def test_the_whole_intake_without_a_script(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    order = []
    for section in SECTIONS:
        order.append(fill_in(client, section).location)
    assert order == ["/intake/goals", "/intake/preferences", "/intake/consent", "/intake/check"]

    client.get("/intake/check")
    assert "Night shifts" in said(client)
    assert client.submit(action="/intake/check").location == "/intake/identity"
    client.get("/intake/identity")
    assert "Your intake is sent" in said(client)

    kept = profile(store)
    assert kept is not None
    assert kept.enrollment_id == mentee.id
    assert kept.answers["topics"] == {"chosen": ["career"], "own": ["Night shifts"]}
    assert kept.is_sent


@pytest.mark.usefixtures("mentee")
def test_autosave_answers_with_a_few_words_and_keeps_the_answer(client: StrictClient, store: Session) -> None:
    client.get("/intake/goals")

    response = client.submit({"goal_1": "Half a sent"}, action="/intake/goals", headers=HTMX)

    assert response.status_code == 200
    assert said(client).startswith("Saved ")
    kept = profile(store)
    assert kept is not None
    assert (kept.draft, kept.answers) == ({"goal_1": "Half a sent"}, {})


@pytest.mark.usefixtures("mentee")
def test_an_older_window_is_told_that_newer_answers_are_kept(client: StrictClient, store: Session) -> None:
    client.get("/intake/goals")
    older = client.page
    client.submit({"goal_1": "first"}, action="/intake/goals", headers=HTMX)
    client.get("/intake/goals")
    client.submit({"goal_1": "newer"}, action="/intake/goals", headers=HTMX)

    client.page = older
    client.submit({"goal_1": "older"}, action="/intake/goals", headers=HTMX)

    assert "You saved newer answers in another window" in said(client)
    kept = profile(store)
    assert kept is not None
    assert kept.draft == {"goal_1": "newer"}


@pytest.mark.usefixtures("mentee")
def test_a_missing_answer_is_named_and_everything_typed_stays(client: StrictClient) -> None:
    response = fill_in(client, "preferences", topics=[], **{"topics-own": "", "career": "Rural <b>medicine</b>"})

    assert response.status_code == 422
    assert client.page is not None
    assert [text_of(line) for line in client.page.xpath(".//section[@class='error-summary']//li")] == [
        "Choose at least one topic."
    ]
    assert client.page.xpath(".//input[@name='career']/@value") == ["Rural <b>medicine</b>"]
    assert text_of(client.page.find(".//title")).startswith("Error: ")


@pytest.mark.usefixtures("mentee")
def test_save_and_leave_takes_what_is_there(client: StrictClient, store: Session) -> None:
    client.get("/intake/preferences")

    response = client.submit({"style": "both"}, action="/intake/preferences", button="action=leave")

    assert response.location == "/intake"
    kept = profile(store)
    assert kept is not None
    assert kept.draft == {"style": "both"}


@pytest.mark.usefixtures("mentee")
def test_sending_with_gaps_leads_to_them(client: StrictClient, store: Session) -> None:
    fill_in(client, "goals")
    client.get("/intake/check")

    response = client.submit(action="/intake/check")

    assert response.status_code == 422
    assert client.page is not None
    lines = client.page.xpath(".//section[@class='error-summary']//a")
    assert text_of(lines[0]) == "Choose when you can usually meet."
    assert client.page.xpath(f".//*[@id='{lines[0].get('href')[1:]}']")
    kept = profile(store)
    assert kept is not None
    assert not kept.is_sent


def test_change_links_come_straight_back(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    ProfileFactory(enrollment=store.merge(mentee), draft=dict(FULL_INTAKE))
    store.commit()
    client.get("/intake/check")
    assert client.page is not None
    link = client.page.xpath(".//a[contains(@href, '#goal_1')]/@href")[0]

    client.get(link.split("#")[0])
    response = client.submit({"goal_1": "Another goal"}, action="/intake/goals?return=check", button="action=continue")

    assert response.location == "/intake/check"


def test_sending_twice_sends_once(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    ProfileFactory(enrollment=store.merge(mentee), draft=dict(FULL_INTAKE))
    store.commit()
    client.get("/intake/check")
    page = client.page
    client.submit(action="/intake/check")
    client.page = page
    assert client.submit(action="/intake/check").location == "/intake/done"

    actions = store.scalars(select(AuditEvent.action)).all()
    assert actions.count("intake.profile.submitted") == 1


def test_after_the_phase_one_reads_what_was_sent(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    ProfileFactory(enrollment=store.merge(mentee), sent=True, draft={**FULL_INTAKE, "goal_1": "Never sent"})
    store.merge(mentee.cohort).phase = Phase.MATCHING
    store.commit()

    client.get("/intake")

    assert "Find a research question" in said(client)
    assert "Never sent" not in said(client)
    assert client.get("/intake/goals").location == "/intake"
    token = {"goal_1": "late", "action": "continue", "rev": "9"}
    client.application.config["WTF_CSRF_ENABLED"] = False
    assert client.post("/intake/goals", data=token).location == "/intake"
    kept = profile(store)
    assert kept is not None
    assert kept.answers["goal_1"] == "Find a research question"


def test_mentors_have_no_intake(client: StrictClient, store: Session, cohort: Cohort) -> None:
    mentor = EnrollmentFactory(cohort=store.merge(cohort), role=CohortRole.MENTOR)
    store.commit()
    sign_in(client, mentor.account)

    assert client.get("/intake").status_code == 404


def test_nobody_reads_the_intake_of_somebody_else(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    other = EnrollmentFactory(cohort=store.merge(mentee.cohort))
    ProfileFactory(enrollment=other, sent=True, answers={**FULL_INTAKE, "goal_1": "A secret goal"})
    ProfileFactory(enrollment=store.merge(mentee), draft=dict(FULL_INTAKE))
    store.commit()

    for address in ("/intake", "/intake/goals", "/intake/check", "/home", "/pair", "/me"):
        assert "A secret goal" not in client.get(address, follow_redirects=True).text


@pytest.mark.usefixtures("mentee")
def test_an_unknown_section_is_not_found(client: StrictClient) -> None:
    assert client.get("/intake/salary").status_code == 404


def test_every_page_is_french_for_french_readers(client: StrictClient, store: Session) -> None:
    cohort = CohortFactory(phase=Phase.INTAKE)
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(locale="fr"))
    store.commit()
    sign_in(client, mentee.account)

    client.get("/intake")
    assert "Ce que vous attendez du mentorat" in said(client)
    client.get("/intake/preferences")
    assert "Les sujets dont vous aimeriez parler" in said(client)
    assert "Qui lit cette section" in said(client)
    fill_in(client, "goals", goal_1="")
    assert "Écrivez l’objectif qui compte le plus pour vous." in said(client)
