"""Publishing a draft: all of it or nothing, taken back while nobody was told, and only what changed is touched."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import AppError, Conflict, FieldError, InvalidTransition, Obstacles
from mentorship_app.core.identity import SYSTEM, Actor
from mentorship_app.matching.decisions import Excepted
from mentorship_app.matching.drafting import DraftChanged, state_now
from mentorship_app.matching.enums import Action
from mentorship_app.matching.models import MatchPublication, PublicationPairing
from mentorship_app.matching.publishing import Check, as_told, check, differences, publication_now, publish, withdraw
from mentorship_app.mentoring import Pairing, PairingKind, PairingStatus, services
from mentorship_app.mentoring.conflicts import ConflictReason, Declarer, declare
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.queries import mentees_of, team_of
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.messaging.outbox import send_now
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.programs.withdrawal import withdraw as let_leave
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.factories.publishing import Proposal, propose, running

TODAY = date(2026, 9, 1)
BY = Actor(None, "Ida Corwin")
FIVE_MINUTES = timedelta(minutes=5)


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  factories write into it
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    return made


def mentor_of(cohort: Cohort, name: str, capacity: int = 2, **more: object) -> Enrollment:
    account = AccountFactory(name=name, **more)
    made: Enrollment = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=account, capacity=capacity)
    return made


def mentee_of(cohort: Cohort, name: str, **more: object) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name, **more))
    return made


def put_out(session: Session, proposal: Proposal, *, days: int = 7, now=MOMENT) -> MatchPublication:  # type: ignore[no-untyped-def]  # a moment
    draft = proposal.draft
    return publish(session, draft, version=draft.version, days=days, known=proposal.known, by=BY, now=now)


def looked_at(session: Session, proposal: Proposal) -> Check:
    return check(session, proposal.draft, TODAY, known=proposal.known)


def words(found: Check) -> list[str]:
    return [str(problem) for problem in found.problems]


def mails(session: Session) -> list[tuple[str, str, str]]:
    found = session.scalars(select(OutboxMessage))
    return sorted((mail.kind, mail.to_name, mail.status.value) for mail in found)


def test_publishing_makes_the_pairs_asks_both_and_holds_the_mails(session: Session, cohort: Cohort) -> None:
    wren, otto = mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto")

    publication = put_out(session, propose(session, cohort, [(wren, otto)]), days=5)

    pairing = session.scalars(select(Pairing)).one()
    assert (pairing.accept_by, pairing.status) == (date(2026, 9, 6), PairingStatus.ACTIVE)
    assert publication.undo_until == MOMENT + timedelta(minutes=10)
    assert mails(session) == [("pairing_announced", "Otto", "queued"), ("pairing_announced", "Wren", "queued")]
    assert {mail.not_before for mail in session.scalars(select(OutboxMessage))} == {publication.undo_until}


def test_the_trail_counts_and_names_no_reason(session: Session, cohort: Cohort) -> None:
    put_out(session, propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))]))

    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "matching.publication.made")).one()
    assert event.details == {"cohort": cohort.name, "kind": "primary", "version": 2, "made": 1, "ended": 0}


def test_a_year_with_twenty_pairs_and_one_opened_touches_nobody_else(session: Session, cohort: Cohort) -> None:
    standing = [
        PairingFactory(
            cohort=cohort, mentor=mentor_of(cohort, f"Mentor {n:02}"), mentee=mentee_of(cohort, f"Mentee {n:02}")
        )
        for n in range(20)
    ]
    opened, new = standing[7], mentor_of(cohort, "Newcomer")
    before = {pairing.id: (pairing.version, pairing.started_on) for pairing in standing if pairing is not opened}

    put_out(session, propose(session, cohort, [(opened.mentee, new)], released=[opened.mentee]))

    session.expire_all()
    untouched = [pairing for pairing in standing if pairing is not opened]
    assert {pairing.id: (pairing.version, pairing.started_on) for pairing in untouched} == before
    assert {pairing.status for pairing in untouched} == {PairingStatus.ACTIVE}
    assert opened.status is PairingStatus.ENDED
    assert len(running(session, cohort)) == 20
    assert ("Mentee 07", "Newcomer") in running(session, cohort)
    assert mails(session) == [
        ("pairing_announced", "Mentee 07", "queued"),
        ("pairing_announced", "Newcomer", "queued"),
        ("pairing_changed", "Mentee 07", "queued"),
        ("pairing_changed", "Mentor 07", "queued"),
    ]


def test_an_opened_pair_that_is_proposed_again_stays_as_it_is(session: Session, cohort: Cohort) -> None:
    standing = PairingFactory(cohort=cohort)
    proposal = propose(session, cohort, [(standing.mentee, standing.mentor)], released=[standing.mentee])

    assert words(looked_at(session, proposal)) == ["Nothing would change: every proposed pair runs already."]


def test_differences_tell_new_kept_ending_and_left_without(session: Session, cohort: Cohort) -> None:
    kept, opened = PairingFactory(cohort=cohort), PairingFactory(cohort=cohort)
    ada, waits, otto = mentee_of(cohort, "Ada"), mentee_of(cohort, "Zoe"), mentor_of(cohort, "Otto")
    proposal = propose(session, cohort, [(ada, otto)], released=[opened.mentee])

    found = differences(session, proposal.draft)

    assert [(change.mentee, change.mentor) for change in found.new] == [(ada, otto)]
    assert found.kept == (kept,)
    assert found.ending == (opened,)
    assert set(found.left_without) == {opened.mentee, waits}


def test_what_was_published_last_is_compared_with(session: Session, cohort: Cohort) -> None:
    wren, ada = mentee_of(cohort, "Wren"), mentee_of(cohort, "Ada")
    otto, bea = mentor_of(cohort, "Otto"), mentor_of(cohort, "Bea")
    proposal = propose(session, cohort, [(wren, otto)])
    publication = put_out(session, proposal)
    pairing = session.scalars(select(Pairing)).one()
    later = MOMENT + timedelta(days=3)
    services.end_pairing(session, pairing, version=pairing.version, by=BY, now=later)
    services.pair(session, cohort, bea, ada, kind=PairingKind.PRIMARY, by=BY, now=later)

    since = differences(session, proposal.draft).since_last

    assert since is not None
    assert (since.publication, since.made, since.ended, since.others) == (publication, 1, 1, 1)


def test_a_pair_that_cannot_be_made_stops_everything(session: Session, cohort: Cohort) -> None:
    good, bad = mentee_of(cohort, "Ada"), mentee_of(cohort, "Wren")
    otto = mentor_of(cohort, "Otto")
    proposal = propose(session, cohort, [(good, otto), (bad, otto)])
    otto.capacity = 1
    session.flush()

    with pytest.raises(Obstacles) as refusal:
        put_out(session, proposal)

    assert str(refusal.value.reasons[0]) == "Otto would have 2 mentees and has 1 places."
    assert running(session, cohort) == set()
    assert mails(session) == []
    assert session.scalars(select(MatchPublication)).all() == []
    assert proposal.draft.version == 1


def test_a_fault_in_the_middle_leaves_nothing(session: Session, cohort: Cohort) -> None:
    otto = mentor_of(cohort, "Otto", capacity=3)
    opened = PairingFactory(cohort=cohort)
    new = [(mentee_of(cohort, name), otto) for name in ("Ada", "Wren")]
    proposal = propose(session, cohort, new, released=[opened.mentee])
    written: list[str] = []

    def break_off(_mapper: object, _connection: object, message: OutboxMessage) -> None:
        written.append(message.kind)
        if len(written) == 5:
            raise OSError("the power went")

    event.listen(OutboxMessage, "before_insert", break_off)
    try:
        with pytest.raises(OSError, match="the power went"):
            put_out(session, proposal)
    finally:
        event.remove(OutboxMessage, "before_insert", break_off)

    session.expire_all()
    assert written == ["pairing_changed"] * 2 + ["pairing_announced"] * 3
    assert opened.status is PairingStatus.ACTIVE
    assert len(session.scalars(select(Pairing)).all()) == 1
    assert mails(session) == []
    assert len(proposal.draft.steps) == 1


def test_publishing_needs_its_phase(session: Session, cohort: Cohort) -> None:
    proposal = propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])
    cohort.phase = Phase.INTAKE

    assert words(looked_at(session, proposal)) == [
        "People can be paired in the matching phase and after it, not in this phase."
    ]


def test_without_what_the_run_knew_nothing_is_published(session: Session, cohort: Cohort) -> None:
    proposal = propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])

    found = check(session, proposal.draft, TODAY, known=None)

    assert words(found) == ["What these pairs were worked out from is deleted, so they cannot be checked. Run again."]


@pytest.mark.parametrize("days", [0, 31])
def test_days_to_say_yes_have_a_range(session: Session, cohort: Cohort, days: int) -> None:
    proposal = propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])

    with pytest.raises(FieldError):
        put_out(session, proposal, days=days)


class TestSinceTheRun:
    def test_somebody_who_left_stops_it(self, session: Session, cohort: Cohort) -> None:
        wren, otto = mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto")
        proposal = propose(session, cohort, [(wren, otto)])
        let_leave(session, wren, by=SYSTEM, now=MOMENT)

        found = looked_at(session, proposal)

        assert words(found) == ["Wren does not take part any more."]
        assert [note.in_("en") for note in found.notes] == ["1 person of the run is not available any more: Wren"]

    def test_a_mentor_who_pauses_stops_it_and_is_named_once(self, session: Session, cohort: Cohort) -> None:
        otto = mentor_of(cohort, "Otto")
        proposal = propose(session, cohort, [(mentee_of(cohort, "Ada"), otto), (mentee_of(cohort, "Wren"), otto)])
        session.add(Absence(enrollment=otto, kind=AbsenceKind.PAUSE, starts_on=TODAY))
        session.flush()

        assert words(looked_at(session, proposal)) == ["Otto takes no new mentees at the moment."]

    def test_who_joined_is_a_note(self, session: Session, cohort: Cohort) -> None:
        proposal = propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])
        mentee_of(cohort, "Zoe")

        found = looked_at(session, proposal)

        assert found.may_publish
        assert [note.in_("en") for note in found.notes] == ["1 person joined since the run and is not in it: Zoe"]

    def test_other_places_are_a_note(self, session: Session, cohort: Cohort) -> None:
        otto = mentor_of(cohort, "Otto")
        proposal = propose(session, cohort, [(mentee_of(cohort, "Wren"), otto)])
        otto.capacity = 3
        session.flush()

        assert [note.in_("en") for note in looked_at(session, proposal).notes] == [
            "Otto had 2 places for this when pairs were proposed, and has 3 now."
        ]

    def test_a_pair_made_by_hand_stops_a_pair_of_the_same_mentee(self, session: Session, cohort: Cohort) -> None:
        wren, otto, bea = mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"), mentor_of(cohort, "Bea")
        proposal = propose(session, cohort, [(wren, otto)])
        services.pair(session, cohort, bea, wren, kind=PairingKind.PRIMARY, by=BY, now=MOMENT)

        found = looked_at(session, proposal)

        assert words(found) == ["Wren was paired with Bea meanwhile. Run again, or end that pair first."]
        assert [note.in_("en") for note in found.notes] == [
            "Wren and Bea were paired by hand since the run; their pair stays."
        ]

    def test_a_pair_that_somebody_ended_is_not_made_again(self, session: Session, cohort: Cohort) -> None:
        standing = PairingFactory(cohort=cohort, mentee=mentee_of(cohort, "Wren"), mentor=mentor_of(cohort, "Otto"))
        proposal = propose(session, cohort, [])
        services.end_pairing(session, standing, version=standing.version, by=BY, now=MOMENT)

        assert words(looked_at(session, proposal)) == ["The pair of Wren and Otto was ended since the run. Run again."]

    def test_a_conflict_and_a_private_list_read_the_same(self, session: Session, cohort: Cohort) -> None:
        ada, wren, otto = mentee_of(cohort, "Ada"), mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto")
        proposal = propose(session, cohort, [(ada, otto), (wren, otto)])
        assert looked_at(session, proposal).may_publish
        ask_not_to_be_matched(session, ada, other=otto, now=MOMENT)
        declare(
            session,
            cohort.program,
            mentor=otto.account,
            mentee=wren.account,
            reason=ConflictReason.PROGRAM_DIRECTOR,
            declared_by=Declarer.COORDINATOR,
            by=BY,
            now=MOMENT,
        )

        assert words(looked_at(session, proposal)) == [
            f"{name} and Otto can no longer be paired. Find somebody else, or run matching again."
            for name in ("Ada", "Wren")
        ]


class TestExceptions:
    def evaluated(self, session: Session, cohort: Cohort) -> tuple[Enrollment, Enrollment]:
        wren, otto = mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto")
        declare(
            session,
            cohort.program,
            mentor=otto.account,
            mentee=wren.account,
            reason=ConflictReason.EVALUATOR,
            declared_by=Declarer.COORDINATOR,
            by=BY,
            now=MOMENT,
        )
        return wren, otto

    def excepted(self, wren: Enrollment, otto: Enrollment) -> Excepted:
        return Excepted(
            wren.public_id, otto.public_id, ("conflict_of_interest",), "Nobody else knows it", "Pia Lund", "2026-08-20"
        )

    def test_an_exception_goes_along_with_who_decided_it_and_when(self, session: Session, cohort: Cohort) -> None:
        wren, otto = self.evaluated(session, cohort)

        put_out(session, propose(session, cohort, [(wren, otto)], excepted=[self.excepted(wren, otto)]))

        exception = session.scalars(select(Pairing)).one().exception
        assert exception is not None
        assert (exception.rationale, exception.decided_by, exception.reasons) == (
            "Nobody else knows it",
            "Pia Lund",
            ["evaluator"],
        )
        assert exception.created_at.date() == date(2026, 8, 20)

    def test_without_an_exception_the_two_are_not_paired(self, session: Session, cohort: Cohort) -> None:
        wren, otto = self.evaluated(session, cohort)

        with pytest.raises(Obstacles):
            put_out(session, propose(session, cohort, [(wren, otto)]))

    def test_an_exception_does_not_cover_what_allows_none(self, session: Session, cohort: Cohort) -> None:
        wren, otto = self.evaluated(session, cohort)
        proposal = propose(session, cohort, [(wren, otto)], excepted=[self.excepted(wren, otto)])
        assert looked_at(session, proposal).may_publish
        declare(
            session,
            cohort.program,
            mentor=otto.account,
            mentee=wren.account,
            reason=ConflictReason.PROGRAM_DIRECTOR,
            declared_by=Declarer.COORDINATOR,
            by=BY,
            now=MOMENT,
        )

        assert len(looked_at(session, proposal).problems) == 1


class TestTwoAtOnce:
    def test_the_same_version_is_published_once(self, session: Session, cohort: Cohort) -> None:
        proposal = propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])

        first = put_out(session, proposal)
        again = publish(session, proposal.draft, version=1, days=9, known=proposal.known, by=SYSTEM, now=MOMENT)

        assert again is first
        assert len(session.scalars(select(MatchPublication)).all()) == 1
        assert len(mails(session)) == 2

    def test_a_draft_that_changed_is_not_published(self, session: Session, cohort: Cohort) -> None:
        proposal = propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])
        proposal.draft.version = 2
        session.flush()

        with pytest.raises(DraftChanged):
            publish(session, proposal.draft, version=1, days=7, known=proposal.known, by=BY, now=MOMENT)
        assert running(session, cohort) == set()


class TestTakingBack:
    def test_nothing_of_it_remains(self, session: Session, cohort: Cohort) -> None:
        opened = PairingFactory(cohort=cohort, mentee=mentee_of(cohort, "Wren"), mentor=mentor_of(cohort, "Bea"))
        proposal = propose(session, cohort, [(opened.mentee, mentor_of(cohort, "Otto"))], released=[opened.mentee])
        before = state_now(proposal.draft)
        publication = put_out(session, proposal)
        assert state_now(proposal.draft).released == frozenset()

        withdraw(session, publication, by=BY, now=MOMENT + FIVE_MINUTES)

        session.expire_all()
        assert session.scalars(select(Pairing)).all() == [opened]
        assert (opened.status, opened.ended_on) == (PairingStatus.ACTIVE, None)
        assert {status for _kind, _to, status in mails(session)} == {"cancelled"}
        assert state_now(proposal.draft) == before
        assert [step.action for step in proposal.draft.steps] == [Action.RUN, Action.PUBLISH, Action.WITHDRAW]
        assert publication.withdrawn_by == "Ida Corwin"

    def test_twice_changes_nothing(self, session: Session, cohort: Cohort) -> None:
        proposal = propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])
        publication = put_out(session, proposal)
        withdraw(session, publication, by=BY, now=MOMENT + FIVE_MINUTES)

        withdraw(session, publication, by=SYSTEM, now=MOMENT + timedelta(days=1))

        assert publication.withdrawn_by == "Ida Corwin"

    def test_publishing_again_writes_again(self, session: Session, cohort: Cohort) -> None:
        opened = PairingFactory(cohort=cohort, mentee=mentee_of(cohort, "Wren"), mentor=mentor_of(cohort, "Bea"))
        proposal = propose(session, cohort, [(opened.mentee, mentor_of(cohort, "Otto"))], released=[opened.mentee])
        withdraw(session, put_out(session, proposal), by=BY, now=MOMENT + FIVE_MINUTES)

        put_out(session, proposal, now=MOMENT + 2 * FIVE_MINUTES)

        assert running(session, cohort) == {("Wren", "Otto")}
        queued = [(kind, to) for kind, to, status in mails(session) if status == "queued"]
        assert queued == [
            ("pairing_announced", "Otto"),
            ("pairing_announced", "Wren"),
            ("pairing_changed", "Bea"),
            ("pairing_changed", "Wren"),
        ]

    def test_it_ends_with_the_ten_minutes(self, session: Session, cohort: Cohort) -> None:
        publication = put_out(
            session, propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])
        )

        with pytest.raises(InvalidTransition, match="The mails have left"):
            withdraw(session, publication, by=BY, now=MOMENT + timedelta(minutes=10))

    def test_it_ends_with_the_first_mail(self, session: Session, cohort: Cohort) -> None:
        publication = put_out(
            session, propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])
        )
        mail = session.scalars(select(OutboxMessage)).first()
        assert mail is not None
        send_now(session, mail, now=MOMENT)
        mail.status = MessageStatus.SENT
        session.flush()

        with pytest.raises(InvalidTransition, match="The mails have left"):
            withdraw(session, publication, by=BY, now=MOMENT + FIVE_MINUTES)
        assert running(session, cohort) == {("Wren", "Otto")}

    def test_only_the_last_one_can_be_taken_back(self, session: Session, cohort: Cohort) -> None:
        wren, otto, bea = mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"), mentor_of(cohort, "Bea")
        first = put_out(session, propose(session, cohort, [(wren, otto)]))
        draft = first.draft
        assert draft is not None
        session.delete(draft)
        session.flush()
        later = MOMENT + timedelta(minutes=2)
        session.delete(session.get_one(MatchPublication, first.id).run)
        session.flush()
        second = put_out(session, propose(session, cohort, [(wren, bea)], released=[wren]), now=later)

        with pytest.raises(InvalidTransition, match="published again since"):
            withdraw(session, first, by=BY, now=later)
        withdraw(session, second, by=BY, now=later)

        assert running(session, cohort) == {("Wren", "Otto")}
        announced = [entry for entry in mails(session) if entry[0] == "pairing_announced" and entry[2] == "queued"]
        assert announced == [("pairing_announced", "Otto", "queued"), ("pairing_announced", "Wren", "queued")]
        withdraw(session, first, by=BY, now=later)
        assert running(session, cohort) == set()

    def test_a_pair_whose_place_is_gone_cannot_run_again(self, session: Session, cohort: Cohort) -> None:
        bea = mentor_of(cohort, "Bea", capacity=1)
        opened = PairingFactory(cohort=cohort, mentee=mentee_of(cohort, "Wren"), mentor=bea)
        proposal = propose(session, cohort, [(opened.mentee, mentor_of(cohort, "Otto"))], released=[opened.mentee])
        publication = put_out(session, proposal)
        services.pair(session, cohort, bea, mentee_of(cohort, "Ada"), kind=PairingKind.CAREER, by=BY, now=MOMENT)

        with pytest.raises(Conflict, match="cannot run again"):
            withdraw(session, publication, by=BY, now=MOMENT + FIVE_MINUTES)

        session.expire_all()
        assert running(session, cohort) == {("Wren", "Otto"), ("Ada", "Bea")}
        assert publication.withdrawn_at is None

    def test_who_lost_somebody_meanwhile_is_told_all_the_same(self, session: Session, cohort: Cohort) -> None:
        opened = PairingFactory(cohort=cohort, mentee=mentee_of(cohort, "Wren"), mentor=mentor_of(cohort, "Bea"))
        proposal = propose(session, cohort, [(opened.mentee, mentor_of(cohort, "Otto"))], released=[opened.mentee])
        publication = put_out(session, proposal)
        let_leave(session, opened.mentor, by=SYSTEM, now=MOMENT)

        withdraw(session, publication, by=BY, now=MOMENT + FIVE_MINUTES)

        assert opened.status is PairingStatus.ENDED
        assert [entry for entry in mails(session) if entry[2] == "queued"] == [("pairing_changed", "Wren", "queued")]


class TestWhatPeopleSee:
    def test_nobody_sees_what_may_be_taken_back(self, session: Session, cohort: Cohort) -> None:
        opened = PairingFactory(cohort=cohort, mentee=mentee_of(cohort, "Wren"), mentor=mentor_of(cohort, "Bea"))
        wren, otto = opened.mentee, mentor_of(cohort, "Otto")
        put_out(session, propose(session, cohort, [(wren, otto)], released=[wren]))
        soon, later = MOMENT + FIVE_MINUTES, MOMENT + timedelta(minutes=10)

        def seen(person: Enrollment, now) -> list[str]:  # type: ignore[no-untyped-def]  # a moment
            mine = team_of(session, person) if person is wren else mentees_of(session, person)
            return [
                pairing.mentor.account.name if person is wren else pairing.mentee.account.name
                for pairing in as_told(session, person, mine, now=now)
            ]

        assert (seen(wren, soon), seen(otto, soon), seen(opened.mentor, soon)) == (["Bea"], [], ["Wren"])
        assert (seen(wren, later), seen(otto, later), seen(opened.mentor, later)) == (["Otto"], ["Wren"], [])

    def test_the_head_of_the_workbench_knows_where_it_stands(self, session: Session, cohort: Cohort) -> None:
        assert publication_now(session, cohort, PairingKind.PRIMARY, now=MOMENT) is None
        publication = put_out(
            session, propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))])
        )

        now = publication_now(session, cohort, PairingKind.PRIMARY, now=MOMENT + FIVE_MINUTES)

        assert now is not None
        assert (now.publication, now.made, now.ended) == (publication, 1, 0)
        assert (now.waiting, now.sent, now.total, now.may_be_taken_back) == (2, 0, 2, True)


def test_reasons_are_kept_with_the_pair(session: Session, cohort: Cohort) -> None:
    put_out(session, propose(session, cohort, [(mentee_of(cohort, "Wren"), mentor_of(cohort, "Otto"))]))

    assert isinstance(session.scalars(select(Pairing)).one().reasons, list)
    assert len(session.scalars(select(PublicationPairing)).all()) == 1


def test_every_refusal_is_a_sentence(session: Session, cohort: Cohort) -> None:
    proposal = propose(session, cohort, [])

    assert all(isinstance(problem, AppError) for problem in looked_at(session, proposal).problems)
