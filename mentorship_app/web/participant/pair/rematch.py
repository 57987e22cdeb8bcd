"""Asking for another pair, and the page for what must not be asked here."""

from flask import Response, flash, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField

from mentorship_app.core import clock
from mentorship_app.core.identity import StaffRole
from mentorship_app.forms.queries import current
from mentorship_app.forms.services import pin
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.rematch import services
from mentorship_app.mentoring.rematch.confidence import FORM, REASON, SAFETY, own_words
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.mentoring.rematch.queries import pairs_asked_about, pending_of
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.questions.answers import ParsedAnswers, parse_section
from mentorship_app.questions.presentation import answer_groups, problems, section_fields
from mentorship_app.questions.questionnaire import Questionnaire
from mentorship_app.web.access import requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l, current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.pair.acceptance import OwnPair, is_in_it, own_pair
from mentorship_app.web.participant.pair.lines import WAY_OUT, Line, lines, read_at_once
from mentorship_app.web.participant.pair.routes import bp


class TellForm(FlaskForm):
    """Who may read why: nobody, unless its author says so."""

    reason_is_told = BooleanField(_l("The coordinator may read why"))


@lines.register(WAY_OUT)
def line(pairing: Pairing, reader: Enrollment) -> Line:
    """The way out of a pair stands below it for as long as it runs."""
    asked = read_at_once("rematch", pairing, lambda pairs: pairs_asked_about(db.session(), pairs, reader))
    words = _("Another pair: you asked") if pairing.id in asked else _("This is not working")
    return Line(words, url_for("participant.pair.ask_rematch", pairing_id=pairing.public_id), "swap")


def _mine(own: OwnPair) -> Enrollment:
    return own.pairing.mentee if own.side is CohortRole.MENTEE else own.pairing.mentor


def _pending(own: OwnPair) -> RematchRequest | None:
    return pending_of(db.session(), own.pairing, _mine(own))


@bp.get("/<pairing_id>/another")
@requires(is_in_it, load=own_pair)
def ask_rematch(own: OwnPair) -> Response:
    """The short form; what was asked, where something was."""
    pending = _pending(own)
    return _asked_page(own, pending) if pending else _form_page(own, TellForm())


def _asked_page(own: OwnPair, asked: RematchRequest) -> Response:
    groups = answer_groups(asked.form_version.questionnaire, own_words(keyring(), asked), current_locale())
    rows = [row for group in groups for row in group.rows if row.lines]
    return _unkept(page("participant/pair/rematch_asked.html", own=own, asked=asked, rows=rows))


def _form_page(own: OwnPair, form: TellForm, parsed: list[ParsedAnswers] | None = None) -> Response:
    asked, locale = _questionnaire(own), current_locale()
    fields = [
        view
        for number, section in enumerate(asked.sections)
        for view in section_fields(section, locale, answers={}, parsed=parsed[number] if parsed else None)
    ]
    program, role = own.pairing.cohort.program, StaffRole.COORDINATOR
    grants = own.other.account.grants
    return _unkept(
        page(
            "participant/pair/rematch.html",
            422 if parsed else 200,
            own=own,
            form=form,
            fields=fields,
            problems=problems(fields),
            other_coordinates=any(grant.role is role and grant.program_id == program.id for grant in grants),
            outside=program.outside_contact.in_(locale),
        )
    )


def _questionnaire(own: OwnPair) -> Questionnaire:
    return current(db.session(), own.pairing.cohort.program_id, FORM)


@bp.post("/<pairing_id>/another")
@requires(is_in_it, load=own_pair)
def request_rematch(own: OwnPair) -> Response | BaseResponse:
    """Ask. A matter of safety is kept nowhere and leads to those who are there for it."""
    form, now = TellForm(), clock.now()
    version = pin(db.session(), own.pairing.cohort.program, FORM, now=now)
    parsed = [parse_section(section, request.form) for section in version.questionnaire.sections]
    answers = {key: value for one in parsed for key, value in one.values.items()}
    if answers.get(REASON) == SAFETY:
        return see_other(url_for(".not_safe"))
    if not all(one.complete for one in parsed):
        return _form_page(own, form, parsed)
    services.ask(
        db.session(),
        keyring(),
        own.pairing,
        _mine(own),
        answers,
        form_version=version,
        reason_is_told=bool(form.reason_is_told.data),
        now=now,
    )
    flash(
        _(
            "Done. The coordinator will look for another way with you. %(name)s is told nothing.",
            name=own.other.account.name,
        ),
        "success",
    )
    return see_other(url_for(".ask_rematch", pairing_id=own.pairing.public_id))


@bp.post("/<pairing_id>/another/take-back")
@requires(is_in_it, load=own_pair)
def take_back_rematch(own: OwnPair) -> BaseResponse:
    """The request is closed, and what was written is deleted."""
    pending = _pending(own)
    if pending is not None:
        services.take_back(db.session(), pending, now=clock.now())
    flash(_("Your request is taken back, and what you wrote is deleted."), "success")
    return see_other(url_for(".index"))


@bp.get("/not-safe")
@requires(takes_part)
def not_safe() -> Response:
    """Who is there when it is not about fit. Nothing of it is stored or logged, and nobody is told."""
    program = my_enrollment().cohort.program
    return _unkept(page("participant/pair/not_safe.html", outside=program.outside_contact.in_(current_locale())))


def _unkept(response: Response) -> Response:
    """No browser keeps a copy: a phone is often shared."""
    response.headers["Cache-Control"] = "no-store"
    return response
