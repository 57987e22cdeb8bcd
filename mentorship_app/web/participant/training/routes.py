"""``/training``: the list, one module, its pages one by one, and the end of it."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, FieldError
from mentorship_app.programs import Enrollment
from mentorship_app.training import sealed, services
from mentorship_app.training.catalogue import modules_for
from mentorship_app.training.certificates import certificates_of, reason
from mentorship_app.training.definition import DONE, REFLECTION, Module
from mentorship_app.training.markdown import render
from mentorship_app.training.requirements import done_by, required_of
from mentorship_app.web.access import requires
from mentorship_app.web.components import Problem
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, page_or_block, see_other
from mentorship_app.web.i18n import _, current_locale, ngettext
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.training.here import ModuleHere, may_learn, module_here, reader_of, step_here

bp = Blueprint("training", __name__, url_prefix="/training")


@bp.get("")
@requires(takes_part)
def index() -> Response:
    return index_page()


def index_page(problem: str = "", status: int = 200) -> Response:
    """The modules for the reader's role, the others, and the certificate."""
    me = my_enrollment()
    modules = modules_for(db.session(), me.cohort.program)
    done = done_by(db.session(), me)
    required = {module.key for module in required_of(db.session(), me.cohort)[me.role]}
    mine = [module for module in modules if me.role in module.roles]
    others = [module for module in modules if me.role not in module.roles]
    return page(
        "participant/training/index.html",
        status,
        mine=[_row(module, me, done, required) for module in mine],
        others=[_row(module, me, done, required) for module in others],
        missing=[module for module in mine if module.key in required - done],
        done=done,
        certificates=certificates_of(db.session(), me),
        reason=reason,
        locale=current_locale(),
        problem=problem,
    )


def _row(module: Module, me: Enrollment, done: frozenset[str], required: set[str]) -> dict[str, Any]:
    note = minutes_words(module)
    if module.key in required:
        note = _("%(minutes)s, required before matching", minutes=note)
    words = {"title": module.title.in_(current_locale()), "note": note, "url": url_for(".show", key=module.key)}
    if module.key in done:
        return words | {"state": "done"}
    place = services.progress_of(db.session(), reader_of(module, me), module)
    return words | {"state": "open", "word": _("Begun") if place else _("To do")}


def minutes_words(module: Module) -> str:
    minutes = module.minutes(current_locale())
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)


@bp.get("/<key>")
@requires(may_learn, load=module_here)
def show(here: ModuleHere) -> Response:
    """What the module is about, and where to go on."""
    place = services.progress_of(db.session(), here.enrollment, here.module)
    step = place.step if place and place.completed_at is None and place.step in here.module.steps else ""
    return page(
        "participant/training/show.html",
        module=here.module,
        locale=current_locale(),
        minutes=minutes_words(here.module),
        place=place,
        step=step or here.module.steps[0],
        is_begun=bool(step),
    )


@bp.get("/<key>/<step>")
@requires(may_learn, load=step_here)
def step(here: ModuleHere) -> Response:
    return _done_page(here) if here.step == DONE else _step_page(here)


def _step_page(here: ModuleHere, problem: str = "", typed: str | None = None, status: int = 200) -> Response:
    place = services.progress_of(db.session(), here.enrollment, here.module)
    locale, module = current_locale(), here.module
    section = module.section(here.step, locale)
    chosen = place.answers.get(here.step) if place else None
    written = typed
    if here.step == REFLECTION and typed is None:
        written = sealed.reflection_of(db.session(), keyring(), here.enrollment, module.key)
    at = module.steps.index(here.step)
    return page_or_block(
        "participant/training/step.html",
        "step",
        status,
        module=module,
        step=here.step,
        number=at + 1,
        count=len(module.steps),
        before=module.steps[at - 1] if at else "",
        section=section,
        text=render(section.text) if section else "",
        question=module.question(here.step),
        chosen=chosen,
        written=written,
        most=sealed.LONGEST,
        locale=locale,
        problems=[Problem(problem, "choice-0" if module.question(here.step) else "written")] if problem else [],
    )


def _done_page(here: ModuleHere) -> Response:
    place = services.progress_of(db.session(), here.enrollment, here.module)
    done = done_by(db.session(), here.enrollment)
    required = required_of(db.session(), here.enrollment.cohort)[here.enrollment.role]
    missing = [module for module in required if module.key not in done]
    return page(
        "participant/training/done.html",
        module=here.module,
        place=place,
        missing=missing,
        locale=current_locale(),
    )


@bp.post("/<key>/<step>")
@requires(may_learn, load=step_here)
def save(here: ModuleHere) -> Response | BaseResponse:
    """An answer, a reflection, or only the wish to go on: the bookmark moves with it."""
    question, now = here.module.question(here.step), clock.now()
    try:
        if question is not None and "go_on" not in request.form:
            chosen = request.form.get("choice", "")
            services.answer(db.session(), here.enrollment, here.module, question, chosen, now=now)
            return _step_page(here) if is_fragment_request() else see_other(_address(here, here.step))
        if here.step == REFLECTION:
            text = request.form.get("written", "")
            sealed.reflect(db.session(), keyring(), here.enrollment, here.module.key, text)
        following = services.go_on(db.session(), here.enrollment, here.module, here.step, now=now)
    except FieldError as error:
        return _step_page(here, message_of(error), request.form.get("written"), 422)
    if here.step == REFLECTION and following != DONE:
        flash(_("One question is still open. It is here."), "info")
    return see_other(_address(here, following))


def _address(here: ModuleHere, step: str) -> str:
    return url_for(".step", key=here.module.key, step=step)


def conflict_page(error: AppError) -> Response:
    """The list again, with what stood in the way."""
    return index_page(message_of(error), 422)
