"""A check-in: which pairs it asks about, the page for each, and three questions to talk over together."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.checkins import services
from mentorship_app.mentoring.checkins.answers import CHANGE, HELP, MESSAGE, own_answers
from mentorship_app.mentoring.checkins.models import CheckIn
from mentorship_app.mentoring.checkins.queries import is_open, open_check_ins, wish_of
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.questions.answers import ParsedAnswers, parse_section
from mentorship_app.questions.presentation import problems, section_fields
from mentorship_app.questions.questionnaire import Questionnaire
from mentorship_app.web.access import requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollments, takes_part
from mentorship_app.web.participant.pair.acceptance import OwnPair, is_in_it, own_pair
from mentorship_app.web.participant.pair.people import known_pairs

bp = Blueprint("checkins", __name__, url_prefix="/check-ins")


@dataclass(frozen=True)
class Asked:
    """One pair that an open check-in asks the reader about."""

    check_in: CheckIn
    own: OwnPair
    is_answered: bool

    @property
    def url(self) -> str:
        return url_for(
            "participant.checkins.show", public_id=self.check_in.public_id, pairing_id=self.own.pairing.public_id
        )


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """No browser keeps a copy: a phone is often shared."""
    response.headers["Cache-Control"] = "no-store"
    return response


def asked_of(person: Enrollment) -> list[Asked]:
    """What the open check-ins ask this person; known to the person alone, and only while they look."""
    session, now = db.session(), clock.now()
    open_now = open_check_ins(session, person.cohort, now=now)
    if not open_now:
        return []
    pairs = [OwnPair(pairing, person.role, None) for pairing in known_pairs(person)]
    return [
        Asked(check_in, own, own_answers(session, keyring(), check_in, own.pairing, person) is not None)
        for check_in in open_now
        for own in pairs
    ]


@bp.get("")
@requires(takes_part)
def index() -> Response:
    """Where the mail leads: the pairs that are asked about."""
    found = [asked for person in my_enrollments() for asked in asked_of(person)]
    return page("participant/checkins/index.html", found=found)


@dataclass(frozen=True)
class Here:
    """A check-in and a pair of the reader's."""

    check_in: CheckIn
    own: OwnPair

    @property
    def mine(self) -> Enrollment:
        pairing = self.own.pairing
        return pairing.mentor if self.own.side is CohortRole.MENTOR else pairing.mentee

    @property
    def questionnaire(self) -> Questionnaire:
        if self.check_in.form_version is None:
            raise NotFound(N_("This check-in is not open any more."))
        return self.check_in.form_version.questionnaire


def here_of(public_id: str, pairing_id: str) -> Here:
    """Raises NotFound for a pair that is not the reader's, and for a check-in of another cohort or not asked yet."""
    own = own_pair(pairing_id)
    mine = CheckIn.public_id == public_id, CheckIn.cohort_id == own.pairing.cohort_id
    check_in = db.session.scalar(select(CheckIn).where(*mine, CheckIn.asked_at.is_not(None)))
    if check_in is None:
        raise NotFound(N_("This check-in is not open any more."))
    return Here(check_in, own)


def is_asked(actor: Actor, here: Here) -> bool:
    """The two people of the pair."""
    return is_in_it(actor, here.own)


@bp.get("/<public_id>/<pairing_id>")
@requires(is_asked, load=here_of)
def show(here: Here) -> Response | BaseResponse:
    if not is_open(here.check_in, now=clock.now()):
        return see_other(url_for(".index"))
    return _page(here)


def _page(here: Here, parsed: list[ParsedAnswers] | None = None) -> Response:
    locale, answers = current_locale(), _before(here)
    views = [
        view
        for number, section in enumerate(here.questionnaire.sections)
        for view in section_fields(section, locale, answers=answers, parsed=parsed[number] if parsed else None)
    ]
    by_name, found = {HELP, CHANGE, MESSAGE}, problems(views)
    return page(
        "participant/checkins/show.html",
        422 if found else 200,
        here=here,
        is_more_asked=bool(parsed) and not found,
        private=[view for view in views if view.id not in by_name],
        by_name=[view for view in views if view.id in by_name],
        problems=found,
        is_again=bool(answers),
        minutes=here.questionnaire.minutes,
    )


def _before(here: Here) -> dict[str, Any]:
    """What this side answered before, wishes included."""
    session = db.session()
    kept = own_answers(session, keyring(), here.check_in, here.own.pairing, here.mine)
    if kept is None:
        return {}
    wish = wish_of(session, here.check_in, here.own.pairing, here.mine)
    asked = {HELP: wish is not None and wish.wants_help, CHANGE: wish is not None and wish.wants_change}
    message = services.own_message(keyring(), wish) if wish else ""
    return kept | asked | ({MESSAGE: message} if message else {})


@bp.post("/<public_id>/<pairing_id>")
@requires(is_asked, load=here_of)
def save(here: Here) -> Response | BaseResponse:
    """Keep the answers. Sending again replaces them."""
    parsed: list[ParsedAnswers] = []
    answers: dict[str, Any] = {}
    for section in here.questionnaire.sections:
        parsed.append(parse_section(section, request.form, answers=_before(here) | answers))
        answers |= parsed[-1].values
    if not all(one.complete for one in parsed):
        return _page(here, parsed)
    try:
        services.answer(db.session(), keyring(), here.check_in, here.own.pairing, here.mine, answers, now=clock.now())
    except InvalidTransition:
        flash(_("This check-in closed meanwhile, and your answers were not kept."), "error")
        return see_other(url_for(".index"))
    flash(_("Thank you. Your answers are sealed."), "success")
    return see_other(url_for(".together", public_id=here.check_in.public_id, pairing_id=here.own.pairing.public_id))


@bp.get("/<public_id>/<pairing_id>/together")
@requires(is_asked, load=here_of)
def together(here: Here) -> Response:
    """Thanks, what becomes of it, and three questions for both, if both want; nothing of that is written down."""
    wish = wish_of(db.session(), here.check_in, here.own.pairing, here.mine)
    return page("participant/checkins/together.html", here=here, wish=wish)
