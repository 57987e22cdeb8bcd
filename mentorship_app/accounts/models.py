"""Accounts and the ways into them. The mixins of Flask-Security are the one web import below ``web/``."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, Connection, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from mentorship_app.core.identity import Grant, StaffRole
from mentorship_app.core.searching import searchable
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped


def _uniquifier() -> str:
    return uuid4().hex


class Account(Identified, Timestamped, UserMixin, Base):  # type: ignore[misc]  # the mixins of Flask-Security are untyped
    """A person. Participants have no password; staff have one, and a second factor."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(unique=True)
    """Lower case; the address that mail goes to and that identifies the person."""
    name: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    timezone: Mapped[str] = mapped_column(default="", server_default="")
    """By whose clock this person reads times of meetings, such as ``Europe/Paris``; empty for the program's."""
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None]
    """Argon2id hash; None for those who sign in by mailed link or code."""
    fs_uniquifier: Mapped[str] = mapped_column(unique=True, default=_uniquifier)
    """What the session cookie names; changing it ends every session of the person."""
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    totp_counter: Mapped[int | None]
    """Time step of the last accepted code of the authenticator app; none at or before it is accepted again."""
    mf_recovery_codes: Mapped[list[str] | None]
    """Digests of the recovery codes that are left; each opens once in place of the authenticator app."""
    email_changed_by_staff_at: Mapped[datetime | None]
    """Since then earlier waves are not shown to whoever signs in: the address may be somebody else's."""
    search_text: Mapped[str] = mapped_column(default="", server_default="")
    """Name and address as searches compare them; written with them, whoever writes."""

    roles: Mapped[list["StaffGrant"]] = relationship(  # type: ignore[assignment]  # Flask-Security says list[RoleMixin]
        back_populates="account", lazy="selectin"
    )

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower_case"),)

    @property
    def grants(self) -> frozenset[Grant]:
        """The person's staff roles as values."""
        return frozenset(Grant(role.role, role.program_id) for role in self.roles)


@event.listens_for(Account, "before_insert")
@event.listens_for(Account, "before_update")
def _keep_findable(_mapper: Mapper[Account], _connection: Connection, account: Account) -> None:
    account.search_text = searchable(account.name, account.email)


class StaffGrant(Identified, Timestamped, RoleMixin, Base):  # type: ignore[misc]  # the mixins of Flask-Security are untyped
    """A staff role of a person: administrator everywhere, coordinator or viewer in one program."""

    __tablename__ = "staff_grant"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    program_id: Mapped[UUID | None] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    role: Mapped[StaffRole]
    digest_weekday: Mapped[int | None]
    """On which day a coordinator is mailed what waits, 0 for Monday to 6; None for no such mail."""

    account: Mapped[Account] = relationship(back_populates="roles")

    __table_args__ = (
        UniqueConstraint("account_id", "program_id", "role"),
        CheckConstraint("(role = 'administrator') = (program_id IS NULL)", name="only_administrators_have_no_program"),
    )

    @property
    def name(self) -> str:  # type: ignore[override]  # Flask-Security wants an attribute; a role's name never changes
        """Name by which Flask-Security knows the role."""
        return self.role.value


class LinkPurpose(StrEnum):
    """What a mailed link may do. A link of one purpose is refused everywhere else."""

    SIGN_IN = "sign_in"
    STAFF_INVITATION = "staff_invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105  the name of a purpose
    WAVE = "wave"
    DEMO = "demo"


class SignInLink(Identified, Timestamped, Base):
    """A link that was mailed. Only the digest of its token is kept; opening it consumes nothing, pressing does.

    Nothing in the row changes when it is pressed, and it goes when the link expires: a row that names a person must
    not tell when that person was here.
    """

    __tablename__ = "sign_in_link"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[LinkPurpose]
    next_path: Mapped[str] = mapped_column(default="/home")
    """A path of this site, where the person goes on after signing in."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
    reusable: Mapped[bool] = mapped_column(default=False)
    """Survey links may be opened again until they expire, since a survey is answered in several sittings."""

    account: Mapped[Account] = relationship()


class SpentLink(Base):
    """A link that was pressed. Only somebody with its token can tell which: the row names neither link nor person."""

    __tablename__ = "spent_link"

    spent_digest: Mapped[str] = mapped_column(primary_key=True)
    expires_on: Mapped[date] = mapped_column(index=True)
    """Some day after every link of today has expired; a moment would lead to the link."""


class SignInCode(Identified, Timestamped, Base):
    """A short code for signing in on another device than the one that reads mail; gone once used or too old."""

    __tablename__ = "sign_in_code"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    code_digest: Mapped[str]
    expires_at: Mapped[datetime]
    tries_left: Mapped[int] = mapped_column(default=5)

    account: Mapped[Account] = relationship()


class SetupCode(Base):
    """The one-time code that guards the set-up wizard; one row at most, gone once a program exists."""

    __tablename__ = "setup_code"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    code_digest: Mapped[str]
    created_at: Mapped[datetime]
    tries_left: Mapped[int] = mapped_column(default=10)
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the wizard was told so far, with the password already hashed. Kept here because a cookie is too small."""

    __table_args__ = (CheckConstraint("id = 1", name="at_most_one"),)


class FailedTries(Base):
    """How often something was tried in vain (a password of an address, a second factor). Forgotten after an hour."""

    __tablename__ = "failed_tries"

    subject_digest: Mapped[str] = mapped_column(primary_key=True)
    """Digest of what was tried, so that addresses without an account are slowed alike and none is kept in clear.
    Whoever calls puts a secret in, or thirty known addresses would be tried in no time."""
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
    wait_until: Mapped[datetime | None]


class EndedSession(Base):
    """A session that somebody signed out of. It names no person, and goes when the session could no longer live."""

    __tablename__ = "ended_session"

    session_digest: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
