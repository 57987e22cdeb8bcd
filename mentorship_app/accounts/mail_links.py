"""Personal links inside mails: minted at the moment of sending, never in a preview."""

from datetime import datetime

from mentorship_app.accounts.models import Account, LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.core.links import link
from mentorship_app.messaging import MailScope

PREVIEW_TOKEN = "…"  # noqa: S105  stands where a token would
"""What a preview shows in place of a token: staff who read it must not be able to sign in as somebody else."""


def personal_link(
    scope: MailScope,
    account: Account,
    purpose: LinkPurpose,
    *,
    next_path: str = "/home",
    expires_at: datetime | None = None,
) -> str:
    """The address that signs ``account`` in after one press, and goes on to ``next_path``."""
    if scope.preview:
        return scope.base_url.rstrip("/") + "/l/" + PREVIEW_TOKEN
    token = new_link(scope.session, account, purpose, next_path=next_path, now=scope.now, expires_at=expires_at)
    return link("personal", scope.base_url, token=token)
