"""What matching has to know about a person: hours, absences and other roles of mentors, conflicts of interest.

Conflicts show the reason only as far as staff may read it. The private lists of people are nowhere here.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, flash, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectMultipleField
from wtforms.validators import Optional

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.conflicts import ConflictOfInterest, Declarer, conflicts_of, declare, lift
from mentorship_app.mentoring.queries import count_taken
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.programs.absences import absences_of, add_absence, remove_absence
from mentorship_app.programs.queries import active_people
from mentorship_app.programs.services import change_enrollment
from mentorship_app.web.absence_words import absence_words
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.conflict_words import DECLARERS, words_for_staff
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.other_roles import OtherRoles
from mentorship_app.web.coordinator.people.here import PersonHere, coordinates_person, person_here
from mentorship_app.web.extensions import db
from mentorship_app.web.hours_field import HoursField
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.matching_forms import AbsenceForm, ConflictForm, people_choices
from mentorship_app.web.versioned_form import VersionedForm

GONE = N_("This entry is not there any more.")


def add_to(bp: Blueprint) -> None:
    """Put this page beside the other pages of people."""
    bp.add_url_rule("/people/<public_id>/matching", "matching", show, methods=["GET"])
    bp.add_url_rule("/people/<public_id>/matching", "change_matching", change, methods=["POST"])


class TimeForm(VersionedForm):
    """Hours and other roles of a mentor. ``version`` is that of the enrollment as it was read."""

    hours_per_month = HoursField(_l("Hours a month for each mentee"), validators=[Optional()])
    other_roles = SelectMultipleField(_l("Other roles towards residents"), validate_choice=False)


@dataclass(frozen=True)
class ShownConflict:
    """A conflict as staff may read it."""

    public_id: str
    with_whom: str
    reason: str
    declared: str
    until: date | None
    is_ours: bool


class Desk:
    """The page of one person with its three forms, of which the one that was sent holds what was typed."""

    def __init__(self, here: PersonHere) -> None:
        self.here, self.person = here, here.enrollment
        self.today = clock.local_date(clock.now(), here.program.timezone)
        self.is_mentor = self.person.role is CohortRole.MENTOR
        action = request.form.get("action", "") if request.method == "POST" else ""
        self.verb, _colon, self.public_id = action.partition(":")
        self.roles = OtherRoles(here.program.id)
        self.time = TimeForm(
            self._sent("time"),
            version=str(self.person.version),
            hours_per_month=self.person.hours_per_month,
            other_roles=self.person.other_roles,
        )
        self.time.other_roles.choices = self.roles.choices(self.person.other_roles)
        self.absence = AbsenceForm(self._sent("absence"))
        self.conflict = ConflictForm(self._sent("declare"))
        other_side = CohortRole.MENTEE if self.is_mentor else CohortRole.MENTOR
        found = db.session.scalars(active_people(here.cohort, other_side))
        self.others = [other for other in found if other.account_id != self.person.account_id]
        self.conflict.person.choices = people_choices(self.others)

    def _sent(self, verb: str) -> object:
        return request.form if self.verb == verb else None

    @property
    def sent_form(self) -> FlaskForm:
        forms: dict[str, FlaskForm] = {"absence": self.absence, "declare": self.conflict}
        return forms.get(self.verb, self.time)

    @property
    def conflicts(self) -> list[ConflictOfInterest]:
        return list(conflicts_of(db.session(), self.here.program, self.person.account_id, today=self.today))

    def other(self) -> Enrollment:
        """The chosen person; raises FieldError for anybody who is not in the list."""
        found = next((one for one in self.others if one.public_id == self.conflict.person.data), None)
        if found is None:
            raise FieldError("person", N_("Choose a person from the list."))
        return found


@requires(coordinates_person, load=person_here)
def show(here: PersonHere) -> Response:
    return _page(Desk(here))


def _page(desk: Desk, status: int = 200, *, is_stale: bool = False) -> Response:
    person = desk.person
    return page(
        "coordinator/people/matching.html",
        status,
        enrollment=person,
        is_mentor=desk.is_mentor,
        form=desk.sent_form,
        time_form=desk.time,
        absence_form=desk.absence,
        conflict_form=desk.conflict,
        is_stale=is_stale,
        kept_roles=desk.roles.names_of(person.other_roles),
        taken=count_taken(db.session(), person) if desk.is_mentor else 0,
        absences=[(absence.public_id, absence_words(absence)) for absence in absences_of(db.session(), person)],
        conflicts=[_shown(conflict, person) for conflict in desk.conflicts],
    )


def _shown(conflict: ConflictOfInterest, person: Enrollment) -> ShownConflict:
    other = conflict.mentee if conflict.mentor_account_id == person.account_id else conflict.mentor
    return ShownConflict(
        conflict.public_id,
        other.name,
        words_for_staff(conflict),
        str(DECLARERS[conflict.declared_by]),
        conflict.until,
        conflict.declared_by is Declarer.COORDINATOR,
    )


@requires(coordinates_person, load=person_here)
def change(here: PersonHere) -> Response | BaseResponse:
    """Save, note, remove, declare or lift, as the pressed button says."""
    desk = Desk(here)
    verbs = {
        "time": _save_time,
        "absence": _add_absence,
        "remove-absence": _remove_absence,
        "declare": _declare,
        "lift": _lift,
    }
    if desk.verb not in verbs or (not desk.is_mentor and desk.verb not in {"declare", "lift"}):
        return _page(desk, 422)
    if desk.verb in {"time", "absence", "declare"} and not desk.sent_form.validate():
        return _page(desk, 422)
    try:
        said = verbs[desk.verb](desk)
    except NotFound:
        raise
    except AppError as error:
        is_stale = isinstance(error, Conflict) and desk.verb == "time"
        put_error(desk.sent_form, error)
        desk.time.renew(desk.person.version)
        return _page(desk, 409 if is_stale else 422, is_stale=is_stale)
    flash(said, "success")
    return see_other(url_for(".matching", program_slug=here.program.slug, public_id=desk.person.public_id))


def _save_time(desk: Desk) -> str:
    change_enrollment(
        db.session(),
        desk.person,
        version=desk.time.read_version,
        by=current_actor(),
        now=clock.now(),
        hours_per_month=desk.time.hours_per_month.data,
        other_roles=[str(code) for code, _name in _ticked(desk.time)],
    )
    return _("Saved.")


def _ticked(form: TimeForm) -> list[tuple[object, object]]:
    chosen = set(form.other_roles.data or ())
    return [(choice.value, choice.label) for choice in form.other_roles.choices or () if choice.value in chosen]


def _add_absence(desk: Desk) -> str:
    add_absence(db.session(), desk.person, desk.absence.entry, by=current_actor(), now=clock.now())
    return _("Noted.")


def _remove_absence(desk: Desk) -> str:
    remove_absence(db.session(), desk.person, desk.public_id, by=current_actor(), now=clock.now())
    return _("Removed.")


def _declare(desk: Desk) -> str:
    other = desk.other()
    mentor, mentee = (desk.person, other) if desk.is_mentor else (other, desk.person)
    declare(
        db.session(),
        desk.here.program,
        mentor=mentor.account,
        mentee=mentee.account,
        reason=desk.conflict.why,
        declared_by=Declarer.COORDINATOR,
        by=current_actor(),
        now=clock.now(),
        until=desk.conflict.until.data,
    )
    return _("Declared. Neither of the two is told.")


def _lift(desk: Desk) -> str:
    conflict = next((one for one in desk.conflicts if one.public_id == desk.public_id), None)
    if conflict is None:
        raise NotFound(GONE)
    lift(db.session(), conflict, declared_by=Declarer.COORDINATOR, by=current_actor(), now=clock.now())
    return _("Taken back.")
