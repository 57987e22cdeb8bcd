"""The form on which an agreement is proposed or changed: one page, filled in already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from mentorship_app.core.errors import AppError
from mentorship_app.forms.queries import current
from mentorship_app.intake.queries import sent_profiles
from mentorship_app.matching.common_ground import accepted_applications
from mentorship_app.mentoring.agreements.defaults import FORM, suggested
from mentorship_app.mentoring.agreements.queries import agreement_of
from mentorship_app.mentoring.agreements.wording import Change, Wording, compared, fitting
from mentorship_app.questions.answers import ParsedAnswers, parse_section
from mentorship_app.questions.presentation import FieldProblem, FieldView, section_fields
from mentorship_app.questions.questionnaire import Questionnaire
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.participant.agreement.own import AgreementView, agreement_view, wording_of
from mentorship_app.web.participant.pair.acceptance import OwnPair
from mentorship_app.web.participant.year import today
from mentorship_app.web.versioned_form import VersionedForm

_FOLDED_OPEN = frozenset({"short_text", "long_text"})


class ProposalForm(VersionedForm):
    """The version that was read; the answers themselves are questions of the program's form."""


@dataclass(frozen=True)
class WrittenPart:
    """A section of the form: what is asked of everybody, and what may be left alone."""

    title: str
    asked: tuple[FieldView, ...]
    more: tuple[FieldView, ...]
    is_open: bool


@dataclass(frozen=True)
class Written:
    """What was typed on the whole page."""

    questionnaire: Questionnaire
    parsed: Mapping[str, ParsedAnswers]

    @property
    def terms(self) -> dict[str, Any]:
        return {key: value for parsed in self.parsed.values() for key, value in parsed.values.items()}

    @property
    def has_errors(self) -> bool:
        return any(parsed.errors for parsed in self.parsed.values())

    @property
    def is_complete(self) -> bool:
        return all(parsed.complete for parsed in self.parsed.values())


def read_page(own: OwnPair, *, required: bool) -> Written:
    """All sections as they were sent."""
    questionnaire = current(db.session(), own.pairing.cohort.program_id, FORM)
    parsed: dict[str, ParsedAnswers] = {}
    known: dict[str, Any] = {}
    for section in questionnaire.sections:
        parsed[section.id] = parse_section(section, request.form, answers=known, required=required)
        known = parsed[section.id].merged_into(known)
    return Written(questionnaire, parsed)


def first_answers(own: OwnPair) -> dict[str, Any]:
    """What the form begins with: what waits or holds, else what both said of themselves. Only reads."""
    session = db.session()
    questionnaire = current(session, own.pairing.cohort.program_id, FORM)
    agreement = agreement_of(session, own.pairing)
    begun = (agreement.proposed or agreement.in_force) if agreement else None
    if begun is not None:
        return fitting(questionnaire, begun.terms)
    application = accepted_applications(session, [own.pairing.mentor_id]).get(own.pairing.mentor_id)
    profile = sent_profiles(session, [own.pairing.mentee_id]).get(own.pairing.mentee_id)
    return suggested(
        questionnaire,
        mentor=Wording(application.questionnaire, application.answers) if application else None,
        mentee=Wording(profile.questionnaire, profile.answers) if profile else None,
        today=today(own.pairing.cohort),
    )


def writing_page(
    own: OwnPair,
    form: ProposalForm,
    written: Written | None = None,
    status: int = 200,
    *,
    refusal: AppError | None = None,
    target: str = "",
    is_stale: bool = False,
) -> Response:
    """The form. ``refusal``: why what was typed is not taken; ``is_stale``: somebody was faster."""
    view = agreement_view(own)
    questionnaire = written.questionnaire if written else current(db.session(), own.pairing.cohort.program_id, FORM)
    parts = _parts(questionnaire, first_answers(own) if written is None else {}, written)
    fields = [field for part in parts for field in (*part.asked, *part.more)]
    problems = [FieldProblem(field.error, field.anchor) for field in fields if field.error]
    if refusal is not None:
        anchors = {field.id: field.anchor for field in fields}
        problems.append(FieldProblem(message_of(refusal), anchors.get(target, "proposal")))
    return page(
        "participant/agreement/change.html",
        status,
        own=own,
        view=view,
        form=form,
        parts=parts,
        problems=problems,
        changes=_typed_over(own, written) if is_stale and written else (),
        is_stale=is_stale,
    )


def _parts(questionnaire: Questionnaire, answers: Mapping[str, Any], written: Written | None) -> list[WrittenPart]:
    found = []
    for section in questionnaire.sections:
        parsed = written.parsed[section.id] if written else None
        views = section_fields(section, current_locale(), answers=written.terms if written else answers, parsed=parsed)
        more = tuple(view for view in views if view.optional)
        is_open = any(
            view.error or (view.type in _FOLDED_OPEN and any(one.value.strip() for one in view.controls.inputs))
            for view in more
        )
        asked = tuple(view for view in views if not view.optional)
        found.append(WrittenPart(section.title.in_(current_locale()), asked, more, is_open))
    return found


def _typed_over(own: OwnPair, written: Written) -> tuple[Change, ...]:
    """From what stands there now to what was typed."""
    agreement = agreement_of(db.session(), own.pairing)
    theirs = (agreement.proposed or agreement.in_force) if agreement else None
    mine = Wording(written.questionnaire, written.terms)
    return compared(wording_of(theirs), mine, current_locale()) if theirs else ()


def fresh_form(view: AgreementView) -> ProposalForm:
    """The form for what is there now."""
    return ProposalForm(formdata=None, version=str(view.version))
