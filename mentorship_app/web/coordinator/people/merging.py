"""Two entries of one person: likely ones offered, any two looked for, both shown side by side, made one."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload
from werkzeug.wrappers import Response as BaseResponse
from wtforms.fields.choices import SelectChoice

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.searching import search_words
from mentorship_app.programs import Cohort, Enrollment, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.duplicates import likely_duplicates
from mentorship_app.programs.merge_people import (
    coming_along,
    find_person,
    fingerprint,
    merge_people,
    obstacles,
    plan,
    say_different,
)
from mentorship_app.programs.merging import Merge
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.people import words
from mentorship_app.web.coordinator.people.forms import MergeForm, strip
from mentorship_app.web.coordinator.people.here import PersonHere, coordinates_person, person_here
from mentorship_app.web.coordinator.place import NOT_HERE, Place, choose_cohort, coordinates, place
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.list_page import ListPage

PAIRS_A_PAGE = 50
MOST_FOUND = 20
FIRST, SECOND = "first", "second"
SAME = N_("These are the same entry.")


@dataclass(frozen=True)
class TwoHere:
    """Two people of the program in view; they may be one."""

    program: Program
    first: Account
    second: Account
    first_id: str
    second_id: str

    def merge(self, keep: str) -> Merge:
        """What merging would mean if the entry ``keep`` stays."""
        kept, gone = (self.first, self.second) if keep == FIRST else (self.second, self.first)
        return plan(db.session, self.program, kept, gone, now=clock.now())


def two_here(program_slug: str, public_id: str, other_id: str) -> TwoHere:
    """The two people of the address, by an enrollment of any year; raises NotFound."""
    here = place(program_slug)
    first, second = (find_person(db.session, here.program, each) for each in (public_id, other_id))
    if first is None or second is None:
        raise NotFound(NOT_HERE)
    return TwoHere(here.program, first, second, public_id, other_id)


def coordinates_two(actor: Actor, here: TwoHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other pages of people."""
    bp.add_url_rule("/people/duplicates", "duplicates", duplicates, methods=["GET"])
    bp.add_url_rule("/people/<public_id>/merge", "choose_other", choose_other, methods=["GET"])
    bp.add_url_rule("/people/<public_id>/merge/<other_id>", "compare", compare, methods=["GET"])
    bp.add_url_rule("/people/<public_id>/merge/<other_id>", "merge", merge, methods=["POST"])
    bp.add_url_rule("/people/<public_id>/merge/<other_id>/apart", "tell_apart", tell_apart, methods=["POST"])


@requires(coordinates, load=place)
def duplicates(here: Place) -> Response:
    found = likely_duplicates(db.session, here.program)
    shown = ListPage.of(found, number=request.args.get("page", 1, type=int), size=PAIRS_A_PAGE)
    return page("coordinator/people/duplicates.html", pairs=shown, words=words)


@requires(coordinates_person, load=person_here)
def choose_other(here: PersonHere) -> Response:
    typed = strip(request.args.get("q"))
    account = here.enrollment.account
    likely = [
        pair.second if pair.first.account_id == account.id else pair.first
        for pair in likely_duplicates(db.session, here.program)
        if account.id in {pair.first.account_id, pair.second.account_id}
    ]
    return page(
        "coordinator/people/choose_other.html",
        enrollment=here.enrollment,
        typed=typed,
        found=_found(here, typed) if typed else [],
        likely=likely,
        most=MOST_FOUND,
    )


def _found(here: PersonHere, typed: str) -> list[Enrollment]:
    """Others of the program whose name or address holds every word, each once, with the newest enrollment."""
    rows = select(Enrollment).join(Enrollment.account).join(Enrollment.cohort)
    for word in search_words(typed):
        rows = rows.where(Account.search_text.contains(word, autoescape=True))
    found = db.session.scalars(
        rows.where(Cohort.program_id == here.program.id, Account.id != here.enrollment.account_id)
        .options(contains_eager(Enrollment.account).lazyload(Account.roles), joinedload(Enrollment.cohort))
        .order_by(Account.search_text, Cohort.starts_on.desc(), Enrollment.id)
        .limit(MOST_FOUND * 4)
    )
    newest = {enrollment.account_id: enrollment for enrollment in reversed(found.all())}
    return sorted(newest.values(), key=lambda row: (row.account.search_text, row.id))[:MOST_FOUND]


@requires(coordinates_two, load=two_here)
def compare(here: TwoHere) -> Response:
    return _compare_page(here, MergeForm(formdata=None))


@requires(coordinates_two, load=two_here)
def merge(here: TwoHere) -> BaseResponse:
    form = _offered(here, MergeForm())
    if here.first.id == here.second.id:
        form.form_errors.append(_(SAME))
        return _compare_page(here, form, 409)
    if not form.validate():
        return _compare_page(here, form, 422)
    planned = here.merge(form.keep.data)
    name = here.first.name if form.name.data == FIRST else here.second.name
    kept_id = here.first_id if form.keep.data == FIRST else here.second_id
    try:
        if form.fingerprint.data != _fingerprint(here):
            raise Conflict(N_("One of the two entries was changed since you opened this page. Read both again."))
        merge_people(db.session, planned, name=name, by=current_actor())
    except AppError as error:
        put_error(form, error)
        form.fingerprint.raw_data = None
        return _compare_page(here, form, 409 if isinstance(error, Conflict) else 422)
    flash(_("The two entries of %(name)s are one now.", name=name), "success")
    _look_at_year_of(here.program, kept_id)
    return see_other(url_for(".show", program_slug=here.program.slug, public_id=kept_id))


def _look_at_year_of(program: Program, public_id: str) -> None:
    """Choose the cohort of an enrollment, so that its page can be shown next."""
    slug = db.session.scalar(
        select(Cohort.slug).join(Enrollment, Enrollment.cohort_id == Cohort.id).where(Enrollment.public_id == public_id)
    )
    if slug is not None:
        choose_cohort(program, slug)


@requires(coordinates_two, load=two_here)
def tell_apart(here: TwoHere) -> BaseResponse:
    if here.first.id == here.second.id:
        raise Conflict(SAME)
    say_different(db.session, here.program, here.first, here.second, by=current_actor(), now=clock.now())
    flash(_("They stay two people, and are not offered again."), "info")
    return see_other(url_for(".duplicates", program_slug=here.program.slug))


def _fingerprint(here: TwoHere) -> str:
    return fingerprint(here.merge(FIRST))


def _offered(here: TwoHere, form: MergeForm) -> MergeForm:
    form.keep.choices = [SelectChoice(FIRST, here.first.email), SelectChoice(SECOND, here.second.email)]
    names = [SelectChoice(FIRST, here.first.name)]
    if here.second.name != here.first.name:
        names.append(SelectChoice(SECOND, here.second.name))
    form.name.choices = names
    return form


def _compare_page(here: TwoHere, form: MergeForm, status: int = 200) -> Response:
    _offered(here, form)
    is_same = here.first.id == here.second.id
    # Each side is what would come along if the other one stays.
    sides = {FIRST: here.merge(SECOND), SECOND: here.merge(FIRST)}
    reasons = {side: [message_of(found) for found in obstacles(db.session, sides[side])] for side in sides}
    if is_same:
        reasons = {side: [_(SAME)] for side in sides}
    form.fingerprint.data = _fingerprint(here)
    counts = {side: {line.words: line.number for line in coming_along(db.session, sides[side])} for side in sides}
    kinds = list(dict.fromkeys([*counts[FIRST], *counts[SECOND]]))
    return page(
        "coordinator/people/compare_two.html",
        status,
        form=form,
        two=here,
        rows=[(_(kind), counts[FIRST].get(kind, 0), counts[SECOND].get(kind, 0)) for kind in kinds],
        in_the_way=_in_the_way(here, reasons),
        can_merge=not all(reasons.values()),
    )


def _in_the_way(here: TwoHere, reasons: dict[str, list[str]]) -> list[str]:
    """Why they cannot be merged, said once where it holds for both ways round."""
    both = [reason for reason in reasons[FIRST] if reason in reasons[SECOND]]
    only = [
        _("If %(email)s goes: %(reason)s", email=account.email, reason=reason)
        for side, account in ((FIRST, here.first), (SECOND, here.second))
        for reason in reasons[side]
        if reason not in both
    ]
    return both + only
