"""Deciding about an application: write a note, read the mail as the person will, then send it."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.tokens import token_digest
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.recruitment import Decision, notifications, services
from mentorship_app.recruitment.enums import ALLOWED
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.applications import words
from mentorship_app.web.coordinator.applications.forms import DecisionForm
from mentorship_app.web.coordinator.applications.here import ApplicationHere, application_here
from mentorship_app.web.coordinator.applications.routes import bp
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE, coordinates
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page_or_block, see_other


@dataclass(frozen=True)
class DecisionHere(ApplicationHere):
    """A sent application and what is about to be said to it."""

    decision: Decision

    @property
    def back_url(self) -> str:
        """The page of the application."""
        return url_for(
            "coordinator.applications.show", program_slug=self.program.slug, public_id=self.application.public_id
        )


def decision_here(program_slug: str, public_id: str, decision: str) -> DecisionHere:
    """Raises NotFound for an unknown decision and for what is not in this cohort."""
    here = application_here(program_slug, public_id)
    if decision not in {known.value for known in Decision}:
        raise NotFound(NOT_HERE)
    return DecisionHere(here.program, here.cohort, here.application, Decision(decision))


@bp.get("/applications/<public_id>/<decision>")
@requires(coordinates, load=decision_here)
def write(here: DecisionHere) -> Response | BaseResponse:
    if here.decision.outcome not in ALLOWED[here.application.status]:
        return see_other(here.back_url)
    form = DecisionForm(as_sent=services.sent_version(here.application))
    if here.decision is Decision.ASK_FOR_CHANGES:
        # Without the coordinator's words there is no mail to show yet.
        return _page(here, form, None)
    return _page(here, form, _preview(here, "", clock.now()))


@bp.post("/applications/<public_id>/<decision>")
@requires(coordinates, load=decision_here)
def decide(here: DecisionHere) -> Response | BaseResponse:
    """The mail leaves only in the words that the preview showed: an altered note is shown again first."""
    form, now = DecisionForm(), clock.now()
    note = form.note.data or ""
    if here.application.status is here.decision.outcome:
        return see_other(here.back_url)
    if here.decision.outcome not in ALLOWED[here.application.status]:
        raise InvalidTransition(N_("Somebody else has answered this application. Go back to see how it stands."))
    try:
        if here.decision is Decision.ASK_FOR_CHANGES and not note:
            raise FieldError("note", N_("Write what you would like the person to change."))
        mail = _preview(here, services.clean_note(note), now)
    except FieldError as error:
        put_error(form, error)
        return _page(here, form, None, 422)
    if request.form.get("action") != "send" or form.previewed.data != token_digest(note):
        return _page(here, form, mail)
    services.decide(
        db.session,
        here.application,
        here.decision,
        note=note,
        as_sent=form.as_sent.data or "",
        by=current_actor(),
        now=now,
    )
    flash(str(words.DONE[here.decision]), "success")
    return see_other(here.back_url)


def _preview(here: DecisionHere, note: str, now: datetime) -> RenderedMail:
    return notifications.preview(
        db.session, here.application, here.decision, note=note, base_url=current_settings().base_url, now=now
    )


def _page(here: DecisionHere, form: DecisionForm, mail: RenderedMail | None, status: int = 200) -> Response:
    form.previewed.data = token_digest(form.note.data or "") if mail else ""
    return page_or_block(
        "coordinator/applications/decide.html",
        "decision",
        status,
        application=here.application,
        decision=here.decision,
        form=form,
        mail=mail,
        back_url=here.back_url,
        action=request.path,
        words=words,
    )
