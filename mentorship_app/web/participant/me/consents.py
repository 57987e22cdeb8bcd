"""What I agreed to: when, in which words, and whether it still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response

from mentorship_app.accounts import Account
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.forms.consents import Consent, consents_of
from mentorship_app.questions.types.consent import ConsentConfig
from mentorship_app.web.access import current_actor, requires, signed_in
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page


@dataclass(frozen=True)
class Agreement:
    """One statement as it was read, in the language in which it was read."""

    program: str
    form: str
    version: int
    title: str
    statement: str
    document: Sequence[str]
    locale: str
    given_at: datetime
    withdrawn_at: datetime | None


def add_to(bp: Blueprint) -> None:
    """Put this page beside the other pages of /me."""
    bp.add_url_rule("/consents", "consents", consents, methods=["GET"])


@requires(signed_in)
def consents() -> Response:
    account = db.session.get(Account, current_actor().account_id)
    if account is None:
        raise NotFound(N_("There is no such account any more."))
    return page("participant/me/consents.html", agreements=agreements_of(account))


def agreements_of(account: Account) -> list[Agreement]:
    """Everything the person agreed to in any program, newest first."""
    found = consents_of(db.session(), None, email=account.email, account_id=account.id)
    return [agreement for consent in found if (agreement := _agreement(consent)) is not None]


def _agreement(consent: Consent) -> Agreement | None:
    question = consent.question
    if question is None or not isinstance(question.config, ConsentConfig):
        return None
    document = question.config.document.in_(consent.locale) if question.config.document else ""
    return Agreement(
        program=consent.program.name,
        form=consent.form_version.questionnaire.title.in_(consent.locale),
        version=consent.form_version.number,
        title=question.text.in_(consent.locale),
        statement=question.config.statement.in_(consent.locale),
        document=[part.strip() for part in document.split("\n\n") if part.strip()],
        locale=consent.locale,
        given_at=consent.given_at,
        withdrawn_at=consent.withdrawn_at,
    )


def for_record(account: Account) -> list[dict[str, Any]]:
    """The same as JSON values, for the person's own file."""
    return [
        {
            "program": agreement.program,
            "form": agreement.form,
            "version": agreement.version,
            "statement": agreement.statement,
            "agreed_on": agreement.given_at.date().isoformat(),
            "taken_back_on": agreement.withdrawn_at.date().isoformat() if agreement.withdrawn_at else None,
        }
        for agreement in agreements_of(account)
    ]
