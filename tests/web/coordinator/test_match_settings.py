"""Weights and rules of matching, and what they would do to the proposed pairs."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.models import MatchRun, MatchSettings
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.exclusions import DoNotMatch, ask_not_to_be_matched
from mentorship_app.programs import Cohort, Enrollment, Phase
from tests.factories import AccountFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.choices import accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.matching import drafted
from tests.factories.people import MOMENT
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import staff_sign_in
from tests.web.coordinator.desk import look, said, sit_down


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    return sit_down(store, client, phase=Phase.MATCHING)


def url(cohort: Cohort, rest: str = "settings") -> str:
    return f"/p/{cohort.program.slug}/matching/{rest}?kind=primary"


def saved(store: Session, cohort: Cohort) -> tuple[Settings, int]:
    look(store)
    found = settings_of_cohort(store, store.get_one(Cohort, cohort.id))
    store.rollback()
    return found


@pytest.fixture
def address(store: Session, cohort: Cohort) -> str:
    """Of the page: read once, since a row that is read anew keeps requests waiting."""
    found = url(cohort)
    store.rollback()
    return found


@pytest.fixture
def pairs(store: Session, keyring: Keyring, cohort: Cohort) -> list[tuple[Enrollment, Enrollment]]:
    """Two proposed pairs: one shares every topic and no style, the other a style and no topic."""

    def mentee(name: str, topic: str, style: str) -> Enrollment:
        made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name))
        answers = FULL_INTAKE | {"topics": {"chosen": [topic], "own": []}, "style": style, "matters_most": "languages"}
        ProfileFactory(enrollment=made, sent=True, answers=answers)
        return made

    mentors = [
        accepted_mentor(
            cohort,
            name,
            answers={"topics": {"chosen": ["career"], "own": []}, "style": "advice", "modality": ["video"]},
            capacity=1,
        )
        for name in ("Dr. Anselm Brook", "Dr. Thaddeus Quill")
    ]
    mentees = [mentee("Priya Lanternwala", "career", "questions"), mentee("Wren Ito", "rural", "advice")]
    found = list(zip(mentees, mentors, strict=True))
    drafted(store, keyring, cohort, found)
    store.commit()
    return found


def test_the_page_shows_what_holds_before_anybody_saved(client: StrictClient, address: str) -> None:
    client.get(address)
    form = client.form(address)
    assert form.find(".//input[@name='weight_topics']").get("value") == "8"
    assert form.find(".//input[@name='weight_topics']").get("type") == "number"
    assert form.find(".//input[@name='needs_language']").get("checked") is not None
    assert form.find(".//input[@name='mode'][@value='optimal']").get("checked") is not None
    assert form.xpath(".//input[@type='range']") == [], "without a script there are numbers alone"
    assert "weight_identity" not in {control.get("name") for control in form.iter("input")}


def test_settings_are_saved_and_logged(client: StrictClient, store: Session, cohort: Cohort, address: str) -> None:
    client.get(address)
    typed = {
        "weight_topics": "3",
        "min_overlap": "1",
        "needs_training": "y",
        "cap_career": "2",
        "cap_peer": "0",
        "mode": "stable",
        "mentors_rank": "y",
        "days_to_accept": "10",
    }
    answer = client.submit(typed, action=address, button="do=save")
    assert (answer.status_code, answer.location) == (303, address)
    client.get(answer.location)
    assert "Saved. The proposed pairs stay as they are" in said(client)
    settings, version = saved(store, cohort)
    assert version == 1
    assert settings.weights["topics"] == 3
    assert settings.mode is Mode.STABLE
    assert settings.rules == Rules(
        min_overlap=1,
        needs_training=True,
        caps={PairingKind.CAREER: 2, PairingKind.PEER: 0},
        mentors_rank=True,
        days_to_accept=10,
    )
    event = store.scalars(select(AuditEvent).where(AuditEvent.action == "matching.settings.changed")).one()
    assert event.details["changed"] == [
        "caps", "days_to_accept", "mentors_rank", "min_overlap", "mode", "needs_training", "topics",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("weight_topics", "11", "Enter a whole number from 0 to 10."),
        ("weight_topics", "-1", "Enter a whole number from 0 to 10."),
        ("weight_topics", "a lot", "Enter a whole number from 0 to 10."),
        ("weight_topics", "", "Enter a whole number from 0 to 10."),
        ("weight_topics", "2.5", "Enter a whole number from 0 to 10."),
        ("min_overlap", "6", "Enter a whole number from 0 to 5."),
        ("days_to_accept", "0", "Enter a whole number from 1 to 30."),
        ("cap_career", "6", "Enter a whole number from 0 to 5."),
        ("cap_career", "many", "Enter a whole number from 0 to 5."),
        ("mode", "magic", "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    client: StrictClient, store: Session, cohort: Cohort, field: str, typed: str, words: str, address: str
) -> None:
    client.get(address)
    answer = client.submit({field: typed, "weight_style": "9"}, action=address, button="do=save")
    assert answer.status_code == 422
    assert words in said(client)
    form = client.form(address)
    assert form.find(".//input[@name='weight_style']").get("value") == "9"
    if field != "mode":
        assert form.find(f".//input[@name='{field}']").get("value") == typed
    assert saved(store, cohort) == (Settings(), 0)


def test_something_must_count(client: StrictClient, address: str) -> None:
    client.get(address)
    names = [control.get("name") for control in client.form(address).iter("input")]
    answer = client.submit(
        {name: "0" for name in names if name.startswith("weight_")}, action=address, button="do=save"
    )
    assert answer.status_code == 422
    assert "At least one of these must count." in said(client)


def test_two_coordinators_at_once_see_both_texts(
    client: StrictClient, store: Session, cohort: Cohort, address: str
) -> None:
    client.get(address)
    first = client.page
    client.submit({"weight_topics": "3", "mentors_rank": "y"}, action=address, button="do=save")
    client.page = first
    answer = client.submit({"weight_topics": "5", "mode": "stable"}, action=address, button="do=save")
    assert answer.status_code == 409
    table = client.page.xpath(".//tbody/tr") if client.page is not None else []
    assert [[text_of(cell) for cell in row] for row in table] == [
        ["Topics", "3", "5"],
        ["Ask mentors whom they would choose", "Yes", "No"],
        ["How pairs are found", "The best for everybody together", "Nobody would rather trade"],
    ]
    assert saved(store, cohort)[0].weights["topics"] == 3
    assert client.submit(action=address, button="do=save").status_code == 303
    settings, version = saved(store, cohort)
    assert (settings.weights["topics"], settings.mode, version) == (5, Mode.STABLE, 2)


@pytest.mark.usefixtures("pairs")
def test_the_effect_is_shown_and_nothing_is_saved(
    client: StrictClient, store: Session, cohort: Cohort, address: str
) -> None:
    client.get(address)
    names = [control.get("name") for control in client.form(address).iter("input")]
    nothing = {name: "0" for name in names if name.startswith("weight_")}
    answer = client.submit(nothing | {"weight_topics": "4"}, action=address, button="do=effect")
    assert answer.status_code == 200
    assert "2 pairs, run 1" in said(client)
    worst = text_of(client.page.xpath(".//dl[1]/div[2]/dd")[0]) if client.page is not None else ""
    assert worst.endswith("to 0 of 100"), "the pair without a common topic is worst off"
    assert client.form(address).find(".//input[@name='weight_topics']").get("value") == "4"
    assert saved(store, cohort) == (Settings(), 0)


@pytest.mark.usefixtures("pairs")
def test_with_a_script_the_effect_comes_alone(client: StrictClient, address: str) -> None:
    client.get(address)
    answer = client.submit({}, action=address, button="do=effect", headers={"HX-Request": "true"})
    assert "<main" not in answer.text
    assert "On the proposed pairs" in answer.text
    wrong = client.get(address) and client.submit(
        {"min_overlap": "9"}, action=address, button="do=effect", headers={"HX-Request": "true"}
    )
    assert wrong.status_code == 422
    assert "Enter a whole number from 0 to 5." in wrong.text


def test_rules_name_the_pairs_they_would_forbid(
    client: StrictClient, pairs: list[tuple[Enrollment, Enrollment]], address: str
) -> None:
    client.get(address)
    client.submit({"cap_primary": "0"}, action=address, button="do=effect")
    words = said(client)
    assert "2 pairs would not be possible any more" in words
    assert all(f"{one.account.name} with {other.account.name}" in words for one, other in pairs)


def test_without_pairs_there_is_nothing_to_compare(client: StrictClient, address: str) -> None:
    client.get(address)
    client.submit({"weight_topics": "4"}, action=address, button="do=effect")
    assert "No pairs are proposed yet" in said(client)


def test_the_effect_is_left_out_once_what_the_run_read_is_deleted(
    client: StrictClient,
    store: Session,
    pairs: list[tuple[Enrollment, Enrollment]],
    address: str,
) -> None:
    assert pairs
    store.scalars(select(MatchRun)).one().inputs = None
    store.commit()
    client.get(address)
    assert "On the proposed pairs" not in said(client)


def test_no_number_on_the_page_moves_with_what_is_private(
    client: StrictClient,
    store: Session,
    keyring: Keyring,
    cohort: Cohort,
    pairs: list[tuple[Enrollment, Enrollment]],
    address: str,
) -> None:
    changed = {"weight_topics": "1", "weight_style": "9", "min_overlap": "1"}

    def page() -> str:
        client.get(address)
        client.submit(changed, action=address, button="do=effect")
        return said(client)

    before = page()
    mentee, mentor = pairs[0]
    ask_not_to_be_matched(store, mentee, other=mentor, now=MOMENT)
    for run in store.scalars(select(MatchRun)):
        store.delete(run)
    drafted(store, keyring, cohort, pairs)
    store.commit()
    assert store.scalars(select(DoNotMatch)).one(), "there is something to leak"
    store.rollback()
    assert page() == before


def test_another_program_has_its_own_settings(
    client: StrictClient, store: Session, cohort: Cohort, address: str
) -> None:
    grant = StaffGrantFactory(program_id=cohort.program_id)
    store.commit()
    staff_sign_in(client, grant.account)
    client.get(address)
    client.submit({"weight_topics": "1"}, action=address, button="do=save")
    look(store)
    assert [row.cohort_id for row in store.scalars(select(MatchSettings))] == [cohort.id]
