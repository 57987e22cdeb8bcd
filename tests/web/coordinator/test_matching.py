"""The workbench: proposed pairs, and what people decide about them."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.matching import Drafted, ids
from tests.kit.client import StrictClient, text_of
from tests.web.coordinator.desk import said
from tests.web.coordinator.workbench import Bench, names_in_rows, pair, press, rows, state


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
