"""Verbs: publish a draft, all of it or nothing; take a publication back while nobody was told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition, Obstacles
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.matching.decisions import Excepted
from mentorship_app.matching.drafting import run_now, state_now
from mentorship_app.matching.drafting.drafts import claim_draft, write_step
from mentorship_app.matching.enums import Action
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.models import MatchDraft, MatchPublication, PublicationPairing
from mentorship_app.matching.publishing.checking import CONFLICT, Check, check
from mentorship_app.matching.publishing.differences import Change
from mentorship_app.matching.publishing.queries import has_left, last_publication, mails_of, pairings_of
from mentorship_app.matching.scoring import stored_reasons
from mentorship_app.mentoring import Pairing, notifications
from mentorship_app.mentoring import services as mentoring
from mentorship_app.mentoring.services import ExceptionAsked, Terms
from mentorship_app.messaging import UNDO, MessageStatus, OutboxMessage, cancel
from mentorship_app.messaging.outbox import WAITING
from mentorship_app.programs import EnrollmentStatus

MOST_DAYS = 30


def publish(
    session: Session,
    draft: MatchDraft,
    *,
    version: int,
    days: int,
    known: Facts | None,
    by: Actor,
    now: datetime,
) -> MatchPublication:
    """Make the draft real, all of it or nothing: end the pairs that were opened and change, make the new ones.

    Mails wait ten minutes. ``days``, 1–30: how long both have to say yes. ``known``: the facts of the draft's run.
    The same version published twice is published once. Raises FieldError("days"), DraftChanged when the draft was
    written since ``version``, Obstacles with every reason why it cannot be published.
    """
    if not 1 <= days <= MOST_DAYS:
        raise FieldError("days", N_("Enter a whole number from 1 to %(most)s."), most=MOST_DAYS)
    session.refresh(draft, with_for_update={"of": MatchDraft})
    present = _published(session, draft, version)
    if present is not None:
        return present
    with session.begin_nested():
        claim_draft(session, draft, version)
        today = clock.local_date(now, draft.cohort.program.timezone)
        found = check(session, draft, today, known=known)
        if found.problems:
            raise Obstacles(found.problems)
        return _carry_out(
            session, draft, found, version=version, accept_by=today + timedelta(days=days), by=by, now=now
        )


def _published(session: Session, draft: MatchDraft, version: int) -> MatchPublication | None:
    return session.scalar(
        select(MatchPublication).where(
            MatchPublication.draft_id == draft.id,
            MatchPublication.draft_version == version,
            MatchPublication.withdrawn_at.is_(None),
        )
    )


def _carry_out(
    session: Session, draft: MatchDraft, found: Check, *, version: int, accept_by: date, by: Actor, now: datetime
) -> MatchPublication:
    state, run, cohort = state_now(draft), run_now(draft), draft.cohort
    publication = MatchPublication(
        cohort=cohort,
        kind=draft.kind,
        draft=draft,
        draft_version=version,
        run=run,
        released=sorted(state.released),
        published_by=by.name,
        undo_until=now + UNDO,
        accept_by=accept_by,
        created_at=now,
    )
    session.add(publication)
    session.flush()
    publication.stopped_mails = _end(session, publication, found.differences.ending, by=by, now=now)
    # In an order of their own, so that two publications at once wait for each other and not in a circle.
    for change in sorted(found.differences.new, key=lambda change: change.pair):
        pairing = _make(session, change, found, accept_by=accept_by, publication=publication, by=by, now=now)
        session.add(PublicationPairing(publication=publication, pairing=pairing, ended=False))
    about = [person for change in found.differences.new for person in change.pair]
    write_step(session, draft, Action.PUBLISH, replace(state, released=frozenset()), about=about, by=by, now=now)
    _record(session, "matching.publication.made", publication, found, by=by, now=now)
    session.flush()
    return publication


def _end(
    session: Session, publication: MatchPublication, pairings: Sequence[Pairing], *, by: Actor, now: datetime
) -> list[str]:
    """End pairs and tell both sides kindly; gives the announcements that had not left, to let them leave again."""
    waiting = [mail for mail in notifications.announcements(session, pairings) if mail.status in WAITING]
    stopped = [f"{mail.status}:{mail.id}" for mail in waiting]
    for pairing in pairings:
        mentoring.end_pairing(session, pairing, version=pairing.version, by=by, now=now)
        notifications.tell_changed(session, pairing, because=str(publication.id), now=now)
        session.add(PublicationPairing(publication=publication, pairing=pairing, ended=True))
    return stopped


def _make(
    session: Session,
    change: Change,
    found: Check,
    *,
    accept_by: date,
    publication: MatchPublication,
    by: Actor,
    now: datetime,
) -> Pairing:
    assert change.mentor is not None  # noqa: S101  only the new ones come here
    return mentoring.pair(
        session,
        publication.cohort,
        change.mentor,
        change.mentee,
        kind=publication.kind,
        by=by,
        now=now,
        exception=_exception(change.excepted) if change.excepted else None,
        terms=Terms(accept_by, _reasons(found, change)),
    )


def _reasons(found: Check, change: Change) -> list[dict[str, Any]]:
    mentee, mentor = found.facts.mentee.get(change.pair[0]), found.facts.mentor.get(change.pair[1])
    return stored_reasons(found.facts, found.settings, mentee, mentor) if mentee and mentor else []


def _exception(excepted: Excepted) -> ExceptionAsked:
    return ExceptionAsked(
        excepted.rationale,
        agreed=excepted.agreed,
        besides=tuple(key for key in excepted.constraints if key != CONFLICT),
        decided_by=excepted.by,
        # Noon, so that it is the same day wherever it is read.
        decided_at=datetime.combine(date.fromisoformat(excepted.on), time(12), tzinfo=UTC),
    )


def withdraw(session: Session, publication: MatchPublication, *, by: Actor, now: datetime) -> None:
    """Take everything back: pairs it made were never made, those it ended run again, its mails never leave.

    The draft stands as before. Twice changes nothing. Raises InvalidTransition once ten minutes are over, a mail has
    left, or another publication came after it; Conflict where a pair cannot run again.
    """
    session.refresh(publication, with_for_update={"of": MatchPublication})
    if publication.withdrawn_at is not None:
        return
    mails = mails_of(session, publication)
    _require_untold(session, publication, mails, now=now)
    with session.begin_nested():
        still_told = _still_told(session, publication)
        for mail in mails:
            if mail.status in WAITING and mail.dedupe_key not in still_told:
                cancel(session, mail)
        for pairing in pairings_of(session, publication, ended=False):
            session.expire(pairing)
            mentoring.unmake(session, pairing, by=by, now=now)
        for pairing in pairings_of(session, publication, ended=True):
            if _are_here(pairing):
                _resume(session, pairing, by=by, now=now)
        _let_leave_again(session, publication)
        _reopen(session, publication, by=by, now=now)
        publication.withdrawn_at, publication.withdrawn_by = now, by.name
        _record(session, "matching.publication.withdrawn", publication, None, by=by, now=now)
        session.flush()


def _require_untold(
    session: Session, publication: MatchPublication, mails: Sequence[OutboxMessage], *, now: datetime
) -> None:
    if last_publication(session, publication.cohort, publication.kind) is not publication:
        raise InvalidTransition(N_("Pairs were published again since. Take that back first."))
    if now >= publication.undo_until or any(has_left(mail.status) for mail in mails):
        raise InvalidTransition(
            N_("The mails have left, so this can no longer be taken back. End single pairs by hand, or run again.")
        )


def _resume(session: Session, pairing: Pairing, *, by: Actor, now: datetime) -> None:
    try:
        mentoring.resume(session, pairing, by=by, now=now)
    except Conflict as refusal:
        raise Conflict(
            N_("The pair of %(mentee)s and %(mentor)s cannot run again: %(why)s"),
            mentee=pairing.mentee.account.name,
            mentor=pairing.mentor.account.name,
            why=refusal,
        ) from refusal


def _are_here(pairing: Pairing) -> bool:
    return all(person.status is EnrollmentStatus.ACTIVE for person in (pairing.mentor, pairing.mentee))


def _still_told(session: Session, publication: MatchPublication) -> set[str]:
    """Keys of mails that leave all the same: of pairs that stay ended, since one of the two left meanwhile."""
    return {
        notifications.changed_key(pairing, person.role, because=str(publication.id))
        for pairing in pairings_of(session, publication, ended=True)
        if not _are_here(pairing)
        for person in (pairing.mentor, pairing.mentee)
        if person.status is EnrollmentStatus.ACTIVE
    }


def _let_leave_again(session: Session, publication: MatchPublication) -> None:
    """Announcements of pairs that run again, which had not left when they were ended."""
    for stopped in publication.stopped_mails:
        status, _colon, message_id = stopped.partition(":")
        message = session.get(OutboxMessage, UUID(message_id))
        if message is not None and message.status is MessageStatus.CANCELLED:
            message.status = MessageStatus(status)


def _reopen(session: Session, publication: MatchPublication, *, by: Actor, now: datetime) -> None:
    """Open the pairs in the draft that were open before; what was decided since stays."""
    draft = publication.draft
    if draft is None:
        return
    session.refresh(draft, with_for_update={"of": MatchDraft})
    state = claim_draft(session, draft, draft.version)
    after = replace(state, released=state.released | frozenset(publication.released))
    write_step(session, draft, Action.WITHDRAW, after, about=(), by=by, now=now)


def _record(
    session: Session, action: str, publication: MatchPublication, found: Check | None, *, by: Actor, now: datetime
) -> None:
    """In the trail of the draft, so that whoever works on it reads what was done meanwhile."""
    draft = publication.draft
    counts = {"made": len(found.differences.new), "ended": len(found.differences.ending)} if found else {}
    audit.record(
        session,
        action,
        by=by,
        subject=draft or publication,
        at=now,
        program_id=publication.cohort.program_id,
        cohort=publication.cohort.name,
        kind=publication.kind,
        version=draft.version if draft else 0,
        **counts,
    )
