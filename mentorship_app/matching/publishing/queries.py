"""Reading publications: the last one, what it made and ended, where its mails stand, and what people may see of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.matching.models import MatchPublication, PublicationPairing
from mentorship_app.mentoring import Pairing, PairingKind, notifications
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.messaging.outbox import WAITING
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus


def publications_of(cohort: Cohort, kind: PairingKind) -> Select[MatchPublication]:
    """Every publication of a kind, the newest first, those that were taken back among them."""
    return (
        select(MatchPublication)
        .where(MatchPublication.cohort_id == cohort.id, MatchPublication.kind == kind)
        .order_by(MatchPublication.created_at.desc(), MatchPublication.id)
    )


def last_publication(session: Session, cohort: Cohort, kind: PairingKind) -> MatchPublication | None:
    """The newest one that was not taken back."""
    stands = publications_of(cohort, kind).where(MatchPublication.withdrawn_at.is_(None))
    return session.scalar(stands.limit(1))


def publication_named(session: Session, cohort: Cohort, public_id: str) -> MatchPublication:
    """One publication of the cohort; raises NotFound."""
    found = session.scalar(
        select(MatchPublication).where(MatchPublication.cohort_id == cohort.id, MatchPublication.public_id == public_id)
    )
    if found is None:
        raise NotFound(N_("There is no such publication."))
    return found


def pairings_of(session: Session, publication: MatchPublication, *, ended: bool) -> Sequence[Pairing]:
    """The pairs that it made, or those that it ended."""
    return session.scalars(
        select(Pairing)
        .join(PublicationPairing, PublicationPairing.pairing_id == Pairing.id)
        .where(PublicationPairing.publication_id == publication.id, PublicationPairing.ended.is_(ended))
        .options(joinedload(Pairing.mentor), joinedload(Pairing.mentee))
        .order_by(Pairing.id)
    ).all()


def mails_of(session: Session, publication: MatchPublication) -> list[OutboxMessage]:
    """Everything that it wrote to people; none of them once it was taken back."""
    ended = [
        notifications.changed_key(pairing, role, because=str(publication.id))
        for pairing in pairings_of(session, publication, ended=True)
        for role in CohortRole
    ]
    made = pairings_of(session, publication, ended=False)
    return [*notifications.announcements(session, made), *notifications.mails_with_keys(session, ended)]


@dataclass(frozen=True)
class PublicationNow:
    """Where a publication stands. ``mails``: how many of its mails stand where."""

    publication: MatchPublication
    made: int
    ended: int
    mails: Mapping[MessageStatus, int]
    may_be_taken_back: bool

    @property
    def waiting(self) -> int:
        """Mails that have not left."""
        return sum(number for status, number in self.mails.items() if status in {*WAITING, MessageStatus.LEASED})

    @property
    def sent(self) -> int:
        return self.mails.get(MessageStatus.SENT, 0)

    @property
    def undelivered(self) -> int:
        return self.mails.get(MessageStatus.DEAD, 0)

    @property
    def total(self) -> int:
        return sum(self.mails.values())


def publication_now(session: Session, cohort: Cohort, kind: PairingKind, *, now: datetime) -> PublicationNow | None:
    """The last publication that stands, as the head of the workbench shows it; None while there is none."""
    publication = last_publication(session, cohort, kind)
    return None if publication is None else stand_of(session, publication, now=now)


def stand_of(session: Session, publication: MatchPublication, *, now: datetime) -> PublicationNow:
    """How far its mails are, and whether it may still be taken back."""
    mails = Counter(mail.status for mail in mails_of(session, publication))
    newest = last_publication(session, publication.cohort, publication.kind)
    return PublicationNow(
        publication,
        made=len(pairings_of(session, publication, ended=False)),
        ended=len(pairings_of(session, publication, ended=True)),
        mails=dict(mails),
        may_be_taken_back=newest is publication
        and now < publication.undo_until
        and not any(has_left(status) for status in mails),
    )


def has_left(status: MessageStatus) -> bool:
    """Whether a mail has left, or was tried."""
    return status not in WAITING and status is not MessageStatus.CANCELLED


def as_told(session: Session, person: Enrollment, pairings: Sequence[Pairing], *, now: datetime) -> list[Pairing]:
    """The pairs of a person as people were told: what may still be taken back is not seen yet. One query.

    Until the mails leave, new pairs are left out, and those that ended for them are still there.
    """
    rows = session.execute(
        select(Pairing, PublicationPairing.ended)
        .join(PublicationPairing, PublicationPairing.pairing_id == Pairing.id)
        .join(MatchPublication, MatchPublication.id == PublicationPairing.publication_id)
        .where(
            or_(Pairing.mentor_id == person.id, Pairing.mentee_id == person.id),
            MatchPublication.undo_until > now,
            MatchPublication.withdrawn_at.is_(None),
        )
        .options(joinedload(Pairing.mentor), joinedload(Pairing.mentee))
        .order_by(Pairing.created_at, Pairing.id)
    ).all()
    made = {pairing.id for pairing, ended in rows if not ended}
    still = [pairing for pairing, ended in rows if ended and pairing.id not in made and _are_here(pairing)]
    known = {pairing.id for pairing in pairings}
    return [pairing for pairing in pairings if pairing.id not in made] + [
        pairing for pairing in still if pairing.id not in known
    ]


def _are_here(pairing: Pairing) -> bool:
    return all(person.status is EnrollmentStatus.ACTIVE for person in (pairing.mentor, pairing.mentee))
