"""Agreements: proposed, changed, signed by both, amended; what staff learn of them; the reminder; leaving."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
from mentorship_app.forms.library import shipped
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring import services as mentoring
from mentorship_app.mentoring.agreements import AgreementStatus, AgreementVersion, copies
from mentorship_app.mentoring.agreements.defaults import suggested
from mentorship_app.mentoring.agreements.models import AgreementSignature
from mentorship_app.mentoring.agreements.queries import agreement_of, count_unsigned, newest_of, signed_at, waits_for
from mentorship_app.mentoring.agreements.services import NothingChanged, close_proposal, propose, sign
from mentorship_app.mentoring.agreements.wording import Fate, Wording, compared, fitting, parts_of
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import CohortRole
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.programs.withdrawal import withdraw
from mentorship_app.questions.answers import missing
from tests.factories.agreements import OFF_LIMITS, proposed, signed, terms
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.kit.worker import mail_to, run_worker

MENTOR, MENTEE = CohortRole.MENTOR, CohortRole.MENTEE
LATER = MOMENT + timedelta(days=1)
FORM = shipped("agreement")
REVIEW = datetime(2026, 12, 1, tzinfo=UTC).date()


@pytest.fixture
def pairing(session: Session) -> Pairing:  # noqa: ARG001  factories write into it
    made: Pairing = PairingFactory()
    return made


def standing(session: Session, pairing: Pairing) -> list[tuple[int, str]]:
    agreement = agreement_of(session, pairing)
    return [(one.number, one.status.value) for one in agreement.versions] if agreement else []


def mails(session: Session, kind: str, status: MessageStatus = MessageStatus.QUEUED) -> list[str]:
    mine = OutboxMessage.kind == kind, OutboxMessage.status == status
    return sorted(session.scalars(select(OutboxMessage.to_name).where(*mine)))


@pytest.mark.parametrize("how", ["ended", "left"])
def test_no_mail_leaves_about_an_agreement_of_a_pair_that_is_over(session: Session, pairing: Pairing, how: str) -> None:
    proposed(session, pairing, MENTEE, now=MOMENT)
    assert mails(session, "agreement_proposed") == [pairing.mentor.account.name]

    if how == "ended":
        mentoring.end_pairing(session, pairing, version=pairing.version, by=SYSTEM, now=MOMENT)
    else:
        withdraw(session, pairing.mentee, by=SYSTEM, now=MOMENT)

    assert mails(session, "agreement_proposed") == []


def test_who_proposes_signs_and_the_other_side_is_asked(session: Session, pairing: Pairing) -> None:
    made = proposed(session, pairing, MENTEE, now=MOMENT)

    assert (made.number, made.status, made.review_on) == (1, AgreementStatus.PROPOSED, date(2099, 1, 15))
    assert [one.side for one in made.signatures] == [MENTEE]
    assert waits_for(made, MENTOR)
    assert not waits_for(made, MENTEE)
    assert mails(session, "agreement_proposed") == [pairing.mentor.account.name]
    assert signed_at(session, [pairing.id]) == {}


def test_both_signatures_put_it_in_force_and_both_are_told(session: Session, pairing: Pairing) -> None:
    made = signed(session, pairing, now=MOMENT)

    assert made.status is AgreementStatus.IN_FORCE
    assert {one.side: one.name for one in made.signatures} == {
        MENTEE: pairing.mentee.account.name,
        MENTOR: pairing.mentor.account.name,
    }
    assert mails(session, "agreement_signed") == sorted([pairing.mentor.account.name, pairing.mentee.account.name])
    assert mails(session, "agreement_proposed") == [], "who signs within ten minutes needs no mail to ask for it"
    assert signed_at(session, [pairing.id]) == {pairing.id: MOMENT}
    assert sign(session, pairing, MENTOR, number=1, now=LATER) is made, "signing twice changes nothing"
    assert made.in_force_at == MOMENT


def test_a_change_by_the_other_side_is_a_new_proposal_and_signatures_stay(session: Session, pairing: Pairing) -> None:
    first = proposed(session, pairing, MENTEE, now=MOMENT)
    second = proposed(session, pairing, MENTOR, now=LATER, frequency="quarter")

    assert standing(session, pairing) == [(1, "replaced"), (2, "proposed")]
    assert [one.side for one in first.signatures] == [MENTEE]
    assert [one.side for one in second.signatures] == [MENTOR]
    with pytest.raises(Conflict):
        sign(session, pairing, MENTOR, number=1, now=LATER)
    sign(session, pairing, MENTEE, number=2, now=LATER)
    assert standing(session, pairing) == [(1, "replaced"), (2, "in_force")]


def test_an_amendment_leaves_the_old_one_in_force_until_both_signed(session: Session, pairing: Pairing) -> None:
    signed(session, pairing, now=MOMENT)
    proposed(session, pairing, MENTOR, now=LATER, length=45)
    assert standing(session, pairing) == [(1, "in_force"), (2, "proposed")]
    assert newest_of(session, [pairing.id])[pairing.id].number == 2

    sign(session, pairing, MENTEE, number=2, now=LATER)

    assert standing(session, pairing) == [(1, "amended"), (2, "in_force")]
    assert signed_at(session, [pairing.id]) == {pairing.id: MOMENT}, "staff learn of the first time alone"


def test_the_same_again_is_a_signature_a_double_press_or_nothing(session: Session, pairing: Pairing) -> None:
    first = proposed(session, pairing, MENTEE, now=MOMENT)
    assert propose(session, pairing, MENTEE, terms(), version=0, now=LATER) is first, "pressed twice"
    agreed = propose(session, pairing, MENTOR, terms(), version=1, now=LATER)
    assert (agreed.number, agreed.status) == (1, AgreementStatus.IN_FORCE)
    with pytest.raises(NothingChanged):
        propose(session, pairing, MENTOR, terms(), version=2, now=LATER)


def test_a_proposal_on_top_of_something_newer_is_refused(session: Session, pairing: Pairing) -> None:
    proposed(session, pairing, MENTEE, now=MOMENT)
    with pytest.raises(Conflict):
        propose(session, pairing, MENTOR, terms(length=60), version=0, now=LATER)


def test_it_is_taken_back_or_left_as_it_is(session: Session, pairing: Pairing) -> None:
    proposed(session, pairing, MENTEE, now=MOMENT)
    with pytest.raises(InvalidTransition):
        close_proposal(session, pairing, MENTOR, number=1, now=LATER)
    close_proposal(session, pairing, MENTEE, number=1, now=LATER)
    close_proposal(session, pairing, MENTEE, number=1, now=LATER)
    assert standing(session, pairing) == [(1, "withdrawn")]
    assert mails(session, "agreement_proposed", MessageStatus.CANCELLED) == [pairing.mentor.account.name]

    signed(session, pairing, now=LATER)
    proposed(session, pairing, MENTEE, now=LATER, length=90)
    close_proposal(session, pairing, MENTOR, number=3, now=LATER)
    assert standing(session, pairing) == [(1, "withdrawn"), (2, "in_force"), (3, "replaced")]
    with pytest.raises(Conflict):
        sign(session, pairing, MENTOR, number=3, now=LATER)


@pytest.mark.parametrize("changed", [{"confidentiality": None}, {"review_on": "2026-09-01"}, {"frequency": None}])
def test_what_protects_both_and_a_day_to_come_are_asked(
    session: Session, pairing: Pairing, changed: dict[str, str | None]
) -> None:
    with pytest.raises(FieldError):
        proposed(session, pairing, MENTEE, now=MOMENT, **changed)


def test_nothing_is_agreed_on_in_a_pair_that_has_ended(session: Session, pairing: Pairing) -> None:
    mentoring.end_pairing(session, pairing, version=pairing.version, by=SYSTEM, now=MOMENT)
    with pytest.raises(InvalidTransition):
        proposed(session, pairing, MENTEE, now=MOMENT)


def test_defaults_come_from_what_each_let_the_other_read() -> None:
    mentee = Wording(shipped("mentee_intake"), {"frequency": "fortnight", "modality": ["video", "phone"]})
    mentor = Wording(shipped("mentor_application"), {"frequency": "quarter", "modality": ["in_person", "video"]})

    begun = suggested(FORM, mentor=mentor, mentee=mentee, today=date(2026, 9, 1))

    assert (begun["frequency"], begun["channel"]) == ("quarter", ["video"])
    assert begun["review_on"] == "2026-12-01"
    nobody_said = suggested(FORM, mentor=None, mentee=None, today=date(2026, 9, 1))
    assert (nobody_said["frequency"], nobody_said["channel"]) == ("month", ["in_person"])
    left = {question.id for question in missing(FORM, begun)}
    assert left == {"confidentiality", "no_assessment", "way_out"}, "three taps: nobody agrees by default"


def test_answers_that_another_form_cannot_take_are_left_out() -> None:
    assert fitting(FORM, {"frequency": "daily", "channel": "video", "length": 33, "who_books": "mentor"}) == {
        "who_books": "mentor"
    }


def test_versions_are_compared_word_for_word() -> None:
    before = Wording(FORM, terms(topics="Choosing a fellowship"))
    after = Wording(FORM, terms(topics="Choosing a good fellowship", frequency="quarter", off_limits=None))

    changes = {change.label: change.pieces for change in compared(before, after, "en")}

    topics = changes["Topics you want to cover"]
    assert [(piece.words.strip(), piece.fate) for piece in topics if piece.fate is not Fate.SAME] == [
        ("good", Fate.NEW)
    ]
    assert "".join(piece.words for piece in topics if piece.fate is not Fate.NEW) == "Choosing a fellowship"
    often = [(piece.words, piece.fate) for piece in changes["How often will you meet?"]]
    assert often == [("Once a month", Fate.GONE), ("Every three months", Fate.NEW)]
    assert [piece.fate for piece in changes["Topics you leave out"]] == [Fate.GONE]
    assert compared(before, before, "fr") == ()


def test_the_statements_are_part_of_the_text_in_both_languages() -> None:
    for locale, words in (("en", "stays between us"), ("fr", "reste entre nous")):
        said = [term for part in parts_of(Wording(FORM, terms()), locale) for term in part.terms if term.is_shared]
        assert len(said) == 3
        assert words in said[0].lines[0]


def test_the_trail_tells_that_it_is_signed_and_not_a_word_of_it(session: Session, pairing: Pairing) -> None:
    made = proposed(session, pairing, MENTEE, now=MOMENT)
    assert made.terms["off_limits"] == OFF_LIMITS, "it is there"
    sign(session, pairing, MENTOR, number=1, now=MOMENT)
    proposed(session, pairing, MENTOR, now=LATER, length=45)

    events = session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("mentoring.agreement"))).all()

    assert [(event.action, event.actor_name) for event in events] == [("mentoring.agreement.signed", SYSTEM.name)]
    assert OFF_LIMITS not in str([event.details for event in session.scalars(select(AuditEvent))])
    assert all(message.private for message in session.scalars(select(OutboxMessage)) if "agreement" in message.kind)


def test_pairs_without_a_signature_are_counted_after_their_time(session: Session, pairing: Pairing) -> None:
    before = pairing.started_on + timedelta(days=1)
    assert count_unsigned(session, pairing.cohort, started_before=pairing.started_on) == 0
    proposed(session, pairing, MENTEE, now=MOMENT)
    assert count_unsigned(session, pairing.cohort, started_before=before) == 1
    sign(session, pairing, MENTOR, number=1, now=MOMENT)
    assert count_unsigned(session, pairing.cohort, started_before=before) == 0


def test_two_sign_and_change_at_once_and_one_of_them_is_told(app: Flask, store: Session) -> None:
    pairing: Pairing = PairingFactory()
    store.commit()
    proposed(store, pairing, MENTEE, now=MOMENT)
    pairing_id = pairing.id
    store.commit()
    engine: Engine = app.extensions["write_engine"]
    start = Barrier(2)

    def attempt(side: CohortRole) -> bool:
        start.wait(timeout=30)
        with writing(engine)() as session:
            try:
                here = session.get_one(Pairing, pairing_id)
                if side is MENTOR:
                    sign(session, here, side, number=1, now=LATER)
                else:
                    propose(session, here, side, terms(length=60), version=1, now=LATER)
            except Conflict:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(attempt, [MENTOR, MENTEE]))

    store.expire_all()
    assert sum(done) == 1
    statuses = [one.status.value for one in store.scalars(select(AgreementVersion).order_by(AgreementVersion.number))]
    assert statuses == (["in_force"] if done[0] else ["replaced", "proposed"])
    store.commit()


def reminded(store: Session, pairing: Pairing) -> list[bool]:
    people = (pairing.mentor, pairing.mentee)
    found = [
        any("look at your mentoring agreement again" in mail.body for mail in mail_to(store, one.account.email))
        for one in people
    ]
    store.commit()
    return found


def test_both_are_reminded_once_of_the_review_but_not_while_away(app: Flask, store: Session) -> None:
    pairing: Pairing = PairingFactory()
    signed(store, pairing, now=MOMENT, review_on=REVIEW.isoformat())
    store.add(
        Absence(
            enrollment=pairing.mentor,
            kind=AbsenceKind.AWAY,
            starts_on=REVIEW - timedelta(days=20),
            ends_on=REVIEW - timedelta(days=10),
        )
    )
    store.commit()
    noon = datetime(2026, 12, 1, 17, tzinfo=UTC)

    run_worker(app, now=noon - timedelta(days=15))
    assert reminded(store, pairing) == [False, False]
    run_worker(app, now=noon - timedelta(days=14, hours=12))
    assert reminded(store, pairing) == [False, False], "nobody is written to at night"
    run_worker(app, now=noon - timedelta(days=13))
    assert reminded(store, pairing) == [False, True]
    run_worker(app, now=noon - timedelta(days=9))
    assert reminded(store, pairing) == [True, True]

    at = store.scalars(select(AgreementSignature.reminded_at)).all()
    store.commit()
    run_worker(app, now=noon - timedelta(days=5))
    assert store.scalars(select(AgreementSignature.reminded_at)).all() == at
    store.commit()


def test_a_copy_is_drawn_once_and_only_of_what_both_signed(app: Flask, store: Session) -> None:
    pairing: Pairing = PairingFactory()
    made = proposed(store, pairing, MENTEE, now=MOMENT)
    with pytest.raises(InvalidTransition):
        copies.ask_for(store, made, locale="en", now=MOMENT)
    sign(store, pairing, MENTOR, number=1, now=MOMENT)
    copies.ask_for(store, made, locale="fr", now=MOMENT)
    store.commit()

    run_worker(app)

    store.expire_all()
    assert copies.pdf_of(store, made, "fr").startswith(b"%PDF")
    text = copies.page_of(copies.document_of(made, "fr"), "fr")
    assert OFF_LIMITS in text
    assert "reste entre nous" in text
    assert pairing.mentor.account.name in text
    document = replace(copies.document_of(made, "en"), parts=())
    assert OFF_LIMITS not in copies.page_of(document, "en")
    store.commit()


def test_the_text_goes_when_one_of_the_two_leaves(session: Session, pairing: Pairing) -> None:
    signed(session, pairing, now=MOMENT)
    withdraw(session, pairing.mentee, by=SYSTEM, now=LATER)
    session.expire_all()
    assert session.scalars(select(AgreementVersion)).all() == []
    assert signed_at(session, [pairing.id]) == {pairing.id: MOMENT}
