"""Who a mentor says they are, asked once the application is sent, and open to change by the same link."""

from flask import Blueprint, Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.i18n import translate
from mentorship_app.forms.identity import erase_identity
from mentorship_app.recruitment import MentorApplication
from mentorship_app.web import identity
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.public.calls.application import keep_the_token_here, open_application

bp = Blueprint("application_identity", __name__)
bp.after_request(keep_the_token_here)


def _around(token: str) -> identity.Surroundings:
    return identity.Surroundings(
        layout="layouts/public.html",
        action=url_for("public.application_identity.save", token=token),
        erase=url_for("public.application_identity.erase", token=token),
        back=url_for("public.application.done", token=token),
    )


def _is_asked(application: MentorApplication) -> bool:
    """Only after everything else was sent: until then skipping could seem to cost something."""
    return application.submitted_at is not None


def _not_yet(token: str) -> BaseResponse:
    return see_other(url_for("public.application.resume", token=token))


@bp.get("/application/<token>/identity")
@requires(anyone)
def why(token: str) -> Response | BaseResponse:
    """What is asked for, and why, before anything is asked."""
    if not _is_asked(open_application(token)):
        return _not_yet(token)
    return page(
        "identity/why.html",
        layout="layouts/public.html",
        title=_("Your application is sent"),
        with_wishes=False,
        questions_url=url_for(".questions", token=token),
        skip_url=_around(token).back,
    )


@bp.get("/application/<token>/identity/questions")
@requires(anyone)
def questions(token: str) -> Response | BaseResponse:
    application = open_application(token)
    if not _is_asked(application):
        return _not_yet(token)
    return identity.questions_page(application, application.call.cohort.program, _around(token), wishes=False)


@bp.post("/application/<token>/identity/questions")
@requires(anyone)
def save(token: str) -> Response | BaseResponse:
    application = open_application(token)
    if not _is_asked(application):
        return _not_yet(token)
    return identity.save(application, application.call.cohort.program, _around(token), wishes=False)


@bp.post("/application/<token>/identity/erase")
@requires(anyone)
def erase(token: str) -> BaseResponse:
    erase_identity(db.session(), open_application(token))
    flash(translate(identity.ERASED, current_locale()), "success")
    return see_other(url_for(".questions", token=token))
