"""Publishing proposed pairs: the check, the mails, the one press, taking back, and two coordinators at once."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching.drafting import draft_of, state_now
from mentorship_app.matching.enums import Action
from mentorship_app.matching.models import MatchDraft, MatchPublication, MatchStep, PublicationPairing
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.mentoring.models import PairingAnswer
from mentorship_app.messaging import LocalMail, MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.publishing import propose
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.kit.worker import run_worker
from tests.web.coordinator.desk import look, said, sit_down

SECRET = "They are my cousin"


@dataclass
class Bench:
    cohort: Cohort
    draft: MatchDraft
    wren: Enrollment
    ada: Enrollment
    otto: Enrollment
    bea: Enrollment

    @property
    def page(self) -> str:
        return f"/p/{self.cohort.program.slug}/matching/publish?kind=primary"

    def url(self, rest: str) -> str:
        return f"/p/{self.cohort.program.slug}/matching/publish{rest}"


@pytest.fixture
def bench(store: Session, client: StrictClient, keyring: Keyring) -> Bench:
    """Wren is with Bea and open to change, Ada waits; Otto is proposed for both."""
    cohort = sit_down(store, client, phase=Phase.MATCHING)

    def person(name: str, **more: object) -> Enrollment:
        made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name), **more)
        return made

    wren, ada = person("Wren Ito"), person("Ada Fenn")
    otto, bea = (person(name, role=CohortRole.MENTOR) for name in ("Dr. Otto Marsh", "Dr. Bea Quill"))
    PairingFactory(cohort=cohort, mentor=bea, mentee=wren)
    made = propose(store, cohort, [(wren, otto), (ada, otto)], released=[wren], keyring=keyring, now=clock.now())
    store.commit()
    return Bench(cohort, made.draft, wren, ada, otto, bea)


def publish(client: StrictClient, bench: Bench, **entries: str):  # type: ignore[no-untyped-def]  # werkzeug's
    client.get(bench.page)
    return client.submit(entries, action=bench.page)


def publication(store: Session) -> MatchPublication:
    look(store)
    found = store.scalars(select(MatchPublication)).one()
    store.rollback()
    return found


def mails(store: Session) -> list[tuple[str, str, str]]:
    rows = store.execute(select(OutboxMessage.kind, OutboxMessage.to_name, OutboxMessage.status)).all()
    store.rollback()
    return sorted((row.kind, row.to_name, row.status.value) for row in rows)


def running(store: Session) -> int:
    found = len(store.execute(select(Pairing.id).where(Pairing.status == "active")).all())
    store.rollback()
    return found


def test_the_check_says_what_changes_and_shows_every_mail(client: StrictClient, bench: Bench) -> None:
    client.get(bench.page)

    text = said(client)
    assert "Wren Ito" in text
    assert "Dr. Bea Quill" in text
    assert "Please say by" in text
    assert "Dites d’ici au" in text
    assert "Mentorship: your pair has changed" in text


def test_pressing_publishes_and_says_until_when_it_can_be_taken_back(
    client: StrictClient, store: Session, bench: Bench
) -> None:
    answer = publish(client, bench, days="5")

    found = publication(store)
    assert answer.status_code == 303
    assert answer.location == bench.url(f"/{found.public_id}")
    assert [kind for kind, _to, _status in mails(store)] == ["pairing_announced"] * 4 + ["pairing_changed"] * 2
    client.get(answer.location)
    assert "You can take everything back until then." in said(client)
    assert "Waits for a yes" in said(client)


def test_everything_is_taken_back(client: StrictClient, store: Session, bench: Bench) -> None:
    page = publish(client, bench).location
    client.get(page)

    client.submit(action=f"{page}/take-back")

    assert {status for _kind, _to, status in mails(store)} == {"cancelled"}
    assert running(store) == 1
    client.get(page)
    assert "Taken back by Ottoline Marsh" in said(client)
    client.get(bench.page)
    assert "Publish these pairs" in said(client)


def test_after_taking_back_it_can_be_published_again(client: StrictClient, store: Session, bench: Bench) -> None:
    page = publish(client, bench).location
    client.get(page)
    client.submit(action=f"{page}/take-back")

    assert publish(client, bench).status_code == 303

    assert running(store) == 2
    assert len([mail for mail in mails(store) if mail[2] == "queued"]) == 6


def test_once_mails_left_the_page_says_what_can_be_done_instead(
    app: Flask, client: StrictClient, store: Session, bench: Bench
) -> None:
    page = publish(client, bench).location
    client.get(page)
    run_worker(app, now=clock.now() + timedelta(minutes=11))

    answer = client.submit(action=f"{page}/take-back")

    assert answer.status_code == 409
    assert "The mails have left, so this can no longer be taken back." in said(client)
    assert "You can still end single pairs" in said(client)
    assert {mail[2] for mail in mails(store)} == {"sent"}


def test_a_problem_takes_the_button_away_and_says_why(client: StrictClient, store: Session, bench: Bench) -> None:
    client.get(bench.page)
    store.get_one(Enrollment, bench.otto.id).capacity = 1
    store.commit()

    answer = client.submit({}, action=bench.page)

    assert answer.status_code == 409
    assert "Dr. Otto Marsh would have 2 mentees and has 1 places." in said(client)
    assert "Publish these pairs" not in said(client)
    assert running(store) == 1
    assert mails(store) == []


@pytest.mark.parametrize("days", ["", "0", "31", "soon"])
def test_a_number_of_days_must_make_sense(client: StrictClient, store: Session, bench: Bench, days: str) -> None:
    answer = publish(client, bench, days=days)

    assert answer.status_code == 422
    assert f'value="{days}"' in answer.text
    assert mails(store) == []


def test_another_coordinator_changed_the_draft(client: StrictClient, store: Session, bench: Bench) -> None:
    client.get(bench.page)
    draft = store.get_one(MatchDraft, bench.draft.id)
    state = state_now(draft)
    pairs = tuple(pair for pair in state.pairs if pair[0] != bench.ada.public_id)
    step = MatchStep(
        draft_id=draft.id, number=2, action=Action.MOVE, state=replace(state, pairs=pairs).as_json(), by="Pia Lund"
    )
    step.run_id = draft.steps[0].run_id
    store.add(step)
    draft.position, draft.version = 2, 2
    store.commit()

    answer = client.submit({}, action=bench.page)

    assert answer.status_code == 409
    assert "What you looked at, and what stands now" in said(client)
    assert "Ada Fenn" in said(client)
    assert client.submit({}, action=bench.page).status_code == 303
    assert running(store) == 1


def test_who_comes_second_with_the_same_page_sees_what_was_published(
    client: StrictClient, store: Session, bench: Bench
) -> None:
    client.get(bench.page)
    first = client.submit({}, action=bench.page)
    other = client.application.test_client()
    boss = AccountFactory(email="second@example.org", name="Pia Lund")
    StaffGrantFactory(account=boss, program_id=bench.cohort.program_id)
    store.commit()
    assert isinstance(other, StrictClient)
    staff_sign_in(other, boss)

    other.get(bench.page)

    assert "Published by Ottoline Marsh" in said(other)
    assert first.location is not None
    assert len(mails(store)) == 6


def test_a_test_goes_to_the_reader_and_signs_nobody_in(
    app: Flask, client: StrictClient, store: Session, bench: Bench
) -> None:
    client.get(bench.page)
    client.submit(action=bench.url("/test?kind=primary"))
    run_worker(app)

    look(store)
    sent = store.scalars(select(LocalMail)).all()
    store.rollback()
    assert {mail.to_email for mail in sent} == {"boss@example.org"}
    assert {mail.subject for mail in sent} == {
        "[Test mail] Mentorship: you have a mentor",
        "[Test mail] Mentorship: you have a mentee",
    }
    assert all("/l/…" in mail.body for mail in sent)
    assert running(store) == 1


def test_without_a_draft_the_page_says_what_to_do(client: StrictClient, bench: Bench) -> None:
    assert client.get(bench.url("?kind=career")).status_code == 200

    assert "No pairs are proposed yet" in said(client)


def test_looking_costs_the_same_however_many_pairs(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring, bench: Bench
) -> None:
    client.get(bench.page)
    with counted_queries(app) as few:
        client.get(bench.page)
    draft = draft_of(store, bench.cohort, PairingKind.PRIMARY)
    assert draft is not None
    store.delete(draft)
    store.flush()
    store.delete(store.get_one(type(bench.draft.steps[0].run), bench.draft.steps[0].run_id))
    store.flush()
    mentors = EnrollmentFactory.create_batch(30, cohort=bench.cohort, role=CohortRole.MENTOR)
    mentees = EnrollmentFactory.create_batch(30, cohort=bench.cohort)
    propose(store, bench.cohort, list(zip(mentees, mentors, strict=True)), keyring=keyring, now=clock.now())
    store.commit()

    with counted_queries(app) as many:
        client.get(bench.page)

    assert len(many) <= len(few) + 2


class TestAnswers:
    @pytest.fixture
    def asked(self, store: Session, bench: Bench) -> Pairing:
        made: Pairing = PairingFactory(
            cohort=bench.cohort,
            mentor=bench.otto,
            mentee=bench.ada,
            accept_by=clock.local_date(clock.now(), "America/Toronto") - timedelta(days=1),
        )
        answer = PairingAnswer(
            pairing=made,
            side=CohortRole.MENTEE,
            reply=PairingReply.DECLINED,
            note=SECRET,
            answered_at=clock.now(),
        )
        store.add(answer)
        store.commit()
        return made

    def test_pairs_show_who_answered_what(self, client: StrictClient, bench: Bench, asked: Pairing) -> None:
        assert asked.accept_by is not None
        client.get(f"/p/{bench.cohort.program.slug}/pairs")

        text = said(client)
        assert "Ada Fenn: something is in the way" in text
        assert SECRET in text
        assert "Dr. Otto Marsh has not answered" in text

    def test_today_leads_to_it(self, client: StrictClient, bench: Bench, asked: Pairing) -> None:
        assert asked.accept_by is not None
        client.get(f"/p/{bench.cohort.program.slug}/")

        assert "Something is in the way in 1 new pair" in said(client)
        assert SECRET not in said(client)


class TestTheMailToCoordinators:
    def published(self, store: Session, bench: Bench) -> MatchPublication:
        today = clock.local_date(clock.now(), "America/Toronto")
        made = MatchPublication(
            cohort=bench.cohort,
            kind=PairingKind.PRIMARY,
            draft_version=1,
            published_by="Somebody",
            undo_until=clock.now() - timedelta(days=6),
            accept_by=today - timedelta(days=2),
        )
        pairing = PairingFactory(cohort=bench.cohort, mentor=bench.otto, mentee=bench.ada, accept_by=made.accept_by)
        store.add(
            PairingAnswer(
                pairing=pairing,
                side=CohortRole.MENTEE,
                reply=PairingReply.DECLINED,
                note=SECRET,
                answered_at=clock.now(),
            )
        )
        store.add(PublicationPairing(publication=made, pairing=pairing))
        store.commit()
        return made

    def test_it_comes_once_with_names_and_without_notes(
        self, app: Flask, client: StrictClient, store: Session, bench: Bench
    ) -> None:
        assert client is not None
        self.published(store, bench)

        for _round in range(2):
            run_worker(app)
            run_worker(app, now=clock.now() + timedelta(hours=12))

        look(store)
        bodies = [mail.body for mail in store.scalars(select(LocalMail)) if mail.to_email == "boss@example.org"]
        store.rollback()
        assert len(bodies) == 1
        assert "Something is in the way for 1 person:\n- Ada Fenn (paired with Dr. Otto Marsh)" in bodies[0]
        assert "1 person has not answered:\n- Dr. Otto Marsh (paired with Ada Fenn)" in bodies[0]
        assert SECRET not in bodies[0]

    def test_nobody_is_told_when_everybody_said_yes(
        self, app: Flask, client: StrictClient, store: Session, bench: Bench
    ) -> None:
        assert client is not None
        made = self.published(store, bench)
        pairing_id = store.scalars(select(PairingAnswer.pairing_id)).one()
        for row in store.scalars(select(PairingAnswer)):
            store.delete(row)
        store.flush()
        for side in CohortRole:
            store.add(
                PairingAnswer(pairing_id=pairing_id, side=side, reply=PairingReply.ACCEPTED, answered_at=clock.now())
            )
        store.commit()

        run_worker(app)
        run_worker(app, now=clock.now() + timedelta(hours=12))

        assert [kind for kind, _to, _status in mails(store) if kind == "acceptance_open"] == []
        look(store)
        told = store.get_one(MatchPublication, made.id).told_at
        store.rollback()
        assert told is not None


def test_the_outbox_and_the_mail_stop_together(client: StrictClient, store: Session, bench: Bench) -> None:
    page = publish(client, bench).location
    look(store)
    mail = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "pairing_changed")).first()
    assert mail is not None
    mail.status = MessageStatus.SENT
    store.commit()

    client.get(page)

    assert "This can no longer be taken back" in said(client)
    assert "Take it back" not in said(client)
