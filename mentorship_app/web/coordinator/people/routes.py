"""People of the cohort: find one, see one, add one, correct one, let one leave."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts.services import ensure_account
from mentorship_app.audit import AuditEvent
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Program, TrainingLevel, services
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.contact import Contact, change_contact, is_known_elsewhere
from mentorship_app.programs.queries import PeopleFilter, count_people, find_enrollment, people
from mentorship_app.programs.roster_uploads import require_open_roster
from mentorship_app.programs.withdrawal import withdraw as end_part
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.audit_sentences import audit_sentence
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.people import imports, words
from mentorship_app.web.coordinator.people.forms import FilterForm, NewPersonForm, PersonForm
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, page_or_block, see_other
from mentorship_app.web.i18n import _

bp = Blueprint("people", __name__)
imports.add_to(bp)

PEOPLE_A_PAGE = 50
HISTORY = 20


@dataclass(frozen=True)
class PersonHere:
    """A person of the cohort in view."""

    program: Program
    cohort: Cohort
    enrollment: Enrollment


def person_here(program_slug: str, public_id: str) -> PersonHere:
    """The person of the address, only within the chosen cohort; raises NotFound."""
    here = place(program_slug)
    enrollment = find_enrollment(db.session, here.cohort, public_id)
    if enrollment is None:
        raise NotFound(NOT_HERE)
    return PersonHere(here.program, here.cohort, enrollment)


def coordinates_person(actor: Actor, here: PersonHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


@bp.get("/people")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    form = FilterForm(request.args)
    form.offer(here.program)
    found = db.paginate(people(here.cohort, form.chosen), per_page=PEOPLE_A_PAGE, error_out=False)
    addresses = [enrollment.account.email for enrollment in found.items]
    return page_or_block(
        "coordinator/people/index.html",
        "found",
        form=form,
        people=found,
        counts=count_people(db.session, here.cohort),
        everybody=_everybody(here.cohort) if not found.total else found.total,
        unreachable=_unreachable(here.program, addresses),
        words=words,
    )


def _everybody(cohort: Cohort) -> int:
    """How many there are without any filter; people who left count."""
    return db.paginate(people(cohort, PeopleFilter()), per_page=1, error_out=False).total or 0


def _unreachable(program: Program, addresses: list[str]) -> frozenset[str]:
    """Those of the addresses to which a mail could not be delivered."""
    rows = db.session.scalars(
        select(OutboxMessage.to_email).where(
            OutboxMessage.program_id == program.id,
            OutboxMessage.status == MessageStatus.DEAD,
            OutboxMessage.private.is_(False),
            OutboxMessage.to_email.in_(addresses),
        )
    )
    return frozenset(rows)


@bp.route("/people/add", methods=["GET", "POST"])
@requires(coordinates, load=place)
def add(here: Place) -> BaseResponse:
    require_open_roster(here.cohort)
    form = NewPersonForm(locale=here.program.locale)
    form.offer(here.program)
    if form.validate_on_submit():
        try:
            enrollment = _enroll(here, form)
        except AppError as error:
            put_error(form, error)
        else:
            flash(_("%(name)s takes part now.", name=enrollment.account.name), "success")
            return see_other(url_for(".index", program_slug=here.program.slug))
    return page("coordinator/people/add.html", 422 if form.errors else 200, form=form)


def _enroll(here: Place, form: NewPersonForm) -> Enrollment:
    now, role = clock.now(), CohortRole(form.role.data)
    account = ensure_account(db.session, email=form.email.data, name=form.name.data, locale=form.locale.data, now=now)
    return services.enroll(
        db.session,
        here.cohort,
        account,
        role=role,
        by=current_actor(),
        now=now,
        training_level=_level(here.program, form),
        department=form.department.data,
        site=form.site.data,
        capacity=(form.capacity.data if form.capacity.data is not None else 1) if role is CohortRole.MENTOR else 0,
    )


def _level(program: Program, form: PersonForm) -> TrainingLevel | None:
    chosen = form.training_level.data or ""
    return next((level for level in program.training_levels if str(level.id) == chosen), None)


@bp.get("/people/<public_id>")
@requires(coordinates_person, load=person_here)
def show(here: PersonHere) -> Response:
    return _person_page(here, PersonForm.of(here.enrollment))


@bp.post("/people/<public_id>")
@requires(coordinates_person, load=person_here)
def change(here: PersonHere) -> BaseResponse:
    form = PersonForm.of(here.enrollment)
    if not form.validate():
        return _person_page(here, form, 422)
    try:
        _save(here, form)
    except Conflict as conflict:
        put_error(form, conflict)
        form.version.raw_data = form.version.data = str(here.enrollment.version)
        return _person_page(here, form, 409, theirs=_differences(here, form))
    except AppError as error:
        put_error(form, error)
        return _person_page(here, form, 422)
    flash(_("Saved."), "success")
    return see_other(url_for(".show", program_slug=here.program.slug, public_id=here.enrollment.public_id))


def _save(here: PersonHere, form: PersonForm) -> None:
    now, enrollment = clock.now(), here.enrollment
    version = int(form.version.data) if str(form.version.data).isdecimal() else -1
    services.change_enrollment(
        db.session,
        enrollment,
        version=version,
        by=current_actor(),
        now=now,
        training_level=_level(here.program, form),
        department=form.department.data,
        site=form.site.data,
        capacity=form.capacity.data or 0 if enrollment.role is CohortRole.MENTOR else 0,
    )
    contact = Contact(form.name.data, form.email.data, form.locale.data or enrollment.account.locale)
    change_contact(db.session, enrollment, contact, by=current_actor(), now=now)


@dataclass(frozen=True)
class Difference:
    """What a field says now, and what was just typed over it."""

    field: str
    theirs: str
    yours: str


def _differences(here: PersonHere, form: PersonForm) -> list[Difference]:
    db.session.refresh(here.enrollment.account)
    enrollment, account = here.enrollment, here.enrollment.account
    level = _level(here.program, form)
    pairs = [
        ("name", account.name, form.name.data),
        ("email", account.email, form.email.data),
        ("locale", account.locale, form.locale.data),
        ("training_level", words.level_name(enrollment.training_level), words.level_name(level)),
        ("department", enrollment.department, form.department.data),
        ("site", enrollment.site, form.site.data),
        ("capacity", str(enrollment.capacity), str(form.capacity.data or 0)),
    ]
    return [
        Difference(str(words.FIELD[field]), words.shown_value(field, theirs), words.shown_value(field, yours or ""))
        for field, theirs, yours in pairs
        if theirs != (yours or "")
    ]


def _person_page(
    here: PersonHere, form: PersonForm, status: int = 200, *, theirs: list[Difference] | None = None
) -> Response:
    enrollment = here.enrollment
    return page(
        "coordinator/people/show.html",
        status,
        form=form,
        enrollment=enrollment,
        is_mentor=enrollment.role is CohortRole.MENTOR,
        has_left=enrollment.status is EnrollmentStatus.WITHDRAWN,
        address_is_fixed=is_known_elsewhere(db.session, enrollment),
        unreachable=_unreachable(here.program, [enrollment.account.email]),
        history=_history(enrollment.id),
        theirs=theirs or [],
        audit_sentence=audit_sentence,
        words=words,
    )


def _history(enrollment_id: UUID) -> list[AuditEvent]:
    """What staff did to this enrollment, newest first. Surveys leave no event."""
    return list(
        db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.subject_type == Enrollment.__tablename__, AuditEvent.subject_id == enrollment_id)
            .order_by(AuditEvent.at.desc(), AuditEvent.id)
            .limit(HISTORY)
        )
    )


@bp.post("/people/<public_id>/withdraw")
@requires(coordinates_person, load=person_here)
def withdraw(here: PersonHere) -> BaseResponse:
    end_part(db.session, here.enrollment, by=current_actor(), now=clock.now())
    flash(_("%(name)s no longer takes part. What they did so far is kept.", name=here.enrollment.account.name), "info")
    return see_other(url_for(".show", program_slug=here.program.slug, public_id=here.enrollment.public_id))


@bp.post("/people/<public_id>/take-back")
@requires(coordinates_person, load=person_here)
def take_back(here: PersonHere) -> BaseResponse:
    enrollment = here.enrollment
    services.enroll(
        db.session, here.cohort, enrollment.account, role=enrollment.role, by=current_actor(), now=clock.now()
    )
    flash(_("%(name)s takes part now.", name=enrollment.account.name), "success")
    return see_other(url_for(".show", program_slug=here.program.slug, public_id=enrollment.public_id))
