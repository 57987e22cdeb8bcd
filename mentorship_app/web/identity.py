"""The optional questions about who somebody is: one page, wherever it is reached from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Response, flash, request
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.i18n import N_, translate
from mentorship_app.forms.identity import (
    Use,
    WithIdentity,
    dimensions,
    identity_form,
    save_identity,
    use_of,
    wish_about,
)
from mentorship_app.programs import Program
from mentorship_app.questions.answers import ParsedAnswers, parse_section
from mentorship_app.questions.presentation import FieldView, problems, section_fields
from mentorship_app.questions.question_type import OptionView
from mentorship_app.questions.questionnaire import Questionnaire, Section
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.questionnaires import MOVE, pressed

SAVED, ERASED = N_("Saved. You can change or erase it at any time."), N_("Erased. Nothing of it is kept.")
USE = "-use"
"""Suffix of the field that says how an answer may be used."""


@dataclass(frozen=True)
class Surroundings:
    """Where the page stands. ``layout`` is a template; the rest are addresses."""

    layout: str
    action: str
    erase: str
    back: str
    """Where Save and Skip lead."""


@dataclass(frozen=True)
class DimensionView:
    """One question with what belongs to it."""

    field: FieldView
    uses: tuple[OptionView, ...]
    use: str
    """What is chosen among ``uses``, in words."""
    wish: FieldView | None


def questions_page(holder: WithIdentity, program: Program, around: Surroundings, *, wishes: bool) -> Response:
    """The page as it is opened."""
    form = identity_form(db.session(), program, holder)
    return _page(holder, form, around, wishes=wishes)


def save(holder: WithIdentity, program: Program, around: Surroundings, *, wishes: bool) -> Response | BaseResponse:
    """Keep what was sent and go back; the page again where something cannot be kept or a ranking was moved."""
    form = identity_form(db.session(), program, holder)
    # Nothing is required here, whatever an edited form says: every question may be skipped.
    parsed = parse_section(_section(form, wishes=wishes), request.form, answers=holder.identity_answers, required=False)
    if pressed() == MOVE:
        return _page(holder, form, around, wishes=wishes, parsed=parsed.unjudged)
    if parsed.errors:
        return _page(holder, form, around, wishes=wishes, parsed=parsed)
    save_identity(db.session(), program, holder, parsed.values, _uses_sent(form))
    flash(translate(SAVED, current_locale()), "success")
    return see_other(around.back)


def _section(form: Questionnaire, *, wishes: bool) -> Section:
    """Everything on one page, each wish right after what it is about."""
    questions = []
    for question in dimensions(form):
        questions.append(question)
        wish = wish_about(form, question) if wishes else None
        if wish is not None:
            questions.append(wish)
    return Section("identity", form.title, None, tuple(questions))


def _uses_sent(form: Questionnaire) -> Mapping[str, str]:
    return {question.id: request.form.get(question.id + USE, "") for question in dimensions(form)}


def _page(
    holder: WithIdentity,
    form: Questionnaire,
    around: Surroundings,
    *,
    wishes: bool,
    parsed: ParsedAnswers | None = None,
) -> Response:
    section = _section(form, wishes=wishes)
    fields = section_fields(section, current_locale(), answers=holder.identity_answers, parsed=parsed)
    # The page says once that everything is optional.
    views = {field.id: replace(field, optional=False) for field in fields}
    sent = _uses_sent(form) if parsed else {}
    rows = []
    for question in dimensions(form):
        if question.id not in views:
            continue
        wish = wish_about(form, question)
        use = _use(sent.get(question.id), holder, question.id)
        options = _use_options(question.id, use)
        chosen = next(option.label for option in options if option.checked)
        rows.append(DimensionView(views[question.id], options, chosen, views.get(wish.id) if wish else None))
    return page(
        "identity/questions.html",
        422 if parsed and parsed.errors else 200,
        around=around,
        title=form.title.in_(current_locale()),
        rows=rows,
        problems=problems(fields),
        has_answers=bool(holder.identity_answers),
        with_wishes=wishes,
    )


def _use(sent: str | None, holder: WithIdentity, question_id: str) -> Use:
    return Use(sent) if sent in set(Use) else use_of(holder, question_id)


def _use_options(question_id: str, chosen: Use) -> tuple[OptionView, ...]:
    words = {
        Use.MATCHING: (
            _("For matching"),
            _("Nobody reads it. A report may count it in a group so large that nobody stands out."),
        ),
        Use.MATCH: (
            _("For matching, and shown to my match"),
            _("The person you are paired with reads it while you are a pair. A report may count it as above."),
        ),
        Use.NOT_IN_REPORTS: (_("For matching, and in no report"), _("Nobody reads it, and it is not counted.")),
    }
    return tuple(
        OptionView(f"{question_id}{USE}-{number}", use.value, label, use is chosen, hint)
        for number, (use, (label, hint)) in enumerate(words.items(), start=1)
    )
