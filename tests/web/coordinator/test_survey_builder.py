"""Planning the year, building what a check-in asks, looking at it on a phone; with htmx and without a script."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.services import publish, start_draft
from mentorship_app.programs import Cohort, CohortRole, Program
from mentorship_app.surveys import Wave
from mentorship_app.surveys.building import name_of
from mentorship_app.surveys.contents import contents_of
from tests.factories import EnrollmentFactory
from tests.factories.surveys import STAFF, WaveFactory, opened_wave, people_of
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.web.coordinator.desk import look, said, sit_down
from tests.web.coordinator.test_surveys import staff_of

NOW = datetime.now(UTC)
TODAY = NOW.date()
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Planned:
    """A planned wave by what pages and looks need, so that nothing is read between two requests."""

    id: UUID
    public_id: str
    home: str
    program: Program
    cohort: Cohort
    opens_on: date


def planned(wave: Wave) -> Planned:
    slug = wave.cohort.program.slug
    return Planned(wave.id, wave.public_id, f"/p/{slug}/surveys", wave.cohort.program, wave.cohort, wave.opens_on)


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    """A year that begins in a month, so that everything of it lies ahead."""
    return sit_down(store, client, starts_on=TODAY + timedelta(days=30), ends_on=TODAY + timedelta(days=394))


@pytest.fixture
def wave(store: Session, cohort: Cohort) -> Planned:
    made: Wave = WaveFactory(
        cohort=cohort, opens_on=TODAY + timedelta(days=60), closes_on=TODAY + timedelta(days=74), title_en="Second one"
    )
    store.commit()
    return planned(made)


@pytest.fixture
def home(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/surveys"


def page_of(wave: Planned, page: str = "") -> str:
    return f"{wave.home}/{wave.public_id}{page}"


def asked(store: Session, wave: Planned) -> list[str]:
    look(store)
    names = [name_of(block) for block in contents_of(store, store.get_one(Wave, wave.id)).blocks]
    store.rollback()
    return names


def press(client: StrictClient, wave: Planned, do: str, what: str, **more: str) -> int:
    """Press a button of the builder, as its own form sends it."""
    return client.submit({"do": do, "what": what, **more}, action=page_of(wave, "/build")).status_code


def test_the_year_is_planned_with_one_press(client: StrictClient, home: str, store: Session) -> None:
    client.get(home)
    assert "Plan the whole year" in said(client)
    client.get(f"{home}/plan")
    assert "Short burnout check" in said(client)
    done = client.submit(action=f"{home}/plan")
    assert (done.status_code, done.location) == (303, home)
    client.get(home)
    assert "7 check-ins are planned. Nobody is asked yet." in said(client)
    assert "Look it over, and open it on" in said(client)
    look(store)
    waves = store.scalars(select(Wave)).all()
    assert sum(wave.asks_mentors for wave in waves) == 3
    store.rollback()
    client.get(f"{home}/plan")
    assert said(client).count("Planned already") == 7
    assert client.submit(action=f"{home}/plan").status_code == 422
    assert "Tick at least one check-in" in said(client)


def test_wrong_days_of_one_row_plan_nothing_and_stay_typed(client: StrictClient, home: str, store: Session) -> None:
    client.get(f"{home}/plan")
    wrong = {"mentees-baseline-opens_on": "2030-01-09", "mentees-baseline-closes_on": "2030-01-08"}
    response = client.submit(wrong, action=f"{home}/plan")
    assert response.status_code == 422
    assert "The last day must not lie before the first" in said(client)
    assert 'value="2030-01-09"' in response.text
    response = client.submit({"mentees-midpoint-opens_on": "soon"}, action=f"{home}/plan")
    assert response.status_code == 422
    assert "Not a valid date" in said(client)
    look(store)
    assert store.scalars(select(Wave)).all() == []
    store.rollback()


def test_with_few_mentors_their_check_ins_are_not_ticked(
    client: StrictClient, cohort: Cohort, home: str, store: Session
) -> None:
    EnrollmentFactory.create_batch(4, cohort=cohort, role=CohortRole.MENTOR)
    store.commit()
    client.get(f"{home}/plan")
    assert "Fewer than five people mentor" in said(client)
    client.submit(action=f"{home}/plan")
    look(store)
    assert [wave.asks_mentors for wave in store.scalars(select(Wave))] == [False] * 4
    store.rollback()


def test_a_check_in_can_repeat_an_earlier_one_and_mentors_get_their_own(
    client: StrictClient, home: str, store: Session, wave: Planned
) -> None:
    client.get(f"{home}/new")
    created = client.submit({"asks": wave.public_id, "kind": "endpoint"}, action=f"{home}/new")
    look(store)
    copy = store.scalars(select(Wave).where(Wave.kind == "endpoint")).one()
    assert created.location == f"{home}/{copy.public_id}"
    assert copy.contents == store.get_one(Wave, wave.id).contents
    store.rollback()
    client.get(f"{home}/new?side=mentors")
    client.submit(action=f"{home}/new")
    look(store)
    mentors = next(found for found in store.scalars(select(Wave)) if found.asks_mentors)
    assert mentors.title_en.endswith("for mentors")
    assert "own_mentor_skills" in str(mentors.contents)
    store.rollback()


def test_the_builder_works_without_a_script(client: StrictClient, wave: Planned, store: Session) -> None:
    address = page_of(wave, "/build")
    client.get(address)
    assert "Asked for the first time." in said(client)
    for do, what in (("add", "own_satisfaction"), ("section", "meetings"), ("up", "own_satisfaction")):
        assert press(client, wave, do, what) == 303
        client.get(address)
    assert asked(store, wave) == ["own_satisfaction", "own_burnout_short", "section:meetings"]
    press(client, wave, "down", "own_satisfaction")
    client.get(address)
    press(client, wave, "remove", "own_burnout_short")
    assert asked(store, wave) == ["own_satisfaction", "section:meetings"]


def test_with_htmx_only_the_list_comes_back_with_the_new_numbers(client: StrictClient, wave: Planned) -> None:
    client.get(page_of(wave, "/build"))
    response = client.submit({"do": "add", "what": "own_unmet_needs"}, action=page_of(wave, "/build"), headers=HTMX)
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "Added. It is asked after the others" in response.text
    stale = {"do": "add", "what": "own_satisfaction", "version": "1"}
    again = client.submit(stale, action=page_of(wave, "/build"), headers=HTMX)
    assert again.status_code == 409
    assert "Somebody else changed this" in again.text


def test_too_long_is_said_plainly(client: StrictClient, wave: Planned) -> None:
    for key in ("own_unmet_needs", "own_mentorship_mentee"):
        client.get(page_of(wave, "/build"))
        press(client, wave, "add", key)
    client.get(page_of(wave, "/build"))
    assert "beyond 35 questions or 6 minutes many stop halfway" in said(client)
    client.get(page_of(wave))
    assert "are more than residents finish" in said(client)


@pytest.mark.parametrize(
    ("do", "what", "status"),
    [
        ("add", "own_burnout_short", 422),
        ("add", "who_5", 422),
        ("add", "nothing", 422),
        ("section", "nothing", 422),
        ("same", "nothing", 422),
        ("dance", "own_burnout_short", 422),
    ],
)
def test_presses_that_cannot_be_are_refused_in_words(
    client: StrictClient, wave: Planned, store: Session, do: str, what: str, status: int
) -> None:
    client.get(page_of(wave, "/build"))
    assert press(client, wave, do, what) == status
    assert asked(store, wave) == ["own_burnout_short"]
    assert press(client, wave, "remove", "own_burnout_short", version="no number") == 409


def test_comparing_with_an_earlier_check_in_is_shown_and_the_same_is_one_press_away(
    client: StrictClient, wave: Planned, store: Session
) -> None:
    earlier = WaveFactory(
        cohort=wave.cohort,
        opens_on=wave.opens_on - timedelta(days=20),
        closes_on=wave.opens_on - timedelta(days=6),
        title_en="First one",
        contents={
            "blocks": [
                {"measure": "own_satisfaction", "version": 1, "wording": None},
                {"measure": "own_burnout_short", "version": 1, "wording": None},
            ],
            "comment": False,
        },
    )
    store.commit()
    earlier_id, earlier_address = earlier.id, earlier.public_id
    client.get(page_of(wave, "/build"))
    assert "Something else is asked before it than in “First one”" in said(client)
    press(client, wave, "same", earlier_address)
    client.get(page_of(wave, "/build"))
    assert "Asked as in “First one”." in said(client)
    look(store)
    assert store.get_one(Wave, wave.id).contents == store.get_one(Wave, earlier_id).contents
    store.rollback()


def test_a_new_version_of_ones_own_questions_is_offered(client: StrictClient, wave: Planned, store: Session) -> None:
    client.get(page_of(wave, "/build"))
    press(client, wave, "section", "meetings")
    draft = start_draft(store, wave.program, "survey_mentees", by=STAFF, now=NOW)
    publish(store, draft, version=draft.version, by=STAFF, now=NOW)
    store.commit()
    client.get(page_of(wave, "/build"))
    assert "Your form, or a measure, changed since." in said(client)
    press(client, wave, "renew", "section:meetings")
    client.get(page_of(wave, "/build"))
    assert "Use the new version" not in said(client)


def test_name_days_and_people_are_changed_on_one_page(client: StrictClient, wave: Planned, store: Session) -> None:
    people_of(wave.cohort, 3)
    store.commit()
    client.get(page_of(wave, "/edit"))
    assert "3 today" in said(client)
    words = {"consent_en": "Our board looked at it.", "consent_fr": "Notre comité l’a relu."}
    assert client.submit({"title_en": "Spring", "title_fr": "Printemps", **words}).status_code == 303
    client.get(page_of(wave))
    assert "Spring" in said(client)
    client.get(page_of(wave, "/edit"))
    refused = client.submit({"consent_fr": "", "title_en": "Autumn"})
    assert refused.status_code == 422
    assert "Write it in both languages" in said(client)
    assert 'value="Autumn"' in refused.text
    client.get(page_of(wave, "/edit"))
    assert client.submit({"audience": []}).status_code == 422
    assert "Choose at least one group" in said(client)


def test_two_coordinators_at_once_see_both_texts(client: StrictClient, wave: Planned, store: Session) -> None:
    client.get(page_of(wave, "/edit"))
    made = store.get_one(Wave, wave.id)
    made.title_en, made.version = "Theirs", made.version + 1
    store.commit()
    stale = client.submit({"title_en": "Mine"})
    assert stale.status_code == 409
    assert "Theirs" in said(client)
    assert "Mine" in said(client)
    assert client.submit().status_code == 303
    look(store)
    assert store.get_one(Wave, wave.id).title_en == "Mine"
    store.rollback()


def test_an_open_check_in_cannot_be_built(client: StrictClient, store: Session, keyring: Keyring) -> None:
    made, _people = opened_wave(store, keyring, 8)
    wave = planned(made)
    staff_of(made.cohort, client)
    for path in ("/edit", "/build"):
        assert client.get(page_of(wave, path)).status_code == 409
        assert client.post(page_of(wave, path)).status_code in {400, 409}


def test_the_whole_check_in_is_seen_on_a_phone_in_both_languages(client: StrictClient, wave: Planned) -> None:
    client.get(page_of(wave, "/build"))
    press(client, wave, "section", "meetings")
    client.get(page_of(wave, "/preview"))
    assert "Before you start" in said(client)
    assert "Short burnout check" in said(client)
    client.get(page_of(wave, "/preview?page=1&language=fr"))
    assert "Partie 1 sur 5" in said(client)
    client.get(page_of(wave, "/preview?page=4"))
    assert "How many times have you met your mentor this year?" in said(client)
    client.get(page_of(wave, "/preview?page=5"))
    assert "Is there something the program should know?" in said(client)
    client.get(page_of(wave, "/preview?page=done&language=fr"))
    assert "Merci" in said(client)
    for nowhere in ("0", "6", "x"):
        assert client.get(page_of(wave, f"/preview?page={nowhere}")).status_code == 404


def test_what_is_missing_is_said_all_at_once(client: StrictClient, wave: Planned, store: Session) -> None:
    made = store.get_one(Wave, wave.id)
    made.contents = {"blocks": [{"measure": "who_5", "version": 1, "wording": None}], "comment": True}
    store.commit()
    client.get(page_of(wave))
    assert "There is nobody to ask yet" in said(client)
    assert "wording is missing" in said(client)
    assert "things are missing before it can open" in said(client)
    client.get(page_of(wave, "/build"))
    assert "WHO-5" in said(client)
    assert client.get(page_of(wave, "/preview")).status_code == 409
    client.get(page_of(wave, "/open"))
    assert "things are missing before it can open" in said(client)


def test_an_open_check_in_counts_again_every_minute_in_steps_and_names_nobody(
    client: StrictClient, store: Session, keyring: Keyring
) -> None:
    made, _people = opened_wave(store, keyring, 9)
    made.closes_on = TODAY + timedelta(days=9)
    store.commit()
    wave = planned(made)
    staff_of(made.cohort, client)
    page = client.get(page_of(wave)).text
    assert 'hx-trigger="click, every 60s"' in page
    fragment = client.get(page_of(wave), headers=HTMX).text
    assert fragment.lstrip().startswith('<div class="stats" id="count">')
    assert "Answered, at least" in fragment


def test_the_builder_costs_the_same_for_one_block_and_for_six(client: StrictClient, wave: Planned, app: Flask) -> None:
    counts = []
    for keys in (("own_satisfaction",), ("own_unmet_needs", "own_mentorship_mentee", "own_mentorship_mentor")):
        for key in keys:
            client.get(page_of(wave, "/build"))
            press(client, wave, "add", key)
        with counted_queries(app) as statements:
            client.get(page_of(wave, "/build"))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_pages_are_french_for_french_readers(client: StrictClient, wave: Planned, store: Session) -> None:
    for account in store.scalars(select(Account)):
        account.locale = "fr"
    store.commit()
    for path, words in (
        ("", "Ce qu’il demande"),
        ("/build", "Demandé, dans cet ordre"),
        ("/edit", "Nom, jours et personnes"),
        ("/preview", "Tel qu’on le voit"),
    ):
        client.get(page_of(wave, path))
        assert words in said(client)
    client.get(f"{wave.home}/plan")
    assert "Prévoir ce qui est coché" in said(client)
