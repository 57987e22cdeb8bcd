"""The workbench: proposed pairs, what people decide about them, and two coordinators at once."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching import drafting
from mentorship_app.matching.decisions import State
from mentorship_app.matching.run_results import CouldExcept, Remedies
from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from tests.factories import AccountFactory, EnrollmentFactory, TrainingLevelFactory
from tests.factories.choices import ChoiceFactory, accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.matching import Drafted, drafted, ids, state_of_draft
from tests.factories.people import MOMENT
from tests.factories.recruitment import CallFactory
from tests.kit.client import StrictClient, form_values, text_of
from tests.kit.queries import counted_queries
from tests.web.coordinator.desk import said, sit_down


@dataclass
class Bench:
    """Three mentees of one level with their intakes; Brook with two places, Marsh and Quill with one each."""

    cohort: Cohort
    priya: Enrollment
    wren: Enrollment
    juniper: Enrollment
    brook: Enrollment
    marsh: Enrollment
    quill: Enrollment

    def url(self, rest: str = "", **arguments: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in {"kind": "primary", **arguments}.items())
        return f"/p/{self.cohort.program.slug}/matching{rest}?{query}"


def topics(*chosen: str) -> dict[str, object]:
    return {"topics": {"chosen": list(chosen), "own": []}}


@pytest.fixture
def bench(store: Session, client: StrictClient) -> Bench:
    cohort = sit_down(store, client, phase=Phase.MATCHING)
    level = TrainingLevelFactory(program=cohort.program, code="PGY-2")
    call = CallFactory(cohort=cohort)

    def mentee(name: str, *chosen: str) -> Enrollment:
        made: Enrollment = EnrollmentFactory(cohort=cohort, training_level=level, account=AccountFactory(name=name))
        ProfileFactory(enrollment=made, sent=True, answers=FULL_INTAKE | topics(*chosen))
        return made

    def mentor(name: str, capacity: int, *offered: str) -> Enrollment:
        said = topics(*offered) | {"modality": ["video", "in_person"]}
        return accepted_mentor(cohort, name, call=call, answers=said, capacity=capacity)

    made = Bench(
        cohort,
        mentee("Priya Lanternwala", "rural", "career"),
        mentee("Wren Ito", "rural", "research"),
        mentee("Juniper Vale", "career"),
        mentor("Dr. Anselm Brook", 2, "rural", "research"),
        mentor("Dr. Ottoline Marsh", 1, "rural", "career"),
        mentor("Dr. Thaddeus Quill", 1, "career"),
    )
    ChoiceFactory(mentee=made.priya, mentor=made.marsh)
    store.commit()
    return made


@pytest.fixture
def made(store: Session, keyring: Keyring, bench: Bench) -> Drafted:
    """Priya with Brook, Wren with Marsh; Juniper is not placed; Brook and Quill have a place left each."""
    found = drafted(store, keyring, bench.cohort, [(bench.priya, bench.brook), (bench.wren, bench.marsh)])
    store.commit()
    return found


def rows(client: StrictClient) -> list[str]:
    assert client.page is not None
    return [text_of(row) for row in client.page.xpath(".//section[@aria-labelledby='proposed']//tbody/tr")]


def links(client: StrictClient, word: str) -> list[str]:
    """Addresses of links and buttons of the main part that say ``word``."""
    assert client.page is not None
    return [str(link.get("href")) for link in client.page.xpath(".//main//a") if word in text_of(link)]


def names_in_rows(client: StrictClient) -> list[tuple[str, str]]:
    assert client.page is not None
    found = client.page.xpath(".//section[@aria-labelledby='proposed']//tbody/tr/th")
    return [(text_of(cell.find(".//a")), text_of(cell.find("small"))) for cell in found]


def press(client: StrictClient, bench: Bench, do: str, **headers: str) -> TestResponse:
    """One press of a button of the list, on the page as it was read."""
    return client.submit({"do": do}, action=bench.url("/decide"), headers=headers)


def pair(*two: Enrollment) -> str:
    return "~".join(person.public_id for person in two)


def crowd(cohort: Cohort, number: int, **entries: object) -> list[tuple[Enrollment, Enrollment]]:
    """So many mentees, each with a mentor of their own, about whom nothing is known."""
    return [
        (
            EnrollmentFactory(cohort=cohort, **entries),
            EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=1),
        )
        for _ in range(number)
    ]


def state(store: Session, made: Drafted) -> State:
    """What stands, and an end to the look: an open transaction would keep the next request waiting."""
    found = state_of_draft(store, made.draft)
    store.commit()
    return found


@pytest.mark.usefixtures("made")
def test_pairs_are_shown_weakest_first_with_why(client: StrictClient, bench: Bench) -> None:
    client.get(bench.url())

    assert names_in_rows(client) == [
        ("Priya Lanternwala", "PGY-2 · Dr. Anselm Brook"),
        ("Wren Ito", "PGY-2 · Dr. Ottoline Marsh"),
    ]
    assert "Topics 1 of 2 · not on their list" in rows(client)[0]
    assert "Topics 1 of 2 · no ranking" in rows(client)[1]
    assert "Fit " in rows(client)[0]
    assert "2 of 3 mentees placed with 2 mentors. The same inputs give the same pairs." in said(client)
    assert "2 of 2 shown, weakest first" in said(client)
    assert "Run 1" in said(client)


@pytest.mark.usefixtures("made")
def test_who_is_not_placed_is_shown_with_a_reason_and_with_help(client: StrictClient, bench: Bench) -> None:
    client.get(bench.url())

    assert client.page is not None
    [waiting] = client.page.xpath(".//section[@aria-labelledby='unmatched']//li[h3]")
    text = text_of(waiting)
    assert "Juniper Vale, PGY-2" in text
    assert "No mentor has a place." in text
    assert "With room:Dr. Thaddeus Quill (1 place free" in text
    assert "1 of 3 mentees" in said(client)


def test_lock_and_unlock_work_without_a_script(
    client: StrictClient, store: Session, bench: Bench, made: Drafted
) -> None:
    client.get(bench.url())
    response = press(client, bench, f"lock~{pair(bench.wren, bench.marsh)}")

    assert response.status_code == 303
    client.get(response.location)
    assert "Locked: Wren Ito with Dr. Ottoline Marsh stays through every run." in said(client)
    assert "1 locked" in said(client)
    assert client.page is not None
    [button] = client.page.xpath(".//button[@aria-pressed='true']")
    assert text_of(button) == "Locked Wren Ito"
    assert state(store, made).locked == {ids(bench.wren, bench.marsh)}

    press(client, bench, f"unlock~{pair(bench.wren, bench.marsh)}")
    assert state(store, made).locked == frozenset()


@pytest.mark.usefixtures("made")
def test_with_htmx_the_changing_part_alone_is_drawn_and_the_change_is_said(client: StrictClient, bench: Bench) -> None:
    client.get(bench.url())
    headers = {"HX-Request": "true"}
    response = client.submit(
        {"do": f"lock~{pair(bench.wren, bench.marsh)}"},
        action=bench.url("/decide"),
        headers=headers,
    )
    assert response.status_code == 303

    part = client.get(response.location, headers=headers).text

    assert "<html" not in part
    assert client.page is not None
    [live] = client.page.xpath(".//*[@hx-swap-oob='innerHTML:#live']")
    assert "Locked: Wren Ito with Dr. Ottoline Marsh" in text_of(live)


@pytest.mark.usefixtures("made")
def test_a_swap_is_shown_before_it_is_made_with_every_number_that_moves(client: StrictClient, bench: Bench) -> None:
    client.get(bench.url("/swap/" + bench.priya.public_id))

    assert client.page is not None
    now, after = (text_of(side) for side in client.page.xpath(".//*[contains(@class, 'compare-side')]"))
    assert "Priya Lanternwala with Dr. Anselm Brook" in now
    assert "Wren Ito with Dr. Ottoline Marsh" in now
    assert "Priya Lanternwala with Dr. Ottoline Marsh" in after
    assert "1st choice" in after
    assert "Wren Ito with Dr. Anselm Brook" in after
    deltas = [text_of(line) for line in client.page.xpath(".//ul[contains(@class, 'deltas')]/li")]
    assert "Better: Top-3 choices go from 0 to 1 of 1" in deltas
    assert any(line.startswith("Better: The mean fit goes from") for line in deltas)
    assert "Same: No conflict of interest, no mentor over their places" in deltas
    assert client.page.xpath(".//tr[contains(@class, 'is-selected')]"), "the row stays visible as the one"


def test_a_swap_is_made_with_a_reason(client: StrictClient, store: Session, bench: Bench, made: Drafted) -> None:
    address = bench.url("/swap/" + bench.priya.public_id)
    client.get(address)
    response = client.submit({"rationale": " "}, action=address)
    assert response.status_code == 422
    assert "Write your reason." in said(client)

    response = client.submit({"rationale": "Both would rather have this"}, action=address)

    assert response.status_code == 303
    client.get(response.location)
    assert set(state(store, made).pairs) == {ids(bench.priya, bench.marsh), ids(bench.wren, bench.brook)}
    assert "Ottoline Marsh exchanged mentors: Priya Lanternwala is with Dr. Ottoline Marsh" in said(client)
    assert "Both would rather have this" in said(client)


def test_a_mentee_gets_a_mentor_with_room(client: StrictClient, store: Session, bench: Bench, made: Drafted) -> None:
    address = bench.url("/move/" + bench.juniper.public_id)
    client.get(address)

    assert "Juniper Vale without a mentor" in said(client)
    assert "Juniper Vale with Dr. Thaddeus Quill" in said(client)
    assert "Mentees with a mentor go from 2 to 3 of 3" in said(client)
    client.submit({"rationale": "Quill has room"}, action=address)
    assert ids(bench.juniper, bench.quill) in state(store, made).pairs

    client.get(bench.url("/move/" + bench.juniper.public_id, to="none"))
    client.submit({"rationale": "We wait for another mentor"}, action=address)
    assert bench.juniper.public_id not in state(store, made).mentor_of
    client.get(bench.url())
    assert "Ottoline Marsh left Juniper Vale without a mentor" in said(client)


def test_a_forbidden_pair_is_taken_apart_and_can_be_allowed(
    client: StrictClient, store: Session, bench: Bench, made: Drafted
) -> None:
    address = bench.url("/forbid/" + bench.wren.public_id)
    client.get(address)
    assert "Wren Ito with Dr. Ottoline Marsh" in said(client)

    client.get(client.submit({"rationale": "They share a house"}, action=address).location)

    assert state(store, made).mentor_of == {bench.priya.public_id: bench.brook.public_id}
    assert "Their pair was forbidden by Ottoline Marsh: They share a house" in said(client)
    assert "1 pair forbidden" in said(client)
    press(client, bench, f"allow~{pair(bench.wren, bench.marsh)}")
    assert state(store, made).forbidden == ()


def test_undo_brings_back_what_stood_and_the_step_can_be_done_again(
    client: StrictClient, store: Session, bench: Bench, made: Drafted
) -> None:
    before = state(store, made)
    client.get(bench.url("/forbid/" + bench.wren.public_id))
    client.submit({"rationale": "They share a house"}, action=bench.url("/forbid/" + bench.wren.public_id))
    after = state(store, made)
    client.get(bench.url())

    client.get(press(client, bench, "undo").location)
    assert state(store, made) == before
    assert "(undone)" in said(client)
    assert names_in_rows(client)[0][0] == "Priya Lanternwala"

    press(client, bench, "redo")
    assert state(store, made) == after


def test_two_coordinators_at_once_the_second_is_told_both_states(
    client: StrictClient, store: Session, bench: Bench, made: Drafted
) -> None:
    client.get(bench.url())
    other = Actor(None, "Sunniva Hale")
    drafting.swap(
        store, made.draft, made.judge, bench.priya.public_id, bench.wren.public_id,
        rationale="Both asked", version=made.draft.version, by=other, now=MOMENT,
    )  # fmt: skip
    store.commit()

    response = press(client, bench, f"lock~{pair(bench.wren, bench.marsh)}")

    assert response.status_code == 409
    assert "You wanted: Lock Wren Ito with Dr. Ottoline Marsh." in said(client)
    assert "exchanged the mentors of Priya Lanternwala and Wren Ito in the proposed pairs." in said(client)
    assert "Wren Ito with Dr. Anselm Brook" in said(client)
    assert "there is nothing left of it to do" in said(client)
    assert state(store, made).locked == frozenset()


def test_who_came_too_late_can_do_it_on_the_new_state_where_it_is_still_possible(
    client: StrictClient, store: Session, bench: Bench, made: Drafted
) -> None:
    client.get(bench.url())
    drafting.lock(
        store, made.draft, made.judge, ids(bench.priya, bench.brook),
        version=made.draft.version, by=Actor(None, "Sunniva Hale"), now=MOMENT,
    )  # fmt: skip
    store.commit()
    assert press(client, bench, f"lock~{pair(bench.wren, bench.marsh)}").status_code == 409
    assert client.page is not None
    [panel] = client.page.xpath(".//section[@id='panel']")
    [form] = panel.xpath(".//form")
    values = form_values(form)

    response = client.post(form.get("action"), data=values)

    assert response.status_code == 303
    assert state(store, made).locked == {ids(bench.wren, bench.marsh), ids(bench.priya, bench.brook)}


def test_a_swap_that_comes_too_late_keeps_the_reason_and_shows_the_new_state(
    client: StrictClient, store: Session, bench: Bench, made: Drafted
) -> None:
    address = bench.url("/swap/" + bench.priya.public_id)
    client.get(address)
    drafting.move(
        store, made.draft, made.judge, bench.wren.public_id, bench.quill.public_id,
        rationale="Wren asked", version=made.draft.version, by=Actor(None, "Sunniva Hale"), now=MOMENT,
    )  # fmt: skip
    store.commit()

    response = client.submit({"rationale": "Both would rather have this"}, action=address)

    assert response.status_code == 409
    assert "You wanted: Exchange the mentors of Priya Lanternwala and Wren Ito." in said(client)
    assert "gave Wren Ito the mentor Dr. Thaddeus Quill in the proposed pairs." in said(client)
    assert client.page is not None
    now = text_of(client.page.xpath(".//*[contains(@class, 'compare-side')]")[0])
    assert "Wren Ito with Dr. Thaddeus Quill" in now
    assert client.submit(action=address).status_code == 303, "the same once more, now knowing what changed"
    assert set(state(store, made).pairs) == {ids(bench.priya, bench.quill), ids(bench.wren, bench.brook)}


def test_a_full_mentor_an_excluded_one_and_a_locked_pair_are_refused_and_nothing_changes(
    client: StrictClient, store: Session, bench: Bench, made: Drafted
) -> None:
    drafting.lock(
        store, made.draft, made.judge, ids(bench.wren, bench.marsh),
        version=made.draft.version, by=Actor(None, "Sunniva Hale"), now=MOMENT,
    )  # fmt: skip
    store.commit()
    before = state(store, made)

    client.get(bench.url("/swap/" + bench.priya.public_id, **{"with": bench.wren.public_id}))
    assert "Wren Ito with Dr. Ottoline Marsh is locked. Unlock it first." in said(client)
    client.get(bench.url("/move/" + bench.juniper.public_id, to=bench.marsh.public_id))
    assert "Dr. Ottoline Marsh has no room left. Choose another mentor." in said(client)
    client.get(bench.url("/move/" + bench.juniper.public_id))
    response = client.submit(
        {"rationale": "All the same", "mentor": bench.marsh.public_id},
        action=bench.url("/move/" + bench.juniper.public_id),
    )
    assert response.status_code == 409
    assert "Dr. Ottoline Marsh has no room left. Choose another mentor." in said(client)
    assert state(store, made) == before


def test_an_exception_is_made_with_reason_and_consent(
    client: StrictClient, store: Session, keyring: Keyring, bench: Bench
) -> None:
    store.add(
        ConflictOfInterest(
            program_id=bench.cohort.program_id,
            mentor=bench.quill.account,
            mentee=bench.juniper.account,
            reason=ConflictReason.EVALUATOR,
            declared_by=Declarer.COORDINATOR,
        )
    )
    store.flush()
    made = drafted(
        store, keyring, bench.cohort, [(bench.priya, bench.brook)],
        remedies={
            bench.juniper.public_id: Remedies(
                could_except=(CouldExcept(bench.quill.public_id, 0.8, ("conflict_of_interest",)),)
            )
        },
    )  # fmt: skip
    store.commit()
    client.get(bench.url())
    [offered] = links(client, "Dr. Thaddeus Quill")[1:2] or links(client, "Dr. Thaddeus Quill")[:1]
    address = bench.url("/exception/" + bench.juniper.public_id)
    client.get(bench.url("/exception/" + bench.juniper.public_id, mentor=bench.quill.public_id))
    assert "Conflict of interest" in said(client)

    response = client.submit({"rationale": "No other mentor knows this field"}, action=address)
    assert response.status_code == 422
    assert "Ask both of them first, and tick that they agree." in said(client)
    response = client.submit({"agreed": "y"}, action=address)
    assert response.status_code == 303

    [excepted] = state(store, made).excepted
    assert (excepted.pair, excepted.by, excepted.rationale) == (
        ids(bench.juniper, bench.quill),
        "Ottoline Marsh",
        "No other mentor knows this field",
    )
    assert offered


@pytest.mark.usefixtures("made")
def test_people_who_joined_and_left_since_the_run_are_named(client: StrictClient, store: Session, bench: Bench) -> None:
    EnrollmentFactory(cohort=bench.cohort, account=AccountFactory(name="Leif Oakenshaw"))
    bench.marsh.status = EnrollmentStatus.WITHDRAWN
    store.commit()

    client.get(bench.url())

    assert "Leif Oakenshaw joined since this run." in said(client)
    assert "1 person of the run left." in said(client)
    assert "Dr. Ottoline Marsh left since this run: run again" in rows(client)[1]


def test_few_of_many_pairs_are_shown_first_and_the_list_can_be_narrowed(
    client: StrictClient, store: Session, keyring: Keyring, bench: Bench
) -> None:
    junior = TrainingLevelFactory(program=bench.cohort.program, code="PGY-1")
    many = crowd(bench.cohort, 52, training_level=junior)
    made = drafted(store, keyring, bench.cohort, [(bench.priya, bench.brook), *many])
    drafting.lock(
        store, made.draft, made.judge, ids(*many[0]),
        version=made.draft.version, by=Actor(None, "Sunniva Hale"), now=MOMENT,
    )  # fmt: skip
    store.commit()

    client.get(bench.url())
    assert len(rows(client)) == 9
    assert "9 of 53 shown, weakest first · 1 locked" in said(client)
    client.get(bench.url(show="all"))
    assert len(rows(client)) == 50
    client.get(bench.url(show="all", page="2"))
    assert len(rows(client)) == 3
    client.get(bench.url(show="locked"))
    assert names_in_rows(client) == [(many[0][0].account.name, f"PGY-1 · {many[0][1].account.name}")]
    client.get(bench.url(show="all", level="PGY-2"))
    assert [name for name, _mentor in names_in_rows(client)] == ["Priya Lanternwala"]


def test_the_number_of_queries_does_not_grow_with_the_pairs(
    client: StrictClient, store: Session, keyring: Keyring, bench: Bench, app: Flask
) -> None:
    drafted(store, keyring, bench.cohort, [(bench.priya, bench.brook)])
    store.commit()
    with counted_queries(app) as few:
        client.get(bench.url(show="all"))
    drafted(store, keyring, bench.cohort, crowd(bench.cohort, 30))
    store.commit()
    with counted_queries(app) as more:
        client.get(bench.url(show="all"))

    assert len(rows(client)) == 30
    assert len(more) <= len(few) + 1
