"""``/me/recognition``: a mentor's letters, the hours they declare, and the number from their mentees."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, make_response, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.recognition import letters
from mentorship_app.mentoring.recognition.feedback import numbers_for
from mentorship_app.mentoring.recognition.hours import service_of
from mentorship_app.mentoring.recognition.models import LetterKind, RecognitionChoice
from mentorship_app.mentoring.recognition.services import MOST_OUTSIDE_HOURS, choice_of, choose
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.extensions import db
from mentorship_app.web.hours_field import HoursField
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l, current_locale
from mentorship_app.web.participant.current import enrollment_called
from mentorship_app.web.versioned_form import Difference, VersionedForm

bp = Blueprint("recognition", __name__, url_prefix="/me/recognition")

FILES = {LetterKind.HOURS: "mentorship-hours.pdf", LetterKind.THANKS: "thank-you.pdf"}
OUT_OF_RANGE = _l("Enter hours from 0 to 500.")


@dataclass(frozen=True)
class MentorHere:
    """The reader as a mentor of one cohort: ``?part=`` where they are in several."""

    mentor: Enrollment
    kind: str = ""
    """Which letter; empty on the page of all."""


def mentor_here(kind: str = "") -> MentorHere:
    """Raises NotFound for somebody who mentors in no cohort, and for a letter that does not exist."""
    if kind and kind not in set(LetterKind):
        raise NotFound(N_("There is no such letter."))
    return MentorHere(enrollment_called(request.values.get("part", ""), CohortRole.MENTOR), kind)


def is_mentor(actor: Actor, here: MentorHere) -> bool:
    """The mentor alone."""
    return actor.account_id == here.mentor.account_id


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """No browser keeps a copy: a computer is often shared."""
    response.headers["Cache-Control"] = "no-store"
    return response


class ChoiceForm(VersionedForm):
    """What a mentor says about the letter. ``version``: 0 where nothing was said yet."""

    outside_hours = HoursField(
        _l("Hours outside meetings this year"),
        validators=[InputRequired(OUT_OF_RANGE), NumberRange(0, MOST_OUTSIDE_HOURS, OUT_OF_RANGE)],
    )
    wants_letter = BooleanField(_l("I want a letter about this year"))

    @classmethod
    def of(cls, choice: RecognitionChoice | None) -> "ChoiceForm":
        """As it stands."""
        quarters, wants = (choice.outside_quarters, choice.wants_letter) if choice else (0, True)
        return cls(None, version=str(choice.version if choice else 0), outside_hours=quarters / 4, wants_letter=wants)


@bp.get("")
@requires(is_mentor, load=mentor_here)
def index(here: MentorHere) -> Response:
    return _page(here, ChoiceForm.of(choice_of(db.session(), here.mentor)))


def _page(
    here: MentorHere, form: ChoiceForm, status: int = 200, *, theirs: list[Difference] | None = None, problem: str = ""
) -> Response:
    session, mentor = db.session(), here.mentor
    cohort = mentor.cohort
    choice = choice_of(session, mentor)
    return page(
        "participant/recognition/index.html",
        status,
        mentor=mentor,
        form=form,
        theirs=theirs or [],
        problem=problem,
        of=service_of(session, mentor, today=clock.local_date(clock.now(), cohort.program.timezone)),
        hours=letters.hours_text,
        wants=choice is None or choice.wants_letter,
        letters=letters.letters_of(session, mentor),
        reason=letters.reason,
        numbers=numbers_for(session, mentor.account_id, cohort.program_id),
        locale=current_locale(),
    )


@bp.post("")
@requires(is_mentor, load=mentor_here)
def save(here: MentorHere) -> Response | BaseResponse:
    form = ChoiceForm()
    if not form.validate_on_submit():
        return _page(here, form, 422)
    given: dict[str, Any] = {
        "wants_letter": bool(form.wants_letter.data),
        "outside_hours": float(form.outside_hours.data),
    }
    try:
        choose(db.session(), here.mentor, version=form.read_version, **given)
    except FieldError as error:
        put_error(form, error)
        return _page(here, form, 422)
    except Conflict as conflict:
        put_error(form, conflict)
        choice = choice_of(db.session(), here.mentor)
        form.renew(choice.version if choice else 0)
        return _page(here, form, 409, theirs=_differences(form, choice))
    flash(_("Saved."), "success")
    return see_other(url_for(".index", part=here.mentor.public_id))


def _differences(form: ChoiceForm, choice: RecognitionChoice | None) -> list[Difference]:
    there = ChoiceForm.of(choice)
    pairs = [
        (form.outside_hours, f"{there.outside_hours.data:g}", f"{float(form.outside_hours.data):g}"),
        (form.wants_letter, _yes_no(there.wants_letter.data), _yes_no(form.wants_letter.data)),
    ]
    return [Difference(field.label.text, theirs, yours) for field, theirs, yours in pairs if theirs != yours]


def _yes_no(value: object) -> str:
    return _("Yes") if value else _("No")


@bp.post("/letter")
@requires(is_mentor, load=mentor_here)
def ask(here: MentorHere) -> BaseResponse:
    """Have the worker draw the letter of hours in the language that was asked for."""
    try:
        letters.ask_for(
            db.session(),
            here.mentor,
            LetterKind.HOURS,
            locale=request.form.get("locale", current_locale()),
            now=clock.now(),
        )
    except FieldError:
        form = ChoiceForm.of(choice_of(db.session(), here.mentor))
        return _page(here, form, 422, problem=_("Choose a language for the letter."))
    return see_other(url_for(".index", part=here.mentor.public_id, _anchor="letters"))


@bp.get("/<kind>.pdf")
@requires(is_mentor, load=mentor_here)
def letter(here: MentorHere) -> Response:
    """A letter as it was drawn: ``?locale=``."""
    locale = request.args.get("locale", current_locale())
    answer = make_response(letters.pdf_of(db.session(), here.mentor, here.kind, locale))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILES[LetterKind(here.kind)]}"'
    return answer
