"""A form as people see it, at the width of a phone, and the same on paper. Nothing that is typed here is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import LOCALES
from mentorship_app.forms import FormVersion
from mentorship_app.forms.content import Content, Entry, all_questions, as_questionnaire
from mentorship_app.forms.library import shipped_content
from mentorship_app.forms.queries import draft_of, find_version, in_use
from mentorship_app.forms.readers import who_reads_in
from mentorship_app.questions.answers import ParsedAnswers, parse_section
from mentorship_app.questions.conditions import Answer, Answers
from mentorship_app.questions.presentation import field_view, problems, section_fields
from mentorship_app.questions.questionnaire import Question, Questionnaire, Section
from mentorship_app.questions.types import question_types
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.forms import words
from mentorship_app.web.coordinator.forms.draft import draft_url
from mentorship_app.web.coordinator.forms.here import FormHere, form_here
from mentorship_app.web.coordinator.place import NOT_HERE, coordinates
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, see_other
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.questionnaires import pressed


def add_to(bp: Blueprint) -> None:
    """Add the addresses of these pages."""
    bp.get("/<form_key>/preview", endpoint="start_preview")(start_preview)
    bp.route("/<form_key>/preview/<form_section>", endpoint="preview", methods=["GET", "POST"])(preview)
    bp.get("/<form_key>/print", endpoint="on_paper")(on_paper)


@dataclass(frozen=True)
class PreviewHere(FormHere):
    """A section of the version that is looked at."""

    version: FormVersion | None
    """None for the form that came with the app."""
    questionnaire: Questionnaire
    section: Section


def preview_here(program_slug: str, form_key: str, form_section: str) -> PreviewHere:
    """Raises NotFound for a section or a version that there is not."""
    here = form_here(program_slug, form_key)
    version, content = _shown(here)
    questionnaire = as_questionnaire(content)
    section = next((found for found in questionnaire.sections if found.id == form_section), None)
    if section is None:
        raise NotFound(NOT_HERE)
    return PreviewHere(here.program, here.cohort, here.kind, version, questionnaire, section)


def _shown(here: FormHere) -> tuple[FormVersion | None, Content]:
    """The version that the address names, else the draft, else the one in use; None for the one that came shipped."""
    number = request.args.get("version", 0, int)
    if number:
        version = find_version(db.session, here.program.id, here.kind.key, number)
        if version is None:
            raise NotFound(NOT_HERE)
    else:
        draft = draft_of(db.session, here.program.id, here.kind.key)
        version = draft or in_use(db.session, here.program.id, here.kind.key)
    return version, version.content if version else shipped_content(here.kind.key)


def _language() -> str:
    chosen = request.args.get("language", "")
    return chosen if chosen in LOCALES else current_locale()


def preview_url(here: FormHere, section_id: str, **more: str) -> str:
    """The preview of a section, in the language and of the version that is looked at now."""
    kept: dict[str, Any] = {name: request.args[name] for name in ("language", "version") if name in request.args}
    return url_for(
        "coordinator.forms.preview",
        program_slug=here.program.slug,
        form_key=here.kind.key,
        form_section=section_id,
        **(kept | more),
    )


@requires(coordinates, load=form_here)
def start_preview(here: FormHere) -> BaseResponse:
    """To the first section."""
    _version, content = _shown(here)
    return see_other(preview_url(here, as_questionnaire(content).sections[0].id))


@requires(coordinates, load=preview_here)
def preview(here: PreviewHere) -> BaseResponse:
    """One section, to be tried: conditions work, errors are said, Continue leads on, and nothing is stored."""
    if request.method == "GET":
        return _preview_page(here, {})
    answers = _earlier_answers(here)
    button = pressed()
    parsed = parse_section(here.section, request.form, answers=answers, required=button == "continue")
    if button != "continue":
        return _preview_page(here, answers, parsed.unjudged)
    following = here.questionnaire.sections[here.questionnaire.sections.index(here.section) + 1 :]
    if parsed.complete and following:
        return _preview_page(replace(here, section=following[0]), parsed.merged_into(answers))
    return _preview_page(here, answers, parsed, is_over=parsed.complete)


def _earlier_answers(here: PreviewHere) -> dict[str, Answer]:
    """What was tried in the sections before this one, as hidden fields carry it."""
    answers: dict[str, Answer] = {}
    for section in here.questionnaire.sections:
        if section is here.section:
            break
        answers = parse_section(section, request.form, answers=answers, required=False).merged_into(answers)
    return answers


def _preview_page(
    here: PreviewHere, answers: Answers, parsed: ParsedAnswers | None = None, *, is_over: bool = False
) -> Response:
    language = _language()
    fields = section_fields(here.section, language, answers=answers, parsed=parsed)
    wrong = problems(fields)
    with force_locale(language):
        phone = render_template(
            "coordinator/forms/phone.html",
            title=here.section.title.in_(language),
            intro=here.section.intro.in_(language) if here.section.intro else "",
            who_reads=who_reads_in(here.kind, here.section, language),
            number=here.questionnaire.sections.index(here.section) + 1,
            count=len(here.questionnaire.sections),
            fields=fields,
            problems=wrong,
            carried=_carried(here, answers, language),
            action=preview_url(here, here.section.id),
            is_over=is_over,
        )
    if is_fragment_request():
        return make_response(phone)
    return page(
        "coordinator/forms/preview.html",
        422 if wrong else 200,
        here=here,
        phone=Markup(phone),  # noqa: S704  rendered just above, with everything in it escaped
        sections=[(section.id, section.title.in_(current_locale())) for section in here.questionnaire.sections],
        language=language,
        languages=LOCALES,
        preview_url=lambda section_id, **more: preview_url(here, section_id, **more),
        is_draft=here.version is not None and here.version.published_at is None,
        back=back_url(here),
    )


def back_url(here: FormHere) -> str:
    """The editor while somebody writes, else the page of the form."""
    if draft_of(db.session, here.program.id, here.kind.key) is not None:
        return draft_url(here)
    return url_for("coordinator.forms.show", program_slug=here.program.slug, form_key=here.kind.key)


def _carried(here: PreviewHere, answers: Answers, language: str) -> list[tuple[str, str]]:
    """The answers to earlier sections as hidden fields, so that conditions on them hold."""
    found: list[tuple[str, str]] = []
    for question in here.questionnaire.questions():
        if question.id not in answers or question in here.section.questions:
            continue
        given = question_types[question.type].refill(answers[question.id], question.config, language)
        found += [(question.id + part, value) for part, values in given.items() for value in values]
        if question.show_if:
            found.append((f"{question.id}-shown", "1"))
    return found


def _when(entries: Mapping[str, Entry], question: Question, content: Content, language: str) -> str:
    """The condition of a question in words; empty where it is always asked."""
    return words.condition_words(entries[question.id], content, language) if question.show_if else ""


@requires(coordinates, load=form_here)
def on_paper(here: FormHere) -> Response:
    """The whole form to print and fill in by hand."""
    version, content = _shown(here)
    questionnaire, language = as_questionnaire(content), _language()
    entries = {question["id"]: question for question in all_questions(content)}
    with force_locale(language):
        sections = [
            (
                section,
                who_reads_in(here.kind, section, language),
                [
                    (field_view(asked, language), _when(entries, asked, content, language))
                    for asked in section.questions
                ],
            )
            for section in questionnaire.sections
        ]
        paper = render_template(
            "coordinator/forms/paper.html",
            title=questionnaire.title.in_(language),
            sections=sections,
        )
    return page(
        "coordinator/forms/on_paper.html",
        here=here,
        version=version,
        paper=Markup(paper),  # noqa: S704  rendered just above, with everything in it escaped
        language=language,
        languages=LOCALES,
        back=back_url(here),
    )
