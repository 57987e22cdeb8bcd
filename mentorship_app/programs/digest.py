"""The weekly mail to a coordinator who wants one: what waits, as lines that somebody else has worked out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts.models import StaffGrant
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.links import link
from mentorship_app.messaging import MailScope, OutboxMessage, email_kinds, enqueue
from mentorship_app.programs.models import Program
from mentorship_app.programs.quiet_hours import quiet_until

WEEKLY_DIGEST = "weekly_digest"
SUNDAY = 6


def coordinator_grant(session: Session, program: Program, account_id: UUID) -> StaffGrant | None:
    """The role of a coordinator in the program, on which their wish for the mail stands."""
    return session.scalar(
        select(StaffGrant).where(
            StaffGrant.program_id == program.id,
            StaffGrant.account_id == account_id,
            StaffGrant.role == StaffRole.COORDINATOR,
        )
    )


def choose_digest(session: Session, grant: StaffGrant, weekday: int | None) -> None:
    """Ask for the mail on that day, 0 for Monday to 6, or None for none. Raises FieldError for any other day."""
    if weekday is not None and weekday not in range(SUNDAY + 1):
        raise FieldError("weekday", N_("Choose a day of the week."))
    grant.digest_weekday = weekday
    session.flush()


def due_digests(session: Session, *, now: datetime) -> list[tuple[StaffGrant, Program]]:
    """Whose mail is due: on their day where the program is, by daylight, and not written yet."""
    rows = session.execute(
        select(StaffGrant, Program)
        .join(Program, Program.id == StaffGrant.program_id)
        .where(StaffGrant.digest_weekday.is_not(None), Program.ended_at.is_(None))
        .order_by(StaffGrant.id)
    )
    return [(grant, program) for grant, program in rows if _is_due(session, grant, program, now=now)]


def _is_due(session: Session, grant: StaffGrant, program: Program, *, now: datetime) -> bool:
    here = now.astimezone(ZoneInfo(program.timezone))
    if here.weekday() != grant.digest_weekday or quiet_until(program.timezone, now=now) or not grant.account.active:
        return False
    written = select(OutboxMessage.id).where(OutboxMessage.dedupe_key == _key(grant, program, now=now))
    return session.scalar(written) is None


def _key(grant: StaffGrant, program: Program, *, now: datetime) -> str:
    return f"{WEEKLY_DIGEST}:{grant.id}:{now.astimezone(ZoneInfo(program.timezone)).date()}"


def send_digest(session: Session, grant: StaffGrant, program: Program, lines: Sequence[str], *, now: datetime) -> None:
    """Write the mail. ``lines`` are counts in the reader's language, without anybody's name; twice a day makes one."""
    enqueue(
        session,
        WEEKLY_DIGEST,
        to_email=grant.account.email,
        to_name=grant.account.name,
        locale=grant.account.locale,
        context={"program": str(program.id), "lines": list(lines)},
        dedupe=_key(grant, program, now=now),
        program_id=program.id,
        now=now,
    )


@email_kinds.register(WEEKLY_DIGEST)
def weekly_digest(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail."""
    program = scope.session.get_one(Program, UUID(str(scope.message.context["program"])))
    return {
        "program": program.name,
        "lines": scope.message.context["lines"],
        "url": link("today", scope.base_url, program=program.slug),
    }
