"""Verbs of forms: bind new answers to a version, write a new version, publish it."""

from copy import deepcopy
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.forms.enums import FormStatus
from mentorship_app.forms.kinds import form_kinds
from mentorship_app.forms.library import shipped, shipped_content
from mentorship_app.forms.models import FormVersion
from mentorship_app.forms.queries import draft_of, find_version, in_use
from mentorship_app.programs.models import Program
from mentorship_app.programs.versions import claim
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.questions.loading import questionnaire_from
from mentorship_app.questions.questionnaire import Question, Questionnaire


def pin(session: Session, program: Program, key: str, *, now: datetime) -> FormVersion:
    """The version that answers begun now are bound to; the shipped form is stored as number 1 the first time.

    Stored, it stays as it was shown, whatever form a later release of the app comes with.
    """
    version = in_use(session, program.id, key)
    if version is not None:
        return version
    version = FormVersion(
        program=program,
        key=key,
        number=1,
        content=shipped_content(key),
        status=FormStatus.PUBLISHED,
        published_at=now,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(version)
    except IntegrityError:
        # Somebody else's first answer stored it a moment ago.
        stored = find_version(session, program.id, key, 1)
        if stored is None:
            raise
        return stored
    return version


def start_draft(
    session: Session,
    program: Program,
    key: str,
    *,
    by: Actor,
    now: datetime,
    from_version: FormVersion | None = None,
) -> FormVersion:
    """A new version to write, beginning as ``from_version`` or as the one in use. An open draft is given as it is."""
    present = draft_of(session, program.id, key)
    if present is not None:
        return present
    base = from_version or pin(session, program, key, now=now)
    draft = FormVersion(
        program=program,
        key=key,
        number=_next_number(session, program, key),
        content=deepcopy(base.content),
        status=FormStatus.DRAFT,
        created_at=now,
    )
    session.add(draft)
    session.flush()
    _record(session, "forms.draft.started", draft, by=by, now=now)
    return draft


def save_draft(session: Session, draft: FormVersion, content: dict[str, Any], *, version: int) -> None:
    """Keep ``content``, which may still lack things. Raises Conflict when it was changed since ``version``."""
    _require_draft(draft)
    claim(session, draft, version)
    draft.content = content
    session.flush()


def publish(session: Session, draft: FormVersion, *, version: int, by: Actor, now: datetime) -> None:
    """Ask it of everybody who begins from now on. Who is writing keeps the version they began with.

    Raises QuestionnaireError naming the place that is not complete or lacks what the app reads, Conflict for a stale
    ``version``.
    """
    _require_draft(draft)
    claim(session, draft, version)
    questionnaire = questionnaire_from(draft.content, draft.key)
    _require_fixed(draft.key, questionnaire)
    _require_voluntary(draft.key, questionnaire)
    draft.content = draft.content | {"version": draft.number}
    draft.status, draft.published_at, draft.published_by = FormStatus.PUBLISHED, now, by.name
    session.flush()
    _record(session, "forms.version.published", draft, by=by, now=now)


def discard_draft(session: Session, draft: FormVersion, *, by: Actor, now: datetime) -> None:
    """Throw away what was not published."""
    _require_draft(draft)
    _record(session, "forms.draft.discarded", draft, by=by, now=now)
    session.delete(draft)
    session.flush()


def _require_draft(draft: FormVersion) -> None:
    if draft.status is not FormStatus.DRAFT:
        raise InvalidTransition(N_("This version is published and stays as it is. Start a new version to change it."))


def _require_fixed(key: str, questionnaire: Questionnaire) -> None:
    """Every question that the app reads is asked under its id, of its type, with the codes that the app knows."""
    asked = {question.id: question for question in questionnaire.questions() if question.fixed}
    for question in shipped(key).questions():
        if not question.fixed:
            continue
        present = asked.get(question.id)
        if present is None or present.type != question.type:
            raise QuestionnaireError(key, question.id, "the app reads this answer, so it is asked as it came")
        lost = _codes(question) - _codes(present)
        added = _codes(present) - _codes(question) if question.type == "single_choice" else frozenset[str]()
        if (lost and question.type != "chips") or added:
            codes = ", ".join(sorted(lost | added))
            raise QuestionnaireError(
                key, question.id, f"the app reads these options, so they stay as they are: {codes}"
            )


def _require_voluntary(key: str, questionnaire: Questionnaire) -> None:
    """What is asked in surveys may be left blank, and is of a type that can be shown in groups."""
    kind = form_kinds[key]
    if not kind.is_sealed:
        return
    for question in questionnaire.questions():
        if not question.optional:
            raise QuestionnaireError(key, question.id, "no question of a survey is required")
        if not kind.may_ask(question.type):
            raise QuestionnaireError(key, question.id, f"a survey cannot ask a question of type {question.type!r}")


def _codes(question: Question) -> frozenset[str]:
    return frozenset(option.code for option in getattr(question.config, "options", ()))


def _next_number(session: Session, program: Program, key: str) -> int:
    newest = session.scalar(
        select(func.max(FormVersion.number)).where(FormVersion.program_id == program.id, FormVersion.key == key)
    )
    return (newest or 0) + 1


def _record(session: Session, action: str, version: FormVersion, *, by: Actor, now: datetime) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject=version,
        at=now,
        program_id=version.program_id,
        form=version.key,
        number=version.number,
    )
