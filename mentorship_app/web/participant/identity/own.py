"""What somebody said about who they are, for their own eyes: where to change it, and a copy to take away."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentorship_app.accounts import Account
from mentorship_app.forms.identity import WISH, use_of
from mentorship_app.matching.identities import holder_of
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.questions.answers import display
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class OwnIdentity:
    """One cohort in which the questions were asked."""

    cohort: str
    url: str


def own_identities(account: Account) -> list[OwnIdentity]:
    """The cohorts, newest first, in which there is a form of these questions for this person."""
    enrollments = db.session.scalars(
        select(Enrollment)
        .join(Enrollment.cohort)
        .options(joinedload(Enrollment.cohort))
        .where(Enrollment.account_id == account.id)
        .order_by(Cohort.starts_on.desc(), Enrollment.id)
    )
    return [
        OwnIdentity(enrollment.cohort.name, url_for("participant.identity.questions", own_id=enrollment.public_id))
        for enrollment in enrollments
        if holder_of(db.session(), enrollment) is not None
    ]


def identity_record(enrollment: Enrollment, locale: str) -> list[dict[str, Any]] | None:
    """The answers as JSON values, each with what it may be used for; None where there are none."""
    holder = holder_of(db.session(), enrollment)
    if holder is None or holder.identity_version is None:
        return None
    return [
        {
            "question": question.text.in_(locale),
            "answer": display(question, holder.identity_answers[question.id], locale),
            "used_for": None if question.id.startswith(WISH) else use_of(holder, question.id).value,
            "kept_as": {question.id: holder.identity_answers[question.id]},
        }
        for question in holder.identity_version.questionnaire.questions()
        if question.id in holder.identity_answers
    ]
