"""Saying yes to a pair: one press, taken back until the day, and nothing told to the other side before both did."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.matching.models import MatchPublication, PublicationPairing
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.models import PairingAnswer
from mentorship_app.programs import CohortRole, Enrollment
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in

PRIVATE = "They are my cousin"


def in_days(days: int) -> date:
    return clock.local_date(clock.now(), "America/Toronto") + timedelta(days=days)


@pytest.fixture
def pairing(store: Session) -> Pairing:
    cohort = CohortFactory()
    marsh = AccountFactory(name="Dr. Ottoline Marsh", email="marsh@example.org")
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=marsh)
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale", email="juniper@example.org"))
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee, accept_by=in_days(5))
    store.commit()
    return made


def answers(store: Session) -> list[tuple[str, str, str]]:
    rows = store.execute(select(PairingAnswer.side, PairingAnswer.reply, PairingAnswer.note)).all()
    store.commit()
    return sorted((row.side.value, row.reply.value, row.note) for row in rows)


def press(client: StrictClient, pairing: Pairing, verb: str, **entries: str):  # type: ignore[no-untyped-def]  # werkzeug's
    return client.submit(entries, action=f"/pair/{pairing.public_id}/{verb}")


def seen(client: StrictClient, person: Enrollment, address: str = "/pair") -> str:
    sign_in(client, person.account)
    client.get(address)
    return text_of(client.page)


def test_one_press_says_yes(client: StrictClient, store: Session, pairing: Pairing) -> None:
    assert "Say yes by" in seen(client, pairing.mentee)

    assert press(client, pairing, "yes").location == "/pair"

    assert answers(store) == [("mentee", "accepted", "")]
    client.get("/pair")
    assert "You said yes" in text_of(client.page)


def test_it_is_the_next_thing_on_home_until_it_is_answered(client: StrictClient, pairing: Pairing) -> None:
    assert "Does your pair with Dr. Ottoline Marsh suit you?" in seen(client, pairing.mentee, "/home")

    client.get("/pair")
    press(client, pairing, "yes")

    client.get("/home")
    assert "suit you?" not in text_of(client.page)


def test_something_in_the_way_is_told_with_or_without_words(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    sign_in(client, pairing.mentee.account)
    client.get(f"/pair/{pairing.public_id}/in-the-way")
    assert press(client, pairing, "in-the-way", note=PRIVATE).location == "/pair"

    assert answers(store) == [("mentee", "declined", PRIVATE)]
    client.get("/pair")
    assert PRIVATE in text_of(client.page)


def test_too_long_words_are_kept_in_the_form(client: StrictClient, store: Session, pairing: Pairing) -> None:
    sign_in(client, pairing.mentee.account)
    client.get(f"/pair/{pairing.public_id}/in-the-way")

    answer = press(client, pairing, "in-the-way", note="word " * 101)

    assert answer.status_code == 422
    assert "word word" in answer.text
    assert answers(store) == []


@pytest.mark.parametrize("verb", ["nothing", "yes", "in-the-way"])
def test_the_other_side_sees_no_difference(client: StrictClient, store: Session, pairing: Pairing, verb: str) -> None:
    before = [seen(client, pairing.mentor, address) for address in ("/pair", "/home")]
    sign_in(client, pairing.mentee.account)
    if verb != "nothing":
        client.get("/pair" if verb == "yes" else f"/pair/{pairing.public_id}/in-the-way")
        press(client, pairing, verb)
        assert answers(store) != []

    assert [seen(client, pairing.mentor, address) for address in ("/pair", "/home")] == before


def test_both_are_told_once_both_said_yes(client: StrictClient, pairing: Pairing) -> None:
    for person in (pairing.mentee, pairing.mentor):
        sign_in(client, person.account)
        client.get("/pair")
        press(client, pairing, "yes")

    assert "You both said yes" in seen(client, pairing.mentee)
    assert "You both said yes" in seen(client, pairing.mentor)
    assert "Take my answer back" not in text_of(client.page)


def test_an_answer_is_taken_back(client: StrictClient, store: Session, pairing: Pairing) -> None:
    sign_in(client, pairing.mentee.account)
    client.get("/pair")
    press(client, pairing, "yes")
    client.get("/pair")

    press(client, pairing, "take-back")

    assert answers(store) == []


def test_after_the_day_an_answer_stays(client: StrictClient, store: Session, pairing: Pairing) -> None:
    sign_in(client, pairing.mentee.account)
    client.get("/pair")
    press(client, pairing, "yes")
    store.get_one(Pairing, pairing.id).accept_by = in_days(-1)
    store.commit()

    assert "Take my answer back" not in seen(client, pairing.mentee)
    assert "You can still say yes" in seen(client, pairing.mentor)


def test_a_pair_made_by_hand_asks_nothing(client: StrictClient, store: Session) -> None:
    pairing = PairingFactory()
    store.commit()

    assert "Say yes" not in seen(client, pairing.mentee)
    assert client.get(f"/pair/{pairing.public_id}/in-the-way").location == "/pair"


def test_nobody_answers_for_others(client: StrictClient, store: Session, pairing: Pairing) -> None:
    stranger = EnrollmentFactory()
    store.commit()
    sign_in(client, stranger.account)

    assert client.get(f"/pair/{pairing.public_id}/in-the-way").status_code == 404


class TestBeforeTheMailsLeave:
    @pytest.fixture
    def staged(self, store: Session, pairing: Pairing) -> MatchPublication:
        publication = MatchPublication(
            cohort=pairing.cohort,
            kind=PairingKind.PRIMARY,
            draft_version=1,
            published_by="Somebody",
            undo_until=clock.now() + timedelta(minutes=9),
            accept_by=in_days(5),
        )
        store.add(PublicationPairing(publication=publication, pairing=pairing))
        store.commit()
        return publication

    def test_nobody_sees_a_pair_that_may_be_taken_back(
        self, client: StrictClient, pairing: Pairing, staged: MatchPublication
    ) -> None:
        assert staged.withdrawn_at is None
        for person, other in ((pairing.mentee, "Ottoline"), (pairing.mentor, "Juniper Vale")):
            assert other not in seen(client, person).replace(person.account.name, "")
            assert other not in seen(client, person, "/home").replace(person.account.name, "")
            assert client.get(f"/pair/{pairing.public_id}/in-the-way").status_code == 404

    def test_they_see_it_afterwards(
        self, client: StrictClient, store: Session, pairing: Pairing, staged: MatchPublication
    ) -> None:
        store.get_one(MatchPublication, staged.id).undo_until = clock.now()
        store.commit()

        assert "Dr. Ottoline Marsh" in seen(client, pairing.mentee)
