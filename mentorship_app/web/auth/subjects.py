"""What failed tries are counted under: named with a secret that is not in the database.

A plain digest would do for passwords, but not for people: with the file of the database alone, each address of a
small cohort could be tried, and the rows say when somebody signed in.
"""

import hmac

from mentorship_app.web.current_settings import current_settings


def subject_of(what: str, who: object) -> str:
    """The name of ``what`` (such as ``password``) tried for ``who``, for :mod:`mentorship_app.accounts.tries`."""
    key = current_settings().secret_key.encode()
    return hmac.new(key, f"tries|{what}|{who}".encode(), "sha256").hexdigest()
