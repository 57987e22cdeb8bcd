"""Pairs: who is with whom, who waits, and bringing two people together by hand."""

from datetime import date

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, FieldError, NotFound
from mentorship_app.intake import services as intake
from mentorship_app.intake.queries import count_sent, mentees_without_intake, profile_of
from mentorship_app.mentoring import PairingKind, PairingStatus, services
from mentorship_app.mentoring.acceptance import acceptance_of, replies_of
from mentorship_app.mentoring.agreements.queries import signed_at
from mentorship_app.mentoring.conflicts import allows_exception, conflicts_between, pairs_in_conflict
from mentorship_app.mentoring.connections.queries import count_for_staff
from mentorship_app.mentoring.goals.queries import count_mentees_with_goal
from mentorship_app.mentoring.queries import count_mentees, count_places, pairs_of, unpaired_mentees
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from mentorship_app.programs.phases import Opening, is_open
from mentorship_app.programs.queries import find_enrollment
from mentorship_app.questions.presentation import answer_groups
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.conflict_words import DECLARERS, words_for_staff
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.other_roles import OtherRoles
from mentorship_app.web.coordinator.pairs import mails
from mentorship_app.web.coordinator.pairs.candidates import candidates, waiting
from mentorship_app.web.coordinator.pairs.follow_up import ONLY_NAMES, chosen, follow_up_of, narrowed
from mentorship_app.web.coordinator.pairs.forms import ChoiceForm, ConfirmForm, EndForm, ExceptionForm
from mentorship_app.web.coordinator.pairs.here import (
    MenteeHere,
    PairingHere,
    coordinates_mentee,
    coordinates_pairing,
    mentee_here,
    pairing_here,
)
from mentorship_app.web.coordinator.pairs.rhythm import rhythms
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale, ngettext
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.pairing_words import KIND_NAMES, choice_words

bp = Blueprint("pairs", __name__, url_prefix="/pairs")

ROWS_A_PAGE = 50
WAITING_SHOWN = 8
"""On the page of pairs; the others are one link further."""


def _session() -> Session:
    return db.session()


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    follow_up = follow_up_of(here.cohort)
    only = chosen(request.args.get("only", ""), request.args.get("agreement", ""))
    found = narrowed(pairs_of(here.cohort), only, follow_up, today=_today(here.cohort))
    pairs = db.paginate(found, per_page=ROWS_A_PAGE, error_out=False)
    unpaired = db.paginate(unpaired_mentees(here.cohort), page=1, per_page=WAITING_SHOWN, error_out=False)
    return page(
        "coordinator/pairs/index.html",
        pairs=pairs,
        in_conflict=pairs_in_conflict(_session(), here.cohort, today=_today(here.cohort)),
        unpaired=waiting(unpaired.items),
        unpaired_count=unpaired.total or 0,
        mentees=count_mentees(_session(), here.cohort),
        goals=count_mentees_with_goal(_session(), here.cohort),
        places=count_places(_session(), here.cohort),
        intake=count_sent(_session(), here.cohort),
        intake_is_open=is_open(here.cohort, Opening.INTAKE),
        pairing_is_open=is_open(here.cohort, Opening.PAIRING),
        kinds=KIND_NAMES,
        said=replies_of(_session(), [pairing.id for pairing in pairs.items]),
        acceptance_of=acceptance_of,
        rhythms=rhythms(pairs.items, today=_today(here.cohort)),
        signed=signed_at(_session(), [pairing.id for pairing in pairs.items]),
        only=only,
        only_names=ONLY_NAMES,
        nudges=follow_up.nudges,
        connected=count_for_staff(_session(), here.cohort),
    )


@bp.get("/unpaired")
@requires(coordinates, load=place)
def unpaired(here: Place) -> Response:
    """Everybody who waits for a mentor."""
    found = db.paginate(unpaired_mentees(here.cohort), per_page=ROWS_A_PAGE, error_out=False)
    return page(
        "coordinator/pairs/unpaired.html",
        found=found,
        unpaired=waiting(found.items),
        pairing_is_open=is_open(here.cohort, Opening.PAIRING),
    )


@bp.get("/new/<public_id>")
@requires(coordinates_mentee, load=mentee_here)
def choose(here: MenteeHere) -> Response:
    """The mentors with room for one mentee."""
    return _choose_page(here, ChoiceForm())


def _choose_page(here: MenteeHere, form: ChoiceForm, problem: str = "", status: int = 200) -> Response:
    profile = profile_of(_session(), here.mentee)
    locale = current_locale()
    number = request.args.get("page", 1, int)
    return page(
        "coordinator/pairs/choose.html",
        status,
        mentee=here.mentee,
        asked=waiting([here.mentee])[0],
        groups=answer_groups(profile.questionnaire, profile.answers, locale) if profile and profile.is_sent else (),
        found=ListPage.of(
            candidates(here.cohort, here.mentee, today=_today(here.cohort)), number=number, size=ROWS_A_PAGE
        ),
        form=form,
        problem=problem,
        choice_words=choice_words,
        conflict_words=words_for_staff,
        pairing_is_open=is_open(here.cohort, Opening.PAIRING),
    )


def _today(cohort: Cohort) -> date:
    return clock.local_date(clock.now(), cohort.program.timezone)


@bp.get("/new/<public_id>/check")
@requires(coordinates_mentee, load=mentee_here)
def check(here: MenteeHere) -> Response:
    """Both mails, before anything is done."""
    form = ChoiceForm(request.args)
    if not form.validate():
        return _choose_page(here, form, status=422)
    return _check_page(here, form)


def _check_page(
    here: MenteeHere,
    form: ChoiceForm | ConfirmForm,
    problem: str = "",
    status: int = 200,
    exception: ExceptionForm | None = None,
) -> Response:
    mentor, kind = _mentor_here(here.cohort, form.mentor.data), _kind(form.kind.data)
    conflicts = conflicts_between(
        _session(), here.program, mentor.account, here.mentee.account, today=_today(here.cohort)
    )
    return page(
        "coordinator/pairs/check.html",
        status,
        mentee=here.mentee,
        mentor=mentor,
        kind=kind,
        kinds=KIND_NAMES,
        mails=mails.announcements(mentor, here.mentee),
        problem=problem,
        other_roles=OtherRoles(here.program.id).names_of(mentor.other_roles),
        conflicts=[
            (words_for_staff(conflict), DECLARERS[conflict.declared_by], conflict.until) for conflict in conflicts
        ],
        exception_form=(exception or ExceptionForm(None)) if conflicts and allows_exception(conflicts) else None,
    )


def _mentor_here(cohort: Cohort, public_id: str | None) -> Enrollment:
    mentor = find_enrollment(_session(), cohort, public_id or "")
    if mentor is None or mentor.role is not CohortRole.MENTOR:
        raise NotFound(NOT_HERE)
    return mentor


def _kind(value: str | None) -> PairingKind:
    if value not in set(PairingKind):
        raise NotFound(NOT_HERE)
    return PairingKind(value)


@bp.post("/new/<public_id>/check")
@requires(coordinates_mentee, load=mentee_here)
def create(here: MenteeHere) -> Response | BaseResponse:
    """Pair the two. Pressing twice pairs once."""
    form, exception = ConfirmForm(), ExceptionForm()
    mentor, kind = _mentor_here(here.cohort, form.mentor.data), _kind(form.kind.data)
    try:
        services.pair(
            _session(),
            here.cohort,
            mentor,
            here.mentee,
            kind=kind,
            by=current_actor(),
            now=clock.now(),
            exception=exception.asked if "rationale" in request.form else None,
        )
    except FieldError as missing:
        put_error(exception, missing)
        return _check_page(here, form, status=422, exception=exception)
    except AppError as refusal:
        return _check_page(here, form, problem=message_of(refusal), status=409, exception=exception)
    flash(
        _(
            "%(mentee)s and %(mentor)s are paired. Both mails leave in ten minutes; until then you can take them back.",
            mentee=here.mentee.account.name,
            mentor=mentor.account.name,
        ),
        "success",
    )
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.get("/<public_id>/end")
@requires(coordinates_pairing, load=pairing_here)
def ask_end(here: PairingHere) -> Response | BaseResponse:
    """What ending means, before it is done."""
    if here.pairing.status is PairingStatus.ENDED:
        return see_other(url_for(".index", program_slug=here.program.slug))
    return page("coordinator/pairs/end.html", pairing=here.pairing, kinds=KIND_NAMES)


@bp.post("/<public_id>/end")
@requires(coordinates_pairing, load=pairing_here)
def end(here: PairingHere) -> BaseResponse:
    services.end_pairing(
        _session(), here.pairing, version=EndForm().version.data or 0, by=current_actor(), now=clock.now()
    )
    flash(
        _(
            "The pair of %(mentee)s and %(mentor)s is ended. No mail goes out about it.",
            mentee=here.pairing.mentee.account.name,
            mentor=here.pairing.mentor.account.name,
        ),
        "success",
    )
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.get("/intake")
@requires(coordinates, load=place)
def ask_intake(here: Place) -> Response:
    """Who would be asked for their intake, and with which words."""
    missing = mentees_without_intake(_session(), here.cohort)
    return page(
        "coordinator/pairs/intake.html",
        intake=count_sent(_session(), here.cohort),
        names=[mentee.account.name for mentee in missing],
        example=mails.intake_invitation(missing[0]) if missing else None,
        intake_is_open=is_open(here.cohort, Opening.INTAKE),
    )


@bp.post("/intake")
@requires(coordinates, load=place)
def send_intake(here: Place) -> BaseResponse:
    """Ask everybody who has not sent their intake. Who was asked within a week is left in peace."""
    written = intake.invite_all(_session(), here.cohort, by=current_actor(), now=clock.now())
    if written:
        words = ngettext(
            "%(num)s mail is written. It leaves in ten minutes; until then you can take it back.",
            "%(num)s mails are written. They leave in ten minutes; until then you can take them back.",
            written,
        )
        flash(words, "success")
    else:
        flash(_("Nobody needs a mail now: each of them was asked within the last seven days."), "info")
    return see_other(url_for(".index", program_slug=here.program.slug))
