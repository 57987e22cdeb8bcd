"""Sheets of paper, typed in by somebody outside the program: one screen a sheet, then a summary, then sealed for good.

What is typed stays in the page until it is sealed: there are no drafts, no list of sheets and no way back. How many
were sealed in this sitting is told by the browser's own cookie. A GET writes nothing, and no request leaves a line.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Blueprint, Response, g, request, session, url_for
from flask_security import current_user
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, NotAllowed, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.questions.answers import display
from mentorship_app.questions.presentation import FieldProblem
from mentorship_app.questions.text import harmless
from mentorship_app.surveys.contents import Contents, contents_of
from mentorship_app.surveys.paper import PaperEntry, sheets
from mentorship_app.surveys.paper.keying import KeyedSheet, read_sheet
from mentorship_app.surveys.paper.links import find_entry
from mentorship_app.surveys.paper.services import belongs_to_program
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.logging import unlogged
from mentorship_app.web.public.calls.application import keep_the_token_here

bp = Blueprint("paper", __name__)
bp.after_request(keep_the_token_here)

_SITTING = "paper_sitting"
"""In the cookie: which entry, and how many sheets were sealed since the browser was opened."""


@dataclass(frozen=True)
class _Sheet:
    """One sheet as it arrived: its random number, its place in this sitting, its code, what was typed."""

    entry: PaperEntry
    contents: Contents
    id: UUID
    number: int
    code: str
    keyed: KeyedSheet


def _entry(token: str) -> PaperEntry:
    entry = find_entry(db.session, token, now=clock.now())
    if entry is None:
        raise NotFound(
            N_(
                "This link opens nothing any more. Sheets are typed in until the survey closes, or until its "
                "coordinator ends it. If sheets are left, write to the coordinator."
            )
        )
    program = entry.wave.cohort.program
    if current_user.is_authenticated and belongs_to_program(db.session, current_user, program):
        raise NotAllowed(
            N_(
                "You belong to this program, so you cannot type its sheets in: people were promised that somebody "
                "outside does. Please pass the sheets on to %(name)s, unread."
            ),
            name=entry.name,
        )
    g.program, g.cohort = program, None
    return entry


@bp.get("/paper/<token>")
@unlogged
@requires(anyone)
def show(token: str) -> Response:
    """What to do, who must not do it, and which keys do what."""
    entry = _entry(token)
    return page(
        "public/paper/start.html",
        wave=entry.wave,
        entry=entry,
        sealed=_sealed_here(entry),
        next_url=url_for(".sheet", token=token),
    )


@bp.get("/paper/<token>/sheet")
@unlogged
@requires(anyone)
def sheet(token: str) -> Response:
    """An empty sheet."""
    entry = _entry(token)
    contents = contents_of(db.session(), entry.wave)
    empty = read_sheet(contents, request.form, current_locale())
    number = _sealed_here(entry) + 1
    response = _sheet_page(token, _Sheet(entry, contents, uuid4(), number, "", empty))
    # The Back button of a shared computer must not bring up the sheet before.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.post("/paper/<token>/sheet")
@unlogged
@requires(anyone)
def enter(token: str) -> Response | BaseResponse:
    """Look at a sheet once more, go back to change it, or seal it and take the next one."""
    found = _read(_entry(token))
    if sheets.is_sealed(db.session(), keyring(), found.entry.wave, found.id):
        # Sent twice, or brought back by the browser: it is in, and there is nothing more to say about it.
        return _next_sheet(token, found)
    problems = _problems(found)
    button = request.form.get("action", "")
    if problems or button == "change":
        return _sheet_page(token, found, problems)
    blanks = " ".join(line.view.id for line in found.keyed.blanks)
    if button != "seal" and blanks and blanks != request.form.get("left_blank"):
        return _sheet_page(token, found, ask_about_blanks=blanks)
    if not found.keyed.answers:
        return _sheet_page(token, found, is_empty=True)
    if button == "seal":
        return _seal(token, found)
    return _summary_page(token, found)


def _seal(token: str, found: _Sheet) -> Response | BaseResponse:
    try:
        sheets.seal_sheet(
            db.session(),
            keyring(),
            found.entry.wave,
            found.id,
            found.keyed.answers,
            code=found.code,
            now=clock.now(),
        )
    except Conflict as error:
        return _summary_page(token, found, message_of(error), 409)
    return _next_sheet(token, found)


def _next_sheet(token: str, found: _Sheet) -> BaseResponse:
    session[_SITTING] = [found.entry.id.hex, found.number]
    return see_other(url_for(".sheet", token=token))


def _sealed_here(entry: PaperEntry) -> int:
    """How many sheets this browser sealed since it was opened, by its own account."""
    whose, count = session.get(_SITTING, ["", 0])
    return count if whose == entry.id.hex else 0


def _read(entry: PaperEntry) -> _Sheet:
    contents = contents_of(db.session(), entry.wave)
    try:
        number = UUID(hex=request.form.get("sheet", ""))
    except ValueError:
        number = uuid4()
    return _Sheet(
        entry,
        contents,
        number,
        request.form.get("number", _sealed_here(entry) + 1, int),
        request.form.get(sheets.CODE, "")[:40],
        read_sheet(contents, request.form, current_locale()),
    )


def _problems(found: _Sheet) -> list[FieldProblem]:
    wrong = [FieldProblem(f"{line.number}. {line.error}", line.anchor) for line in found.keyed.errors]
    try:
        sheets.person_of(db.session(), keyring(), found.entry.wave, found.code)
    except FieldError as error:
        return [FieldProblem(message_of(error), sheets.CODE), *wrong]
    return wrong


def _sheet_page(
    token: str,
    found: _Sheet,
    problems: list[FieldProblem] | None = None,
    *,
    ask_about_blanks: str = "",
    is_empty: bool = False,
) -> Response:
    wrong = problems or []
    first_blank = found.keyed.blanks[0].anchor if ask_about_blanks else ""
    return page(
        "public/paper/sheet.html",
        422 if wrong or is_empty else 200,
        wave=found.entry.wave,
        sheet=found,
        problems=wrong,
        code_error=next((problem.message for problem in wrong if problem.target == sheets.CODE), ""),
        left_blank=ask_about_blanks,
        is_empty=is_empty,
        # Nobody reaches for a mouse: the first box, or the first one that is still empty.
        begin_at="" if wrong else first_blank or sheets.CODE,
        sealed=_sealed_here(found.entry),
        action=url_for(".enter", token=token),
        start_url=url_for(".show", token=token),
    )


def _summary_page(token: str, found: _Sheet, problem: str = "", status: int = 200) -> Response:
    answers, locale = found.keyed.answers, current_locale()
    questions = {question.id: question for keyed in found.keyed.pages for question in keyed.section.questions}
    rows = [
        {
            "term": f"{line.number}. {line.view.label}",
            "value": display(questions[line.view.id], answers[line.view.id], locale) if line.view.id in answers else "",
        }
        for keyed in found.keyed.pages
        for line in keyed.lines
    ]
    typed = [(name, text) for name, texts in request.form.lists() for text in texts if text.strip()]
    return page(
        "public/paper/summary.html",
        status,
        wave=found.entry.wave,
        sheet=found,
        rows=rows,
        carried=[(name, harmless(text)) for name, text in typed if name in found.keyed.names],
        problem=problem,
        action=url_for(".enter", token=token),
    )
