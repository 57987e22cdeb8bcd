"""The workbench with others: two coordinators at once, people who come and go, runs, and what nobody may read."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching import drafting
from mentorship_app.matching.run_results import CouldExcept, Remedies
from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED
from mentorship_app.programs import CohortRole, EnrollmentStatus, Phase
from tests.contracts.test_web_process import loaded_after
from tests.factories import AccountFactory, EnrollmentFactory, TrainingLevelFactory
from tests.factories.matching import Drafted, drafted, ids, solved_run
from tests.factories.people import MOMENT
from tests.kit.client import StrictClient, form_values, text_of
from tests.kit.queries import counted_queries
from tests.kit.worker import run_worker
from tests.web.coordinator.desk import said, sit_down
from tests.web.coordinator.workbench import Bench, crowd, links, names_in_rows, pair, press, rows, state


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


def test_nobody_to_match_no_mentors_and_a_phase_that_is_not_open_say_what_to_do(
    client: StrictClient, store: Session
) -> None:
    cohort = sit_down(store, client, phase=Phase.MATCHING)
    address = f"/p/{cohort.program.slug}/matching"
    client.get(address)
    assert "Nobody takes part in this cohort yet. Add mentees and mentors first." in said(client)
    EnrollmentFactory(cohort=cohort)
    store.commit()
    client.get(address)
    assert "No mentor takes part in this cohort yet." in said(client)
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=0)
    store.commit()
    client.get(address)
    assert "No mentor offers a place." in said(client)
    store.add_all(
        [EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=1), EnrollmentFactory(cohort=cohort)]
    )
    cohort.phase = Phase.RECRUITMENT
    store.commit()
    client.get(address)
    assert "Matching is not open" in said(client)
    assert client.page is not None
    assert not client.page.xpath(".//main//form[contains(@action, '/matching')]")


def test_before_the_first_run_the_page_says_what_it_has_to_work_with(client: StrictClient, store: Session) -> None:
    cohort = sit_down(store, client, phase=Phase.MATCHING)
    for _ in range(2):
        EnrollmentFactory(cohort=cohort)
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=1)
    store.commit()

    client.get(f"/p/{cohort.program.slug}/matching")

    assert "No intake is sent yet" in said(client)
    assert "There are fewer places than mentees: 1 for 2." in said(client)
    assert "0 pairs are ruled out by conflicts of interest and rules." in said(client)
    assert "What counts most, of 10: The mentee’s choices 10" in said(client)


def test_a_run_is_started_watched_and_taken_over(client: StrictClient, app: Flask, bench: Bench) -> None:
    client.get(bench.url())
    response = client.submit(action=bench.url())
    assert response.status_code == 303
    client.get(response.location)
    assert "Run 1 is under way" in said(client)
    assert "Asked for by Ottoline Marsh" in said(client)
    watched = client.get(bench.url(watch="1"), headers={"HX-Request": "true"})
    assert "<html" not in watched.text
    assert client.page is not None
    assert client.page.xpath(".//progress")

    run_worker(app)

    assert "HX-Redirect" in client.get(bench.url(watch="1"), headers={"HX-Request": "true"}).headers
    client.get(bench.url())
    assert "3 of 3 mentees placed with" in said(client)
    assert "Ottoline Marsh took over the pairs of run 1" in said(client)


def test_a_run_that_was_overtaken_by_a_decision_waits_to_be_taken_over(
    client: StrictClient, store: Session, keyring: Keyring, bench: Bench, made: Drafted
) -> None:
    solved_run(store, keyring, bench.cohort, [(bench.juniper, bench.quill)])
    store.commit()
    client.get(bench.url())
    assert "Run 2 is ready" in said(client)

    response = client.submit(action=bench.url("/take"))

    assert response.status_code == 303
    assert state(store, made).pairs == (ids(bench.juniper, bench.quill),)
    client.get(response.location)
    assert "Run 2 is ready" not in said(client)
    press(client, bench, "undo")
    assert len(state(store, made).pairs) == 2


def test_a_better_exchange_is_hinted_at_only_where_a_hand_changed_something(
    client: StrictClient, store: Session, bench: Bench, made: Drafted
) -> None:
    hint = "A better pair exists: see the swap"
    client.get(bench.url())
    assert hint not in said(client), "what the run gave is the best by all that it knows, and nothing is said of it"

    drafting.move(
        store, made.draft, made.judge, bench.juniper.public_id, bench.brook.public_id,
        rationale="Juniper asked", version=made.draft.version, by=Actor(None, "Sunniva Hale"), now=MOMENT,
    )  # fmt: skip
    store.commit()
    client.get(bench.url())
    by_name = dict(zip([name for name, _mentor in names_in_rows(client)], rows(client), strict=True))
    assert hint in by_name["Juniper Vale"]
    assert hint not in by_name["Wren Ito"]


PRIVATE_WORDS = ("apart_unsaid", "shared_identity", "private list")


def test_no_page_of_the_workbench_tells_a_private_reason(
    client: StrictClient, store: Session, keyring: Keyring, bench: Bench
) -> None:
    ask_not_to_be_matched(store, bench.juniper, other=bench.quill, now=MOMENT)
    store.commit()
    made = drafted(store, keyring, bench.cohort, [(bench.priya, bench.brook), (bench.wren, bench.marsh)])
    store.commit()
    secret = ids(bench.juniper, bench.quill)
    assert secret in made.judge.facts.apart_unsaid, "there is something private to be told"

    pages = [
        bench.url(),
        bench.url("/swap/" + bench.priya.public_id),
        bench.url("/move/" + bench.juniper.public_id),
        bench.url("/forbid/" + bench.priya.public_id),
    ]
    for page in pages:
        text = client.get(page).text
        assert MUST_NOT_BE_PAIRED not in said(client)
        assert f"to={secret[1]}" not in text
        assert not [word for word in PRIVATE_WORDS if word in text]
    client.get(bench.url())
    assert client.page is not None
    [waiting] = client.page.xpath(".//section[@aria-labelledby='unmatched']//li[h3]")
    assert "Quill" not in text_of(waiting)
    for asked in (
        bench.url("/move/" + secret[0], to=secret[1]),
        bench.url("/exception/" + secret[0], mentor=secret[1]),
    ):
        client.get(asked)
        assert MUST_NOT_BE_PAIRED in said(client), "asked for exactly these two: the one sentence, whatever the reason"
        assert client.page is not None
        assert not client.page.xpath(".//section[@id='panel']//form")
    client.get(bench.url("/move/" + secret[0]))
    refused = client.submit({"rationale": "Please", "mentor": secret[1]}, action=bench.url("/move/" + secret[0]))
    assert refused.status_code == 409
    assert MUST_NOT_BE_PAIRED in said(client)


def test_the_pages_of_the_workbench_load_no_numbers_library() -> None:
    script = "import mentorship_app.web.coordinator.matching.decisions, mentorship_app.web.coordinator.matching.routes"
    assert loaded_after(script) == frozenset()


def test_where_somebody_asked_to_be_forgotten_the_page_says_to_run_again(
    client: StrictClient, store: Session, bench: Bench, made: Drafted
) -> None:
    made.run.inputs = None
    store.commit()

    response = client.get(bench.url())

    assert response.status_code == 200
    assert "because somebody in it left or the program ended" in said(client)
    assert "Run again to decide about pairs here." in said(client)
    assert "Find pairs" in said(client)
