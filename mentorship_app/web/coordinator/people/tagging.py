"""Tags: the list of them, one of them, and putting one on people."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Enrollment, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.tags import (
    Tag,
    counted_tags,
    find_tag,
    make_tag,
    put_tag,
    remove_tag,
    rename_tag,
    take_tag,
)
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.people import words
from mentorship_app.web.coordinator.people.forms import PersonForm, TagForm, TagPeopleForm
from mentorship_app.web.coordinator.people.here import PersonHere, coordinates_person, person_here
from mentorship_app.web.coordinator.people.person_page import person_page
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, ngettext

PUT, TAKE = "put", "take"


@dataclass(frozen=True)
class TagHere:
    """A tag of the program in view."""

    program: Program
    tag: Tag


def tag_here(program_slug: str, tag_id: str) -> TagHere:
    """The tag of the address; raises NotFound for one of another program."""
    here = place(program_slug)
    tag = find_tag(db.session, here.program, tag_id)
    if tag is None:
        raise NotFound(NOT_HERE)
    return TagHere(here.program, tag)


def coordinates_tag(actor: Actor, here: TagHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other pages of people."""
    bp.add_url_rule("/people/tags", "tags", tags, methods=["GET"])
    bp.add_url_rule("/people/tags", "add_tag", add_tag, methods=["POST"])
    bp.add_url_rule("/people/tags/<tag_id>", "tag", show_tag, methods=["GET"])
    bp.add_url_rule("/people/tags/<tag_id>", "change_tag", change_tag, methods=["POST"])
    bp.add_url_rule("/people/tags/<tag_id>/remove", "drop_tag", drop_tag, methods=["POST"])
    bp.add_url_rule("/people/<public_id>/tag", "tag_person", tag_person, methods=["POST"])


@requires(coordinates, load=place)
def tags(here: Place) -> Response:
    return _tags_page(here.program, TagForm())


def _tags_page(program: Program, form: TagForm, status: int = 200) -> Response:
    return page("coordinator/people/tags.html", status, form=form, tags=counted_tags(db.session, program))


@requires(coordinates, load=place)
def add_tag(here: Place) -> BaseResponse:
    form = TagForm()
    try:
        made = make_tag(db.session, here.program, form.name.data or "", by=current_actor(), now=clock.now())
    except FieldError as error:
        put_error(form, error)
        return _tags_page(here.program, form, 422)
    flash(_("The tag “%(tag)s” is there.", tag=made.name), "success")
    return see_other(url_for(".tags", program_slug=here.program.slug))


@requires(coordinates_tag, load=tag_here)
def show_tag(here: TagHere) -> Response:
    return _tag_page(here, TagForm(name=here.tag.name, version=str(here.tag.version)))


def _tag_page(here: TagHere, form: TagForm, status: int = 200, theirs: Sequence[dict[str, str]] = ()) -> Response:
    counts = {count.tag.id: count.people for count in counted_tags(db.session, here.program)}
    return page(
        "coordinator/people/tag.html", status, form=form, tag=here.tag, people=counts[here.tag.id], theirs=theirs
    )


@requires(coordinates_tag, load=tag_here)
def change_tag(here: TagHere) -> BaseResponse:
    form = TagForm()
    try:
        rename_tag(
            db.session, here.tag, form.name.data or "", version=form.read_version, by=current_actor(), now=clock.now()
        )
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(here.tag.version)
        theirs = {"field": str(words.FIELD["tag"]), "theirs": here.tag.name, "yours": form.name.data or ""}
        return _tag_page(here, form, 409, [theirs])
    except FieldError as error:
        put_error(form, error)
        return _tag_page(here, form, 422)
    flash(_("Saved."), "success")
    return see_other(url_for(".tags", program_slug=here.program.slug))


@requires(coordinates_tag, load=tag_here)
def drop_tag(here: TagHere) -> BaseResponse:
    name = here.tag.name
    remove_tag(db.session, here.tag, by=current_actor(), now=clock.now())
    flash(_("The tag “%(tag)s” is gone from everybody.", tag=name), "info")
    return see_other(url_for(".tags", program_slug=here.program.slug))


def chosen_people(here: Place) -> Sequence[Enrollment]:
    """The people of the cohort in view whose boxes are ticked; ids of others are passed over."""
    ids = request.form.getlist("person")[:1000]
    return db.session.scalars(
        select(Enrollment)
        .where(Enrollment.cohort_id == here.cohort.id, Enrollment.public_id.in_(ids))
        .order_by(Enrollment.id)
    ).all()


def tag_people(program: Program, form: TagPeopleForm, people: Sequence[Enrollment]) -> str:
    """Put the form's tag on people or take it off; gives what happened in words. Raises FieldError."""
    if not people:
        raise FieldError("people", N_("Tick the people first."))
    by, now = current_actor(), clock.now()
    tag = find_tag(db.session, program, form.tag.data or "") if form.tag.data else None
    if request.form.get("action") == TAKE:
        if tag is None:
            raise FieldError("tag", N_("Choose the tag to take off."))
        number = take_tag(db.session, tag, people, by=by, now=now)
        return ngettext(
            "“%(tag)s” taken off %(num)s person.", "“%(tag)s” taken off %(num)s people.", number, tag=tag.name
        )
    if tag is None and not form.new_tag.data:
        raise FieldError("tag", N_("Choose a tag, or type a new one."))
    if tag is None or form.new_tag.data:
        tag = _new_tag(program, form)
    number = put_tag(db.session, tag, people, by=by, now=now)
    return ngettext("“%(tag)s” put on %(num)s person.", "“%(tag)s” put on %(num)s people.", number, tag=tag.name)


def _new_tag(program: Program, form: TagPeopleForm) -> Tag:
    try:
        return make_tag(db.session, program, form.new_tag.data or "", by=current_actor(), now=clock.now())
    except FieldError as error:
        raise FieldError("new_tag", error.message, **error.values) from None


@requires(coordinates_person, load=person_here)
def tag_person(here: PersonHere) -> BaseResponse:
    form = TagPeopleForm()
    try:
        flash(tag_people(here.program, form, [here.enrollment]), "success")
    except AppError as error:
        put_error(form, error)
        return person_page(here, PersonForm.unsent(here.enrollment), 422, tagging=form)
    back = url_for(".show", program_slug=here.program.slug, public_id=here.enrollment.public_id, _anchor="tags")
    return see_other(back)
