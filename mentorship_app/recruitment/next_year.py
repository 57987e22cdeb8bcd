"""People who met a closed call and want to be asked next time. A mail tells them so, with a link to leave the list."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorship_app import audit
from mentorship_app.accounts.mail_links import PREVIEW_TOKEN
from mentorship_app.accounts.services import normalise_email
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.links import link
from mentorship_app.core.tokens import new_public_id, new_token, token_digest
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.messaging import MailScope, email_kinds, enqueue
from mentorship_app.programs import Program
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.text import clean_line
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.models import Call

LONGEST = 120
REPEAT = timedelta(minutes=5)
"""Asking again within this time sends no second mail, so that nobody's mailbox can be flooded."""


class FutureInterest(Identified, Timestamped, Base):
    """Somebody who wants to be told of the program's next call. Gone once invited, or when they leave the list."""

    __tablename__ = "future_interest"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id", ondelete="SET NULL"), index=True)
    """The call on whose page they said so."""
    email: Mapped[str]
    name: Mapped[str]
    department: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    token_digest: Mapped[str | None] = mapped_column(unique=True)
    """Of the newest mailed link by which they leave the list."""

    program: Mapped[Program] = relationship()
    call: Mapped[Call | None] = relationship()

    __table_args__ = (
        UniqueConstraint("program_id", "email"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )


def note_interest(
    session: Session, call: Call, *, email: str, name: str, department: str, locale: str, now: datetime
) -> FutureInterest:
    """Put somebody on the list and tell them by mail; who is on it already only gets the mail again.

    The caller must answer the same way in both cases. Raises FieldError for a wrong address or name, Conflict while
    the call can still be answered.
    """
    if availability(call, now) is not Availability.OVER:
        raise Conflict(N_("This call is not closed, so you can apply to it."))
    given = {"name": _line("name", name), "department": _line("department", department)}
    if not given["name"]:
        raise FieldError("name", N_("Enter your name."))
    address, program = normalise_email(email), call.cohort.program
    interest = session.scalar(
        select(FutureInterest).where(FutureInterest.program_id == program.id, FutureInterest.email == address)
    )
    if interest is None:
        interest = FutureInterest(
            program_id=program.id, call_id=call.id, email=address, locale=locale, created_at=now, **given
        )
        session.add(interest)
        session.flush()
    turn = int(now.timestamp() // REPEAT.total_seconds())
    enqueue(
        session,
        "next_year_noted",
        to_email=interest.email,
        to_name=interest.name,
        locale=interest.locale,
        context={"interest_id": str(interest.id), "program_id": str(program.id)},
        dedupe=f"next_year_noted:{interest.id}:{turn}",
        program_id=program.id,
        now=now,
    )
    return interest


def interested(program: Program) -> Select[FutureInterest]:
    """The list of a program, in the order in which people came."""
    return (
        select(FutureInterest)
        .where(FutureInterest.program_id == program.id)
        .order_by(FutureInterest.created_at, FutureInterest.id)
    )


def count_interested(session: Session, program: Program) -> int:
    """How many are on the list."""
    found = select(func.count()).select_from(FutureInterest).where(FutureInterest.program_id == program.id)
    return session.scalar(found) or 0


def find_interest(session: Session, token: str) -> FutureInterest | None:
    """The entry of a mailed link; None once it is gone."""
    return session.scalar(select(FutureInterest).where(FutureInterest.token_digest == token_digest(token)))


def find_in_program(session: Session, program: Program, public_id: str) -> FutureInterest | None:
    """The entry of an address, within a program."""
    return session.scalar(interested(program).where(FutureInterest.public_id == public_id))


def leave(session: Session, interest: FutureInterest) -> None:
    """The person wants to be asked no more."""
    session.delete(interest)
    session.flush()


def remove(session: Session, interest: FutureInterest, *, by: Actor, now: datetime) -> None:
    """A coordinator takes somebody off the list."""
    audit.record(
        session, "recruitment.interest.removed", by=by, subject=interest, at=now, program_id=interest.program_id
    )
    leave(session, interest)


def _line(field: str, text: str) -> str:
    try:
        return clean_line(text, LONGEST)
    except AnswerError as error:
        raise FieldError(field, error.message, **error.values) from None


@email_kinds.register("next_year_noted")
def _noted_values(scope: MailScope) -> Mapping[str, object]:
    """What was noted, and the link that undoes it. The entry may be gone when the mail is looked at later."""
    interest = scope.session.get(FutureInterest, UUID(scope.message.context["interest_id"]))
    program = scope.session.get_one(Program, UUID(scope.message.context["program_id"]))
    values = {"program": program.name, "organization": program.organization, "contact": program.contact_email}
    if scope.preview or interest is None:
        return {**values, "link": scope.base_url.rstrip("/") + "/next-year/" + PREVIEW_TOKEN}
    token = new_token()
    interest.token_digest = token_digest(token)
    scope.session.flush()
    return {**values, "link": link("next_year_leave", scope.base_url, token=token)}
