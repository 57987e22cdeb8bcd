"""What people keep of their training: their own ratings, and the certificate."""

from typing import Any

from flask import Response, flash, make_response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, FieldError
from mentorship_app.instruments import catalogue
from mentorship_app.training import RatingMoment, certificates, sealed
from mentorship_app.web.access import requires
from mentorship_app.web.components import Problem
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l, current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.training.routes import bp, conflict_page

HEADINGS = {
    RatingMoment.BEFORE: _l("Before the training"),
    RatingMoment.AFTER: _l("After the training, today"),
    RatingMoment.LOOKING_BACK: _l("Looking back to before the training"),
}
LEADS = {
    RatingMoment.BEFORE: _l("How well could you do each of these today?"),
    RatingMoment.AFTER: _l("How well could you do each of these today?"),
    RatingMoment.LOOKING_BACK: _l("With what you know now: how well could you do it before the training?"),
}


@bp.get("/skills")
@requires(takes_part)
def skills() -> Response:
    return _skills_page()


def _skills_page(problem: str = "", typed: dict[RatingMoment, dict[str, int]] | None = None) -> Response:
    me = my_enrollment()
    kept = sealed.ratings_of(db.session(), keyring(), me)
    measure = catalogue.get(sealed.SKILLS)
    wording = measure.wording[current_locale()]
    moments = [RatingMoment.BEFORE] if RatingMoment.BEFORE not in kept else list(RatingMoment)
    return page(
        "participant/training/skills.html",
        422 if problem else 200,
        moments=[moment for moment in moments if moment in kept or _is_asked(moment, kept)],
        headings=HEADINGS,
        leads=LEADS,
        kept=kept,
        given={**kept, **(typed or {})},
        items=[(key, wording.items[key]) for key in sealed.skills()],
        scale=list(enumerate(wording.responses["ability"])),
        problems=[Problem(problem, None)] if problem else [],
    )


def _is_asked(moment: RatingMoment, kept: dict[RatingMoment, dict[str, int]]) -> bool:
    return moment is RatingMoment.BEFORE or RatingMoment.BEFORE in kept


@bp.post("/skills")
@requires(takes_part)
def rate() -> Response | BaseResponse:
    """Whatever was rated on the page; each time of rating stands for itself."""
    typed = {moment: given for moment in RatingMoment if (given := _given(moment))}
    if not typed:
        return _skills_page(_("Rate at least one skill."))
    try:
        for moment, given in typed.items():
            sealed.rate(db.session(), keyring(), my_enrollment(), moment, given)
    except FieldError as error:
        return _skills_page(message_of(error), typed)
    flash(_("Saved. Only you can read it."), "success")
    return see_other(url_for(".skills"))


def _given(moment: RatingMoment) -> dict[str, int]:
    asked: dict[str, Any] = {key: request.form.get(f"{moment}-{key}", "") for key in sealed.skills()}
    return {key: int(value) for key, value in asked.items() if value in {"0", "1", "2", "3", "4"}}


@bp.post("/certificate")
@requires(takes_part)
def ask_certificate() -> Response | BaseResponse:
    """Have the worker draw it in the language of the page."""
    try:
        certificates.ask_for(db.session(), my_enrollment(), locale=current_locale(), now=clock.now())
    except AppError as error:
        return conflict_page(error)
    return see_other(url_for(".index") + "#certificate")


@bp.get("/certificate.pdf")
@requires(takes_part)
def certificate() -> Response:
    """The certificate as it was drawn: ``?locale=``."""
    locale = request.args.get("locale", current_locale())
    answer = make_response(certificates.pdf_of(db.session(), my_enrollment(), locale))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="training.pdf"'
    return answer
