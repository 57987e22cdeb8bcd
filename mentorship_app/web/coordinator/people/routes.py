"""People of the cohort: find one, see one, add one, correct one."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import Select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts.services import ensure_account
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.intake.queries import intake_is_sent
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Program, TrainingLevel, services
from mentorship_app.programs.contact import Contact, change_contact
from mentorship_app.programs.duplicates import likely_duplicates
from mentorship_app.programs.queries import PeopleFilter, bounced_mail, count_people, departments_and_sites, people
from mentorship_app.programs.roster_uploads import require_open_roster
from mentorship_app.programs.tags import tags_of, tags_on
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.people import bounces, history, imports, leaving, matching, merging, tagging, words
from mentorship_app.web.coordinator.people.forms import FilterForm, NewPersonForm, PersonForm, TagPeopleForm
from mentorship_app.web.coordinator.people.here import (
    PersonHere,
    coordinates_person,
    person_here,
)
from mentorship_app.web.coordinator.people.person_page import person_page
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.time_in_lists import list_time
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, page_or_block, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.versioned_form import Difference

bp = Blueprint("people", __name__)
for pages in (imports, tagging, merging, history, leaving, matching):
    pages.add_to(bp)

PEOPLE_A_PAGE = 50


@bp.get("/people")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    return _list_page(here, TagPeopleForm(formdata=None))


@bp.post("/people/ticked")
@requires(coordinates, load=place)
def tag_ticked(here: Place) -> BaseResponse:
    """Put a tag on the ticked people of the list, or take it off them; the filters of the list stay."""
    form = TagPeopleForm()
    try:
        flash(tagging.tag_people(here.program, form, tagging.chosen_people(here)), "success")
    except AppError as error:
        put_error(form, error)
        return _list_page(here, form, 422)
    return see_other(_list_url(here))


def _list_page(here: Place, tagging_form: TagPeopleForm, status: int = 200) -> Response:
    form, tags = FilterForm(request.args), tags_of(db.session, here.program)
    form.offer(here.program, *departments_and_sites(db.session, here.cohort), tags)
    tagging_form.offer(tags)
    found = db.paginate(_chosen(here.cohort, form), per_page=PEOPLE_A_PAGE, error_out=False)
    account_ids = [enrollment.account_id for enrollment in found.items]
    return page_or_block(
        "coordinator/people/index.html",
        "found",
        status,
        form=form,
        tagging=tagging_form,
        ticked=request.form.getlist("person"),
        people=found,
        counts=count_people(db.session, here.cohort),
        time=list_time(here.cohort, found.items),
        everybody=_everybody(here.cohort) if not found.total else found.total,
        bounced=bounced_mail(db.session, here.program, account_ids),
        bounces=bounces,
        tags_on=tags_on(db.session, here.program, account_ids),
        duplicates=0 if is_fragment_request() else len(likely_duplicates(db.session, here.program)),
        is_fragment=is_fragment_request(),
        tag_url=_list_url(here, ".tag_ticked"),
        words=words,
    )


def _list_url(here: Place, endpoint: str = ".index") -> str:
    """The list as it is narrowed now, at the page that is shown."""
    names = [*FilterForm().data, "page"]
    kept: dict[str, Any] = {name: request.args[name] for name in names if request.args.get(name)}
    return url_for(endpoint, program_slug=here.program.slug, **kept)


def _chosen(cohort: Cohort, form: FilterForm) -> Select[Enrollment]:
    found = people(cohort, form.chosen)
    if form.has_sent_intake is None:
        return found
    is_sent = intake_is_sent() if form.has_sent_intake else ~intake_is_sent()
    return found.where(Enrollment.role == CohortRole.MENTEE, is_sent)


def _everybody(cohort: Cohort) -> int:
    """How many there are without any filter; people who left count."""
    return db.paginate(people(cohort, PeopleFilter()), per_page=1, error_out=False).total or 0


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
    return person_page(here, PersonForm.of(here.enrollment))


@bp.post("/people/<public_id>")
@requires(coordinates_person, load=person_here)
def change(here: PersonHere) -> BaseResponse:
    form = PersonForm.of(here.enrollment)
    if not form.validate():
        return person_page(here, form, 422)
    try:
        _save(here, form)
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(here.enrollment.version)
        return person_page(here, form, 409, theirs=_differences(here, form))
    except AppError as error:
        put_error(form, error)
        return person_page(here, form, 422)
    flash(_("Saved."), "success")
    return see_other(url_for(".show", program_slug=here.program.slug, public_id=here.enrollment.public_id))


def _save(here: PersonHere, form: PersonForm) -> None:
    now, enrollment = clock.now(), here.enrollment
    services.change_enrollment(
        db.session,
        enrollment,
        version=form.read_version,
        by=current_actor(),
        now=now,
        training_level=_level(here.program, form),
        department=form.department.data,
        site=form.site.data,
        capacity=form.capacity.data or 0 if enrollment.role is CohortRole.MENTOR else 0,
    )
    contact = Contact(form.name.data, form.email.data, form.locale.data or enrollment.account.locale)
    change_contact(db.session, enrollment, contact, by=current_actor(), now=now)


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
