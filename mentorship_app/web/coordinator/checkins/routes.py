"""``/p/<program>/check-ins``: the two check-ins of a year."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.mentoring.checkins import notifications, services
from mentorship_app.mentoring.checkins.answers import answered
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInKind
from mentorship_app.mentoring.checkins.planning import OPEN_FOR, check_ins_of, plan, proposed_day
from mentorship_app.mentoring.checkins.queries import is_open, open_wishes, people_asked
from mentorship_app.mentoring.checkins.results import Results, Share, results_of
from mentorship_app.programs import Cohort
from mentorship_app.programs.phases import Opening
from mentorship_app.programs.phases import is_open as is_phase_open
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.checkins.forms import DaysForm
from mentorship_app.web.coordinator.checkins.here import WishHere, coordinates_wish, wish_here
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.pairs.mails import ShownMail, check_in_mail
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l, ngettext
from mentorship_app.web.keys import keyring

bp = Blueprint("checkins", __name__, url_prefix="/check-ins")

ROWS_A_PAGE = 50
NAMES = {CheckInKind.THREE_MONTHS: _l("At three months"), CheckInKind.MID_YEAR: _l("At mid-year")}
BANDS = {
    Share.LESS_THAN_HALF: _l("fewer than half"),
    Share.ABOUT_HALF: _l("about half"),
    Share.MORE_THAN_HALF: _l("more than half"),
}


@dataclass(frozen=True)
class Row:
    """One of the two check-ins as the page shows it."""

    kind: CheckInKind
    name: str
    check_in: CheckIn | None
    form: DaysForm
    is_open: bool
    is_over: bool
    answered: int
    results: Results | None


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    return _page(here)


def _page(here: Place, sent: DaysForm | None = None) -> Response:
    present = check_ins_of(db.session(), here.cohort)
    wishes = db.paginate(
        open_wishes(here.cohort, reader=current_actor().account_id), per_page=ROWS_A_PAGE, error_out=False
    )
    return page(
        "coordinator/checkins/index.html",
        422 if sent else 200,
        rows=[_row(here.cohort, kind, present.get(kind), sent) for kind in CheckInKind],
        form=sent or DaysForm(None),
        people=len(people_asked(db.session(), here.cohort)),
        wishes=wishes,
        messages={wish.id: services.own_message(keyring(), wish) for wish in wishes.items},
        bands=BANDS,
        may_ask=is_phase_open(here.cohort, Opening.MEETINGS),
    )


def _row(cohort: Cohort, kind: CheckInKind, check_in: CheckIn | None, sent: DaysForm | None) -> Row:
    opens_on = check_in.opens_on if check_in else proposed_day(cohort, kind)
    closes_on = check_in.closes_on if check_in else opens_on + OPEN_FOR
    filled = {"opens_on": opens_on, "closes_on": closes_on, "version": str(check_in.version if check_in else 0)}
    is_sent = sent is not None and request.form.get("kind") == kind.value
    today = clock.local_date(clock.now(), cohort.program.timezone)
    return Row(
        kind=kind,
        name=str(NAMES[kind]),
        check_in=check_in,
        form=sent if is_sent and sent else DaysForm(None, data=filled, prefix=kind.value),
        is_open=check_in is not None and is_open(check_in, now=clock.now()),
        is_over=check_in is not None and check_in.asked_at is not None and check_in.closes_on < today,
        answered=answered(db.session(), check_in) if check_in else 0,
        results=results_of(db.session(), keyring(), check_in, today=today) if check_in else None,
    )


@bp.post("")
@requires(coordinates, load=place)
def save(here: Place) -> Response | BaseResponse:
    """Keep the days of one of the two."""
    kind = request.form.get("kind", "")
    form = DaysForm(prefix=kind)
    if kind not in {one.value for one in CheckInKind}:
        form.form_errors.append(_("Press one of the buttons of this page."))
        return _page(here, form)
    if not form.validate() or form.opens_on.data is None or form.closes_on.data is None:
        return _page(here, form)
    try:
        plan(
            db.session(),
            here.cohort,
            CheckInKind(kind),
            opens_on=form.opens_on.data,
            closes_on=form.closes_on.data,
            version=form.read_version,
            now=clock.now(),
        )
    except AppError as error:
        db.session.rollback()
        put_error(form, error)
        return _page(here, form)
    flash(_("The days are saved. Nobody is asked before you press the button."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.get("/ask")
@requires(coordinates, load=place)
def check(here: Place) -> Response | BaseResponse:
    """Whom it asks, and with which words."""
    kind = request.args.get("kind", "")
    if kind not in {one.value for one in CheckInKind}:
        return see_other(url_for(".index", program_slug=here.program.slug))
    people = people_asked(db.session(), here.cohort)
    days = _days(here.cohort, CheckInKind(kind))
    mail: ShownMail | None = check_in_mail(people[0], notifications.INVITATION, closes_on=days[1]) if people else None
    return page(
        "coordinator/checkins/ask.html",
        name=NAMES[CheckInKind(kind)],
        kind=kind,
        closes_on=days[1],
        people=len(people),
        mail=mail,
        may_ask=is_phase_open(here.cohort, Opening.MEETINGS),
    )


def _days(cohort: Cohort, kind: CheckInKind) -> tuple[date, date]:
    present = check_ins_of(db.session(), cohort).get(kind)
    today = clock.local_date(clock.now(), cohort.program.timezone)
    closes_on = present.closes_on if present else today + OPEN_FOR
    return today, closes_on if closes_on > today else today + OPEN_FOR


@bp.post("/ask")
@requires(coordinates, load=place)
def ask(here: Place) -> BaseResponse:
    """Ask everybody. Pressing twice asks once."""
    kind = request.form.get("kind", "")
    if kind not in {one.value for one in CheckInKind} or not is_phase_open(here.cohort, Opening.MEETINGS):
        flash(_("Pairs are asked while they meet, not in this phase."), "error")
        return see_other(url_for(".index", program_slug=here.program.slug))
    session, now = db.session(), clock.now()
    opens_on, closes_on = _days(here.cohort, CheckInKind(kind))
    present = check_ins_of(session, here.cohort).get(CheckInKind(kind))
    if present is None or (present.asked_at is None and present.closes_on != closes_on):
        version = present.version if present else 0
        present = plan(
            session, here.cohort, CheckInKind(kind), opens_on=opens_on, closes_on=closes_on, version=version, now=now
        )
    written = services.ask_everybody(session, present, version=present.version, by=current_actor(), now=now)
    flash(
        ngettext(
            "%(num)s mail is written. It leaves in ten minutes; until then you can take it back.",
            "%(num)s mails are written. They leave in ten minutes; until then you can take them back.",
            written,
        ),
        "success",
    )
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.post("/wishes/<public_id>")
@requires(coordinates_wish, load=wish_here)
def settle(here: WishHere) -> BaseResponse:
    """Note that somebody has seen to it."""
    form = DaysForm()
    services.settle(db.session(), here.wish, version=form.read_version, by=current_actor(), now=clock.now())
    flash(_("Settled. What was written is deleted."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))
