"""What people say about who they are, if they like: kept apart from every other answer, read by nobody on staff.

The answers stand on the application or the profile of a person, in columns that no page, export, mail or log of staff
reads. Each answer carries its own wish about how it may be used. Nothing tells whether somebody was asked or skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, relationship

from mentorship_app.forms.models import FormVersion
from mentorship_app.forms.queries import current
from mentorship_app.forms.services import pin
from mentorship_app.programs.models import Program
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.entries import separated
from mentorship_app.questions.questionnaire import Question, Questionnaire
from mentorship_app.questions.types import question_types

FORM = "identity"
WISH = "wish_"
"""Begins the id of a question that asks a mentee whether a mentor is to share an answer: ``wish_gender``."""
UNSAID = "unsaid"
"""The option by which one takes an answer back without a script. It is never kept."""


class Use(StrEnum):
    """What one answer may be used for. Matching reads all of them; nobody on staff reads any."""

    MATCHING = "matching"
    """Matching; a report may count it in a group that is large enough."""
    MATCH = "match"
    """The same, and the other person of an active pair reads it."""
    NOT_IN_REPORTS = "not_in_reports"
    """Matching alone: no report counts it."""


class Wish(StrEnum):
    """Whether a mentee would like a mentor to share an answer."""

    SAME = "same"
    ANY = "any"
    RATHER_NOT = "rather_not"


class WithIdentity:
    """Columns for the model that belongs to one person: an application or a profile."""

    identity_answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Never shown to staff. Empty when nothing was said."""
    identity_uses: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """For each answer its :class:`Use`; an answer that is missing here counts as the default."""
    identity_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("form_version.id"), index=True)
    """The version of the form that was shown; None while there is no answer."""

    @declared_attr
    def identity_version(cls) -> Mapped[FormVersion | None]:  # noqa: N805  a declared_attr gets the class
        return relationship(FormVersion, foreign_keys=[cls.identity_version_id])  # type: ignore[list-item]  # a column at class time


@dataclass(frozen=True)
class MatchingIdentity:
    """What matching knows of one person."""

    told: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each dimension what can be compared: codes, numbers as text, own words without their case."""
    wishes: Mapping[str, Wish] = field(default_factory=dict)
    """For each dimension what a mentee would like; without those who do not mind."""

    def shares(self, other: "MatchingIdentity", dimension: str) -> bool | None:
        """Whether the two say something in common; None where one of them says nothing."""
        mine, theirs = self.told.get(dimension), other.told.get(dimension)
        return bool(mine & theirs) if mine and theirs else None


def identity_form(session: Session, program: Program, holder: WithIdentity) -> Questionnaire:
    """The questions to show: those that the answers belong to, the newest ones to who has not answered."""
    version = holder.identity_version
    return version.questionnaire if version is not None else current(session, program.id, FORM)


def dimensions(form: Questionnaire) -> tuple[Question, ...]:
    """The questions about a person, without those about their wishes."""
    return tuple(question for question in form.questions() if not question.id.startswith(WISH))


def wish_about(form: Questionnaire, dimension: Question) -> Question | None:
    """The question whether a mentor is to share that; None where the form does not ask."""
    wanted = WISH + dimension.id
    return next((question for question in form.questions() if question.id == wanted), None)


def offer_identity(session: Session, program: Program, *, now: datetime) -> None:
    """Store the version that is asked, when somebody is asked for the first time and before anybody answers.

    Stored with the first answer, the list of forms would tell staff that there is one.
    """
    pin(session, program, FORM, now=now)


def save_identity(
    session: Session,
    program: Program,
    holder: WithIdentity,
    answers: Mapping[str, Answer],
    uses: Mapping[str, str],
) -> None:
    """Keep ``answers``, which replace the earlier ones; with none left, nothing is kept at all.

    Leaves no trace in the log: it would tell who answered.
    """
    kept = {key: answer for key, answer in answers.items() if answer != UNSAID}
    if not kept:
        erase_identity(session, holder)
        return
    if holder.identity_version is None:
        # Stored when the questions were offered; should it not be, its date still says nothing about this answer.
        holder.identity_version = pin(session, program, FORM, now=program.created_at)
    holder.identity_answers = kept
    holder.identity_uses = {
        key: Use(uses[key]).value if uses.get(key) in set(Use) else Use.MATCHING.value
        for key in kept
        if not key.startswith(WISH)
    }
    session.flush()


def erase_identity(session: Session, holder: WithIdentity) -> None:
    """Take everything back. Erasing twice changes nothing."""
    holder.identity_answers, holder.identity_uses, holder.identity_version = {}, {}, None
    session.flush()


def use_of(holder: WithIdentity, question_id: str) -> Use:
    """What the person allowed for that answer; the default where they chose nothing."""
    chosen = holder.identity_uses.get(question_id)
    return Use(chosen) if chosen in set(Use) else Use.MATCHING


def shown_to_match(holder: WithIdentity) -> tuple[tuple[Question, Answer], ...]:
    """What the other person of an active pair may read, in the order it was asked."""
    return tuple(
        (question, holder.identity_answers[question.id])
        for question in _answered(holder)
        if use_of(holder, question.id) is Use.MATCH
    )


def matching_identity(holder: WithIdentity) -> MatchingIdentity:
    """For matching alone: every answer, whatever else it may be used for. Not to be shown, stored or explained."""
    told = {question.id: _comparable(question, holder.identity_answers[question.id]) for question in _answered(holder)}
    wishes = {
        key.removeprefix(WISH): Wish(answer)
        for key, answer in holder.identity_answers.items()
        if key.startswith(WISH) and answer in set(Wish)
    }
    return MatchingIdentity(
        {key: values for key, values in told.items() if values},
        {key: wish for key, wish in wishes.items() if wish is not Wish.ANY},
    )


def reportable_identity(holder: WithIdentity) -> dict[str, frozenset[str]]:
    """For a report that counts groups and goes through ``privacy.suppression``: codes by question.

    Own words are left out, since a rare one names a person; so is what its person wants in no report.
    """
    counted: dict[str, frozenset[str]] = {}
    for question in _answered(holder):
        if use_of(holder, question.id) is Use.NOT_IN_REPORTS:
            continue
        codes = _codes(question) & _comparable(question, holder.identity_answers[question.id])
        if codes:
            counted[question.id] = codes
    return counted


def _answered(holder: WithIdentity) -> tuple[Question, ...]:
    if holder.identity_version is None:
        return ()
    asked = dimensions(holder.identity_version.questionnaire)
    return tuple(question for question in asked if question.id in holder.identity_answers)


def _comparable(question: Question, answer: Answer) -> frozenset[str]:
    if isinstance(answer, dict):
        values: list[str] = [value for values in answer.values() for value in values]
    elif isinstance(answer, list):
        values = answer
    elif question.type in ("short_text", "long_text"):
        values = separated([str(answer)])
    else:
        values = [str(answer)]
    return frozenset(folded for value in values if (folded := " ".join(value.casefold().split())))


def _codes(question: Question) -> frozenset[str]:
    """The options that a question offers, as :func:`_comparable` writes them."""
    offered = getattr(question.config, "options", ())
    if offered:
        return frozenset(option.code.casefold() for option in offered)
    return frozenset(str(value).casefold() for value in question_types[question.type].possible(question.config) or ())
