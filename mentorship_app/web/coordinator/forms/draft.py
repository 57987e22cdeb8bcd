"""The editor of a draft: its sections and questions as rows, and the buttons beside them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.i18n import LOCALES
from mentorship_app.forms import editing, services
from mentorship_app.forms.content import Content, Entry, asked, gaps, said
from mentorship_app.forms.editing import DOWN, UP, Refused
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.forms import words
from mentorship_app.web.coordinator.forms.here import (
    DraftHere,
    FormHere,
    QuestionHere,
    SectionHere,
    draft_here,
    question_here,
    section_here,
)
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, see_other
from mentorship_app.web.i18n import _, current_locale

EDITOR = "coordinator/forms/draft.html"


def draft_url(here: FormHere, anchor: str | None = None) -> str:
    """The editor, at a row of it."""
    return url_for("coordinator.forms.draft", program_slug=here.program.slug, form_key=here.kind.key, _anchor=anchor)


def save(here: DraftHere, content: Content) -> None:
    """Keep what an edit gave. Edits apply to the draft as it is now, so none overwrites another."""
    services.save_draft(db.session, here.draft, content, version=here.draft.version)


def refusal(error: Refused) -> str:
    """Why an edit is not possible, in the reader's language."""
    return _(error.message, **error.named(current_locale()))


def add_to(bp: Blueprint) -> None:
    """Add the addresses of the editor."""
    place = "/<form_key>/draft"
    bp.get(place, endpoint="draft")(draft)
    bp.post(f"{place}/sections/<form_section>/move", endpoint="move_section")(move_section)
    bp.post(f"{place}/sections/<form_section>/remove", endpoint="remove_section")(remove_section)
    bp.post(f"{place}/questions/<form_question>/move", endpoint="move_question")(move_question)
    bp.post(f"{place}/questions/<form_question>/take-out", endpoint="take_out")(take_out)
    bp.post(f"{place}/questions/<form_question>/bring-back", endpoint="bring_back")(bring_back)


@requires(coordinates, load=draft_here)
def draft(here: DraftHere) -> Response:
    return _editor(here)


def _editor(here: DraftHere, status: int = 200, problem: str = "", done: str = "") -> Response:
    """The editor; only what changes in it for htmx."""
    context = _editor_context(here) | {"problem": problem, "done": done}
    text = render_block(EDITOR, "rows", **context) if is_fragment_request() else render_template(EDITOR, **context)
    return make_response(text, status)


def _editor_context(here: DraftHere) -> dict[str, Any]:
    content, locale = here.content, current_locale()
    return {
        "here": here,
        "content": content,
        "retired": [
            question for section in content["sections"] for question in section["questions"] if question.get("retired")
        ],
        "count": len(list(asked(content))),
        "gaps": [(gap, words.gap_words(gap, content, locale)) for gap in gaps(content)],
        "gap_url": lambda gap: _gap_url(here, gap.kind, gap.id, gap.field),
        "condition": lambda question: words.condition_words(question, content, locale),
        "languages": LOCALES,
        "words": words,
        "said": said,
    }


def _gap_url(here: DraftHere, kind: str, id_: str, field: str) -> str:
    parts: dict[str, Any] = {"program_slug": here.program.slug, "form_key": here.kind.key}
    if kind == "form":
        return url_for("coordinator.forms.head", **parts)
    if kind == "section" and field == "questions":
        return draft_url(here, f"section-{id_}")
    if kind == "section":
        return url_for("coordinator.forms.section", form_section=id_, **parts)
    return url_for("coordinator.forms.question", form_question=id_, **parts)


def _edited(here: DraftHere, edit: Callable[[], Content], anchor: str, done: str) -> BaseResponse:
    """Do it and show the editor; say why not where it is refused. ``done`` is announced to those who hear the page."""
    try:
        save(here, edit())
    except Refused as error:
        return _editor(here, 422, refusal(error))
    return _editor(here, done=done) if is_fragment_request() else see_other(draft_url(here, anchor))


def _direction() -> str:
    return UP if request.form.get("direction") == UP else DOWN


@requires(coordinates, load=question_here)
def move_question(here: QuestionHere) -> BaseResponse:
    question_id = here.question["id"]

    def edit() -> Content:
        return editing.move_question(here.content, question_id, _direction())

    return _edited(here, edit, f"question-{question_id}", _("“%(question)s” is moved.", question=_name(here.question)))


@requires(coordinates, load=question_here)
def take_out(here: QuestionHere) -> BaseResponse:
    def edit() -> Content:
        return editing.take_out(here.content, here.question["id"], known=here.known())

    return _edited(here, edit, "retired", _("“%(question)s” is no longer asked.", question=_name(here.question)))


@requires(coordinates, load=question_here)
def bring_back(here: QuestionHere) -> BaseResponse:
    question_id = here.question["id"]

    def edit() -> Content:
        return editing.bring_back(here.content, question_id)

    return _edited(
        here, edit, f"question-{question_id}", _("“%(question)s” is asked again.", question=_name(here.question))
    )


@requires(coordinates, load=section_here)
def move_section(here: SectionHere) -> BaseResponse:
    section_id = here.section["id"]

    def edit() -> Content:
        return editing.move_section(here.content, section_id, _direction())

    return _edited(here, edit, f"section-{section_id}", _("“%(section)s” is moved.", section=_title(here.section)))


@requires(coordinates, load=section_here)
def remove_section(here: SectionHere) -> BaseResponse:
    def edit() -> Content:
        return editing.remove_section(here.content, here.section["id"])

    return _edited(here, edit, "main", _("“%(section)s” is removed.", section=_title(here.section)))


def _name(question: Entry) -> str:
    return said(question["text"], current_locale())


def _title(section: Entry) -> str:
    return said(section["title"], current_locale())
