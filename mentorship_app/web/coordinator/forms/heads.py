"""The heads of a draft: title and minutes of the form, title and introduction of its sections."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.i18n import LOCALES
from mentorship_app.forms import editing
from mentorship_app.forms.content import Content, Entry, find_section, said
from mentorship_app.forms.question_form import digest
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.loading import LONGEST_MINUTES
from mentorship_app.questions.text import clean_line, clean_lines, harmless
from mentorship_app.web.access import requires
from mentorship_app.web.components import Problem
from mentorship_app.web.coordinator.forms.draft import draft_url, save
from mentorship_app.web.coordinator.forms.here import DraftHere, SectionHere, draft_here, section_here
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale

LONGEST_TITLE, LONGEST_INTRO = 120, 600


def add_to(bp: Blueprint) -> None:
    """Add the addresses of these pages."""
    place = "/<form_key>/draft"
    bp.route(f"{place}/head", endpoint="head", methods=["GET", "POST"])(head)
    bp.route(f"{place}/sections/new", endpoint="new_section", methods=["GET", "POST"])(new_section)
    bp.route(f"{place}/sections/<form_section>", endpoint="section", methods=["GET", "POST"])(section)


@requires(coordinates, load=draft_here)
def new_section(here: DraftHere) -> BaseResponse:
    return _section_page(here, None)


@requires(coordinates, load=section_here)
def section(here: SectionHere) -> BaseResponse:
    return _section_page(here, here.section)


@requires(coordinates, load=draft_here)
def head(here: DraftHere) -> BaseResponse:
    """Title of the form and the minutes that it is said to take."""
    content = here.content
    if request.method == "GET":
        typed = {f"title-{key}": content["title"].get(key, "") for key in LOCALES}
        return _head_page(here, typed | {"minutes": str(content["minutes"]), "seen": digest(_head_of(content))})
    typed, errors = _typed("title", "minutes", "seen"), dict[str, str]()
    title = _words(typed, "title", LONGEST_TITLE, errors)
    minutes = int(typed["minutes"]) if typed["minutes"].strip().isdecimal() and typed["minutes"].isascii() else 0
    if not 1 <= minutes <= LONGEST_MINUTES:
        errors["minutes"] = _("Enter a whole number of minutes from 1 to %(most)s.", most=LONGEST_MINUTES)
    if not title and not errors:
        errors["title-en"] = _("Write the title, at least in one language.")
    if errors:
        return _head_page(here, typed, errors, 422)
    if typed["seen"] != digest(_head_of(content)):
        theirs = [said(content["title"], current_locale()), _("%(minutes)s minutes", minutes=content["minutes"])]
        return _head_page(here, typed | {"seen": digest(_head_of(content))}, {}, 409, theirs)
    save(here, editing.change_form(content, title=title, minutes=minutes))
    return see_other(draft_url(here))


def _head_of(content: Content) -> Entry:
    return {"title": content["title"], "minutes": content["minutes"]}


def _head_page(
    here: DraftHere,
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
    status: int = 200,
    theirs: list[str] | None = None,
) -> Response:
    return page(
        "coordinator/forms/head.html",
        status,
        here=here,
        typed=typed,
        errors=errors or {},
        problems=_problems(errors or {}, bool(theirs)),
        theirs=theirs,
        back=draft_url(here),
    )


def _section_page(here: DraftHere, present: Entry | None) -> BaseResponse:
    """Title and introduction of a section, new or present."""
    if request.method == "GET":
        typed = _section_typed(present)
        return _show_section(here, present, typed)
    typed, errors = _typed("title", "intro", "seen"), dict[str, str]()
    title = _words(typed, "title", LONGEST_TITLE, errors)
    intro = _words(typed, "intro", LONGEST_INTRO, errors, lines=True)
    if not title and not errors:
        errors["title-en"] = _("Write the title, at least in one language.")
    if errors:
        return _show_section(here, present, typed, errors, 422)
    if present is None:
        content, section_id = editing.add_section(here.content, title=title, intro=intro or None, known=here.known())
        save(here, content)
        return see_other(draft_url(here, f"section-{section_id}"))
    if typed["seen"] != digest(_section_words(present)):
        locale = current_locale()
        theirs = [said(present[name], locale) for name in ("title", "intro") if present.get(name)]
        typed["seen"] = digest(_section_words(present))
        return _show_section(here, present, typed, {}, 409, theirs)
    save(here, editing.change_section(here.content, present["id"], title=title, intro=intro or None))
    return see_other(draft_url(here, f"section-{present['id']}"))


def _section_words(section: Entry) -> Entry:
    return {name: section[name] for name in ("title", "intro") if name in section}


def _section_typed(present: Entry | None) -> dict[str, str]:
    shown = present or {}
    typed = {f"{name}-{key}": str(shown.get(name, {}).get(key, "")) for name in ("title", "intro") for key in LOCALES}
    return typed | {"seen": digest(_section_words(present)) if present else ""}


def _show_section(
    here: DraftHere,
    present: Entry | None,
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
    status: int = 200,
    theirs: list[str] | None = None,
) -> Response:
    return page(
        "coordinator/forms/section.html",
        status,
        here=here,
        section=find_section(here.content, present["id"]) if present else None,
        typed=typed,
        errors=errors or {},
        problems=_problems(errors or {}, bool(theirs)),
        theirs=theirs,
        back=draft_url(here, f"section-{present['id']}" if present else None),
        said=said,
    )


def _typed(*names: str) -> dict[str, str]:
    """What was sent, in both languages where there are two boxes; fit to be shown again."""
    boxes = [*names, *(f"{name}-{key}" for name in names for key in LOCALES)]
    return {box: harmless(request.form.get(box, "")) for box in boxes}


def _words(
    typed: dict[str, str], name: str, limit: int, errors: dict[str, str], *, lines: bool = False
) -> dict[str, str]:
    found: dict[str, str] = {}
    for key in LOCALES:
        try:
            clean = (clean_lines if lines else clean_line)(typed[f"{name}-{key}"], limit)
        except AnswerError as error:
            errors[f"{name}-{key}"] = error.text(current_locale())
            continue
        if clean:
            found[key] = clean
    return found


def _problems(errors: dict[str, str], stale: bool) -> list[Problem]:
    if stale:
        return [Problem(_("Somebody else changed this while you were writing."), None)]
    return [Problem(message, target) for target, message in errors.items()]
