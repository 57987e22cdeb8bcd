"""``/p/<program>/recognition``: who signs, words of thanks, and the letters of all mentors in one go.

Nobody on staff opens a letter: it adds up minutes of meetings, and those are known to the two people alone.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField, TextAreaField

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.jobs import Job
from mentorship_app.mentoring.recognition import letters, notifications
from mentorship_app.mentoring.recognition.models import RecognitionLine, RecognitionWords
from mentorship_app.mentoring.recognition.services import (
    WordsEntry,
    choices_of,
    line_to,
    mentors_of,
    signer_of,
    words_of,
    write_line,
    write_words,
)
from mentorship_app.messaging.preview import preview
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l, ngettext
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.versioned_form import Difference, VersionedForm

bp = Blueprint("recognition", __name__, url_prefix="/recognition")

ROWS_A_PAGE = 50


class WordsForm(VersionedForm):
    """Who signs, and the line for all. ``version``: 0 where nothing was written yet."""

    leader_name = StringField(_l("Name of whoever signs"))
    leader_role_en = StringField(_l("What this person is, in English"))
    leader_role_fr = StringField(_l("What this person is, in French"))
    thanks_en = TextAreaField(_l("A line of thanks to all mentors, in English"))
    thanks_fr = TextAreaField(_l("A line of thanks to all mentors, in French"))

    @classmethod
    def of(cls, cohort: Cohort, words: RecognitionWords | None) -> "WordsForm":
        """As it stands; whoever signed last year stands there to begin with."""
        if words is not None:
            return cls(None, obj=words, version=str(words.version))
        name, role_en, role_fr = signer_of(db.session(), cohort)
        return cls(None, version="0", leader_name=name, leader_role_en=role_en, leader_role_fr=role_fr)

    @property
    def entry(self) -> WordsEntry:
        """What was typed."""
        return WordsEntry(**{name: self[name].data or "" for name in FIELDS})


FIELDS = ("leader_name", "leader_role_en", "leader_role_fr", "thanks_en", "thanks_fr")


class LineForm(VersionedForm):
    """A line to one mentor. ``version``: 0 where there is none."""

    line = TextAreaField(_l("A line of thanks to this mentor"))


@dataclass(frozen=True)
class Row:
    """One mentor on the list: whether there are letters, and never what stands in them."""

    mentor: Enrollment
    wants_letter: bool
    is_drawn: bool
    is_told: bool
    has_line: bool


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    return _page(here, WordsForm.of(here.cohort, words_of(db.session(), here.cohort)))


def _page(here: Place, form: WordsForm, status: int = 200, *, theirs: list[Difference] | None = None) -> Response:
    rows = _rows(here.cohort)
    return page(
        "coordinator/recognition/index.html",
        status,
        form=form,
        theirs=theirs or [],
        rows=ListPage.of(rows, number=request.args.get("page", 1, int), size=ROWS_A_PAGE),
        willing=sum(row.wants_letter for row in rows),
        to_tell=len(notifications.to_tell(db.session(), here.cohort)),
        work=_work(here.cohort),
    )


def _rows(cohort: Cohort) -> list[Row]:
    session = db.session()
    choices, told = choices_of(session, cohort), notifications.told(session, cohort)
    drawn = notifications.drawn(session, cohort)
    lines = set(
        session.scalars(
            select(RecognitionLine.enrollment_id)
            .join(Enrollment, Enrollment.id == RecognitionLine.enrollment_id)
            .where(Enrollment.cohort_id == cohort.id)
        )
    )
    return [
        Row(
            mentor,
            wants_letter=mentor.id not in choices or choices[mentor.id].wants_letter,
            is_drawn=mentor.id in drawn,
            is_told=mentor.id in told,
            has_line=mentor.id in lines,
        )
        for mentor in mentors_of(session, cohort)
    ]


def _work(cohort: Cohort) -> Job | None:
    """The drawing of the letters while it waits or runs."""
    return db.session.scalar(select(Job).where(Job.dedupe_key == letters.all_key(cohort)))


@bp.post("")
@requires(coordinates, load=place)
def save(here: Place) -> Response | BaseResponse:
    form = WordsForm()
    try:
        write_words(
            db.session(), here.cohort, form.entry, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except FieldError as error:
        put_error(form, error)
        return _page(here, form, 422)
    except Conflict as conflict:
        put_error(form, conflict)
        words = words_of(db.session(), here.cohort)
        form.renew(words.version if words else 0)
        return _page(here, form, 409, theirs=_differences(form, words))
    flash(_("Saved. Letters that are drawn already keep their words until you prepare them anew."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


def _differences(form: WordsForm, words: RecognitionWords | None) -> list[Difference]:
    there = {name: getattr(words, name) if words else "" for name in FIELDS}
    return [
        Difference(form[name].label.text, value, form[name].data or "")
        for name, value in there.items()
        if value != (form[name].data or "")
    ]


@bp.post("/prepare")
@requires(coordinates, load=place)
def prepare(here: Place) -> BaseResponse:
    """Have all letters drawn; pressing twice draws them once."""
    number = letters.prepare_all(db.session(), here.cohort, by=current_actor(), now=clock.now())
    if number:
        flash(
            ngettext(
                "The letters of %(num)s mentor are being drawn. Nobody is told before you say so.",
                "The letters of %(num)s mentors are being drawn. Nobody is told before you say so.",
                number,
            ),
            "success",
        )
    else:
        flash(_("Nothing to draw: either it is under way, or no mentor wants a letter."), "info")
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.get("/tell")
@requires(coordinates, load=place)
def ask_tell(here: Place) -> Response:
    """Who would be written to, and the mail of the first of them."""
    mentors = notifications.to_tell(db.session(), here.cohort)
    listed = ListPage.of(mentors, number=request.args.get("page", 1, int), size=ROWS_A_PAGE)
    return page("coordinator/recognition/tell.html", mentors=listed, mail=_mail(mentors[0]) if mentors else None)


def _mail(mentor: Enrollment) -> RenderedMail:
    account = mentor.account
    return preview(
        db.session(),
        notifications.READY,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context=notifications.ready_context(mentor),
        base_url=current_settings().base_url,
        now=clock.now(),
    )


@bp.post("/tell")
@requires(coordinates, load=place)
def tell(here: Place) -> BaseResponse:
    """Write the mails; nobody is written to twice."""
    written = notifications.tell(db.session(), here.cohort, by=current_actor(), now=clock.now())
    flash(
        ngettext(
            "%(num)s mail is written. It leaves in ten minutes; until then you can take it back.",
            "%(num)s mails are written. They leave in ten minutes; until then you can take them back.",
            written,
        ),
        "success",
    )
    return see_other(url_for(".index", program_slug=here.program.slug))


@dataclass(frozen=True)
class MentorHere:
    """A mentor of the chosen cohort."""

    place: Place
    mentor: Enrollment


def mentor_here(program_slug: str, mentor_id: str) -> MentorHere:
    """Raises NotFound, also for a mentor of another program."""
    here = place(program_slug)
    mentor = db.session.scalar(
        select(Enrollment).where(
            Enrollment.cohort_id == here.cohort.id,
            Enrollment.public_id == mentor_id,
            Enrollment.role == CohortRole.MENTOR,
        )
    )
    if mentor is None:
        raise NotFound(NOT_HERE)
    return MentorHere(here, mentor)


def coordinates_mentor(actor: Actor, here: MentorHere) -> bool:
    """Coordinators of the program."""
    return coordinates(actor, here.place)


@bp.get("/mentors/<mentor_id>")
@requires(coordinates_mentor, load=mentor_here)
def line(here: MentorHere) -> Response:
    kept = line_to(db.session(), here.mentor)
    return _line_page(here, LineForm(None, version=str(kept.version if kept else 0), line=kept.line if kept else ""))


def _line_page(
    here: MentorHere, form: LineForm, status: int = 200, *, theirs: list[Difference] | None = None
) -> Response:
    return page("coordinator/recognition/line.html", status, mentor=here.mentor, form=form, theirs=theirs or [])


@bp.post("/mentors/<mentor_id>")
@requires(coordinates_mentor, load=mentor_here)
def save_line(here: MentorHere) -> Response | BaseResponse:
    form = LineForm()
    try:
        write_line(db.session(), here.mentor, form.line.data or "", version=form.read_version)
    except FieldError as error:
        put_error(form, error)
        return _line_page(here, form, 422)
    except Conflict as conflict:
        put_error(form, conflict)
        kept = line_to(db.session(), here.mentor)
        form.renew(kept.version if kept else 0)
        theirs = [Difference(form.line.label.text, kept.line if kept else "", form.line.data or "")]
        return _line_page(here, form, 409, theirs=theirs)
    flash(_("Saved. Letters that are drawn already keep their words until you prepare them anew."), "success")
    return see_other(url_for(".index", program_slug=here.place.program.slug))
