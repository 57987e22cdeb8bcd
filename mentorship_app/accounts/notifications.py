"""Mail about getting in. None of it says more than that somebody asked for it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.accounts.mail_links import PREVIEW_TOKEN, personal_link
from mentorship_app.accounts.models import Account, LinkPurpose
from mentorship_app.accounts.services import CODE_LIFE, LINK_LIFE, new_link, new_sign_in_code
from mentorship_app.core.links import link
from mentorship_app.messaging import MailScope, OutboxMessage, email_kinds, enqueue

DOUBLE_CLICK_SECONDS = 20
PREVIEW_CODE = "••••••"


def send_sign_in(session: Session, account: Account, *, next_path: str, contact: str, now: datetime) -> OutboxMessage:
    """Mail a one-time link and a code, at once and unseen by staff. Pressing the button twice sends one mail."""
    return enqueue(
        session,
        "sign_in",
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context={"account_id": str(account.id), "next_path": next_path, "contact": contact},
        dedupe=f"sign_in:{account.id}:{int(now.timestamp()) // DOUBLE_CLICK_SECONDS}",
        now=now,
        private=True,
    )


def send_password_reset(session: Session, account: Account, *, now: datetime) -> OutboxMessage:
    """Mail a link to choose a new password, at once and unseen by other staff."""
    return enqueue(
        session,
        "password_reset",
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context={"account_id": str(account.id)},
        dedupe=f"password_reset:{account.id}:{int(now.timestamp()) // DOUBLE_CLICK_SECONDS}",
        now=now,
        private=True,
    )


def send_staff_invitation(
    session: Session, account: Account, *, program_id: UUID, program_name: str, contact: str, now: datetime
) -> OutboxMessage:
    """Ask a new member of staff to choose a password. The link lives a week; its row is private, since it signs in."""
    return enqueue(
        session,
        "staff_invitation",
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context={"account_id": str(account.id), "program_name": program_name, "contact": contact},
        dedupe=f"staff_invitation:{account.id}:{int(now.timestamp()) // DOUBLE_CLICK_SECONDS}",
        program_id=program_id,
        now=now,
        private=True,
    )


def send_mail_test(session: Session, *, to_email: str, to_name: str, locale: str, now: datetime) -> OutboxMessage:
    """A mail without a link, whose row stays so that the set-up can tell what became of it."""
    return enqueue(
        session,
        "mail_test",
        to_email=to_email,
        to_name=to_name,
        locale=locale,
        context={},
        dedupe=f"mail_test:{to_email}:{int(now.timestamp())}",
        now=now,
    )


def _account(scope: MailScope) -> Account:
    return scope.session.get_one(Account, UUID(scope.message.context["account_id"]))


@email_kinds.register("sign_in")
def sign_in(scope: MailScope) -> Mapping[str, object]:
    """Values of the sign-in mail: link and code are minted as it leaves."""
    account = _account(scope)
    code = PREVIEW_CODE if scope.preview else new_sign_in_code(scope.session, account, now=scope.now)
    next_path = scope.message.context["next_path"]
    return {
        "link": personal_link(scope, account, LinkPurpose.SIGN_IN, next_path=next_path),
        "code": code,
        "link_minutes": int(LINK_LIFE[LinkPurpose.SIGN_IN].total_seconds() // 60),
        "code_minutes": int(CODE_LIFE.total_seconds() // 60),
        "contact": scope.message.context["contact"],
    }


@email_kinds.register("password_reset")
def password_reset(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail that lets staff choose a new password."""
    return {"link": staff_link(scope, LinkPurpose.PASSWORD_RESET, "password_reset")}


@email_kinds.register("staff_invitation")
def staff_invitation(scope: MailScope) -> Mapping[str, object]:
    """Values of the invitation to staff."""
    return {
        "link": staff_link(scope, LinkPurpose.STAFF_INVITATION, "staff_invitation"),
        "days": LINK_LIFE[LinkPurpose.STAFF_INVITATION].days,
        "program_name": scope.message.context["program_name"],
        "contact": scope.message.context["contact"],
    }


@email_kinds.register("mail_test")
def mail_test(scope: MailScope) -> Mapping[str, object]:
    """Values of the test mail of the set-up."""
    return {"address": scope.base_url}


def staff_link(scope: MailScope, purpose: LinkPurpose, name: str) -> str:
    """The address on which staff choose a password."""
    if scope.preview:
        return link(name, scope.base_url, token=PREVIEW_TOKEN)
    return invitation_address(scope.session, _account(scope), purpose, name, base_url=scope.base_url, now=scope.now)


def invitation_address(
    session: Session, account: Account, purpose: LinkPurpose, name: str, *, base_url: str, now: datetime
) -> str:
    """A freshly minted address on which ``account`` chooses a password; also printed by the console."""
    return link(name, base_url, token=new_link(session, account, purpose, next_path="/", now=now))
