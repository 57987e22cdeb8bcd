"""Making accounts, granting roles, and one-time links and codes."""

from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts.models import Account, LinkPurpose, SignInCode, SignInLink, SpentLink, StaffGrant
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.core.tokens import new_code, new_token, spent_digest, token_digest

CODE_LIFE = timedelta(minutes=10)
"""OWASP ASVS 5.0, 6.5.5: out-of-band codes live ten minutes at most."""
LINK_LIFE = {
    LinkPurpose.SIGN_IN: timedelta(minutes=30),
    LinkPurpose.STAFF_INVITATION: timedelta(days=7),
    LinkPurpose.PASSWORD_RESET: timedelta(hours=1),
    LinkPurpose.WAVE: timedelta(days=60),
    LinkPurpose.DEMO: timedelta(days=30),
}

LONGEST_LIFE = timedelta(days=61)
"""Longer than any link lives that is used up by pressing it."""


def normalise_email(address: str) -> str:
    """The address in the one spelling that is stored; raises FieldError("email") when it cannot be one."""
    try:
        return validate_email(address.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise FieldError("email", N_("Enter an email address in the form name@example.org.")) from None


def find_account(session: Session, email: str) -> Account | None:
    """The active or inactive account of an address, however it is spelled; None if there is none."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def ensure_account(session: Session, *, email: str, name: str, locale: str, now: datetime) -> Account:
    """The account of ``email``, made if it is missing. An existing one keeps its name and language."""
    address = normalise_email(email)
    account = find_account(session, address)
    if account is None:
        account = Account(email=address, name=name.strip(), locale=locale, created_at=now)
        session.add(account)
        session.flush()
    return account


def grant(
    session: Session, account: Account, role: StaffRole, *, program_id: UUID | None, by: Actor, now: datetime
) -> StaffGrant:
    """Give a staff role. Giving it twice changes nothing."""
    for present in account.roles:
        if present.role is role and present.program_id == program_id:
            return present
    given = StaffGrant(account=account, role=role, program_id=program_id, created_at=now)
    session.add(given)
    session.flush()
    audit.record(session, "accounts.role.granted", by=by, subject=account, at=now, program_id=program_id, role=role)
    return given


def new_link(
    session: Session,
    account: Account,
    purpose: LinkPurpose,
    *,
    next_path: str = "/home",
    now: datetime,
    expires_at: datetime | None = None,
    token: str | None = None,
) -> str:
    """Mint a link for ``account`` and give its token; only the digest is stored. ``token`` is one made elsewhere."""
    token = token or new_token()
    session.add(
        SignInLink(
            account=account,
            token_digest=token_digest(token),
            purpose=purpose,
            next_path=next_path,
            created_at=now,
            expires_at=expires_at or now + LINK_LIFE[purpose],
            reusable=purpose in {LinkPurpose.WAVE, LinkPurpose.DEMO},
        )
    )
    session.flush()
    return token


def find_link(session: Session, token: str, *, now: datetime) -> SignInLink | None:
    """The link of a token if it could still be used; looking consumes nothing."""
    link = session.scalar(select(SignInLink).where(SignInLink.token_digest == token_digest(token)))
    if link is None or link.expires_at <= now or not link.account.active:
        return None
    return link if link.reusable or session.get(SpentLink, spent_digest(token)) is None else None


def find_spent_link(session: Session, token: str) -> SignInLink | None:
    """The link of a token whether or not it was used, so that its owner can be mailed a new one; until it expires."""
    return session.scalar(select(SignInLink).where(SignInLink.token_digest == token_digest(token)))


def use_link(session: Session, link: SignInLink, *, token: str, now: datetime) -> Account:
    """Consume the link that :func:`find_link` gave for ``token``; the caller signs the account in.

    Raises InvalidTransition when another request consumed it in the meantime: of two presses at once one counts.
    """
    if not link.reusable:
        try:
            with session.begin_nested():
                session.execute(
                    insert(SpentLink).values(spent_digest=spent_digest(token), expires_on=(now + LONGEST_LIFE).date())
                )
        except IntegrityError:
            raise InvalidTransition(N_("This link no longer works")) from None
    return link.account


def new_sign_in_code(session: Session, account: Account, *, now: datetime) -> str:
    """A code of six digits, valid ten minutes and five tries; it replaces earlier ones."""
    session.execute(delete(SignInCode).where(SignInCode.account_id == account.id))
    code = new_code()
    digest = token_digest(f"{account.id}:{code}")
    session.add(SignInCode(account=account, code_digest=digest, created_at=now, expires_at=now + CODE_LIFE))
    session.flush()
    return code


def use_code(session: Session, email: str, code: str, *, now: datetime) -> Account | None:
    """The account that ``code`` signs in, or None. A wrong code costs one of five tries."""
    account = find_account(session, email)
    if account is None or not account.active:
        return None
    row = session.scalar(
        select(SignInCode)
        .where(SignInCode.account_id == account.id, SignInCode.expires_at > now)
        .order_by(SignInCode.created_at.desc(), SignInCode.id)
    )
    if row is None or row.tries_left <= 0:
        return None
    if not compare_digest(row.code_digest, token_digest(f"{account.id}:{''.join(code.split())}")):
        row.tries_left -= 1
        session.flush()
        return None
    session.delete(row)
    session.flush()
    return account


def end_ways_in(session: Session, account: Account, *, now: datetime) -> None:
    """End every open link and code of ``account``: they were mailed to an address that is no longer theirs."""
    links = update(SignInLink).where(SignInLink.account_id == account.id, SignInLink.expires_at > now)
    session.execute(links.values(expires_at=now))
    session.execute(delete(SignInCode).where(SignInCode.account_id == account.id))
