"""People who can sign in: accounts, staff roles, one-time links and codes, the set-up code."""

from mentorship_app.accounts.models import Account, LinkPurpose, SignInCode, SignInLink, StaffGrant

__all__ = ["Account", "LinkPurpose", "SignInCode", "SignInLink", "StaffGrant"]
