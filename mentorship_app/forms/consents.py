"""What people agreed to: in which version of which form, in which language, on which day."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, or_, select, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from mentorship_app.accounts import Account
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified
from mentorship_app.forms.models import FormVersion
from mentorship_app.programs.models import Program
from mentorship_app.questions.questionnaire import Question

CONSENT = "consent"
"""Name of the question type."""
HOLDS_FOR = timedelta(days=180)
"""Who sends again within this time corrects something; who sends later agrees for a new year."""


class Consent(Identified, Base):
    """Somebody agreed to a statement. The row stays when they take it back, with the day on which they did."""

    __tablename__ = "consent"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    email: Mapped[str]
    """Lower case: who applies has no account yet."""
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    form_version_id: Mapped[UUID] = mapped_column(ForeignKey("form_version.id"))
    question_id: Mapped[str]
    locale: Mapped[str]
    """The language in which the statement was read."""
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    program: Mapped[Program] = relationship()
    form_version: Mapped[FormVersion] = relationship()

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index("ix_consent_program_id_email", "program_id", "email"),
    )

    @property
    def question(self) -> Question | None:
        """The statement as it stood in that version of the form."""
        found = (
            question for question in self.form_version.questionnaire.questions() if question.id == self.question_id
        )
        return next(found, None)


def record_consents(
    session: Session,
    form_version: FormVersion,
    answers: Mapping[str, Any],
    *,
    program_id: UUID,
    email: str,
    account: Account | None,
    locale: str,
    now: datetime,
) -> None:
    """Keep what ``answers`` agree to; taking back is noted. Sending the same again within half a year changes nothing.

    Called when answers are sent, not when they are saved: nobody agrees with a draft.
    """
    given = {
        consent.question_id: consent
        for consent in consents_of(session, program_id, email=email, account_id=account.id if account else None)
        if consent.form_version_id == form_version.id
        and consent.withdrawn_at is None
        and consent.given_at > now - HOLDS_FOR
    }
    for question in form_version.questionnaire.questions():
        if question.type != CONSENT:
            continue
        agrees, present = answers.get(question.id) is True, given.get(question.id)
        if present is not None and not agrees:
            present.withdrawn_at = now
        if present is None and agrees:
            session.add(
                Consent(
                    program_id=program_id,
                    email=email,
                    account_id=account.id if account else None,
                    form_version=form_version,
                    question_id=question.id,
                    locale=locale,
                    given_at=now,
                )
            )
    session.flush()


def adopt_consents(session: Session, account: Account, *, program_id: UUID, email: str) -> None:
    """Give what was agreed to under an address to the account that was made for it."""
    session.execute(
        update(Consent)
        .where(Consent.program_id == program_id, Consent.email == email, Consent.account_id.is_(None))
        .values(account_id=account.id)
    )


def consents_of(session: Session, program_id: UUID | None, *, email: str, account_id: UUID | None) -> Sequence[Consent]:
    """What a person agreed to, newest first; in one program, or in all of them if ``program_id`` is None."""
    found = (
        select(Consent)
        .where(_is_of(email, account_id))
        .options(joinedload(Consent.form_version), joinedload(Consent.program))
        .order_by(Consent.given_at.desc(), Consent.id)
    )
    return session.scalars(found if program_id is None else found.where(Consent.program_id == program_id)).all()


def _is_of(email: str, account_id: UUID | None) -> Any:
    # By address as long as there was no account: a later owner of the address is somebody else.
    by_email = (Consent.email == email) & Consent.account_id.is_(None)
    return by_email if account_id is None else or_(by_email, Consent.account_id == account_id)
