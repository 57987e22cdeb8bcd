"""The mail that tells coordinators, once, who has not said yes to a published pair."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.dates import long_day_text
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.links import link
from mentorship_app.matching.models import MatchPublication
from mentorship_app.matching.publishing.differences import Change
from mentorship_app.matching.publishing.queries import pairings_of
from mentorship_app.mentoring import Pairing, PairingStatus
from mentorship_app.mentoring.acceptance import Acceptance, Replies, acceptance_of, replies_of
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.mentoring.notifications import ANNOUNCED, TEST, announcement_context
from mentorship_app.messaging import MailScope, email_kinds, enqueue
from mentorship_app.messaging.render import isolated
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.staff import staff_of

OPEN = "acceptance_open"


def send_test(session: Session, change: Change, account: Account, *, accept_by: date, now: datetime) -> None:
    """Send what the two of a new pair would read to a member of staff. It signs nobody in."""
    if change.mentor is None:
        return
    for reader, other in ((change.mentee, change.mentor), (change.mentor, change.mentee)):
        enqueue(
            session,
            ANNOUNCED,
            to_email=account.email,
            to_name=account.name,
            locale=account.locale,
            context=announcement_context(reader, other, accept_by=accept_by) | {TEST: "yes"},
            # One a minute is enough for anybody who presses twice.
            dedupe=f"{ANNOUNCED}:{TEST}:{account.id}:{reader.id}:{other.id}:{now:%Y%m%d%H%M}",
            program_id=reader.cohort.program_id,
            now=now,
        )


def tell_coordinators(session: Session, publication: MatchPublication, *, now: datetime) -> bool:
    """Write to each coordinator if somebody has not said yes; whether there was anything to tell."""
    if not open_pairs(session, publication):
        return False
    program = publication.cohort.program
    for grant in staff_of(session, program):
        if grant.role is StaffRole.COORDINATOR:
            enqueue(
                session,
                OPEN,
                to_email=grant.account.email,
                to_name=grant.account.name,
                locale=grant.account.locale,
                context={"publication": str(publication.id)},
                dedupe=f"{OPEN}:{publication.id}:{grant.account_id}",
                program_id=program.id,
                now=now,
            )
    return True


def open_pairs(session: Session, publication: MatchPublication) -> list[tuple[Pairing, Replies]]:
    """The running pairs that it made and to which not both said yes, with what was said."""
    running = [pairing for pairing in pairings_of(session, publication, ended=False) if _runs(pairing)]
    said = replies_of(session, [pairing.id for pairing in running])
    return [
        (pairing, said.get(pairing.id, {}))
        for pairing in running
        if acceptance_of(pairing, said.get(pairing.id, {})) in {Acceptance.WAITING, Acceptance.DECLINED}
    ]


def _runs(pairing: Pairing) -> bool:
    return pairing.status is PairingStatus.ACTIVE and all(
        person.status is EnrollmentStatus.ACTIVE for person in (pairing.mentor, pairing.mentee)
    )


@email_kinds.register(OPEN)
def acceptance_open(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail, as things stand when it leaves. What was written to the coordinator is read on the page."""
    publication = scope.session.get(MatchPublication, UUID(str(scope.message.context["publication"])))
    if publication is None:
        raise NotFound(N_("There is no such publication."))
    found = open_pairs(scope.session, publication)
    program = publication.cohort.program
    return {
        "program": program.name,
        "day": long_day_text(publication.accept_by, scope.message.locale),
        "declined": _lines(found, _declined),
        "silent": _lines(found, _silent),
        "link": link("pairs", scope.base_url, program=program.slug),
    }


def _declined(pairing: Pairing, replies: Replies) -> list[Enrollment]:
    return [
        _person(pairing, side)
        for side in CohortRole
        if side in replies and replies[side].reply is PairingReply.DECLINED
    ]


def _silent(pairing: Pairing, replies: Replies) -> list[Enrollment]:
    return [_person(pairing, side) for side in CohortRole if side not in replies]


def _person(pairing: Pairing, side: CohortRole) -> Enrollment:
    return pairing.mentor if side is CohortRole.MENTOR else pairing.mentee


def _lines(
    found: Sequence[tuple[Pairing, Replies]], who: Callable[[Pairing, Replies], list[Enrollment]]
) -> list[tuple[str, str]]:
    """Who, and the pair they are in, by name."""
    lines = []
    for pairing, replies in found:
        for person in who(pairing, replies):
            other = pairing.mentee if person is pairing.mentor else pairing.mentor
            lines.append((isolated(person.account.name), isolated(other.account.name)))
    return sorted(lines)
