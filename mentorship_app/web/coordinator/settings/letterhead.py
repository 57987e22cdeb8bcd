"""The letterhead of the program's reports: its logo and its address."""

from flask import Blueprint, Response, flash, make_response, request, url_for
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField, TextAreaField

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, NotFound
from mentorship_app.programs.letterhead import Letterhead
from mentorship_app.programs.letterhead.logo import MOST_BYTES
from mentorship_app.programs.letterhead.services import (
    LONGEST_ALT,
    LetterheadEntry,
    change_letterhead,
    letterhead_of,
    remove_logo,
)
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.coordinator.settings.forms import strip
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.versioned_form import VersionedForm


class LetterheadForm(VersionedForm):
    """What stands at the head of a report."""

    address = TextAreaField(_l("Address, as on your letters"), filters=[strip])
    logo = FileField(_l("Logo"))
    logo_alt = StringField(_l("What the logo shows"), filters=[strip])

    @classmethod
    def of(cls, kept: Letterhead | None) -> "LetterheadForm":
        """The form as it stands, or as it was just sent."""
        if kept is None:
            return cls(version="0")
        return cls(version=str(kept.version), address=kept.address, logo_alt=kept.logo_alt)

    @property
    def entry(self) -> LetterheadEntry:
        return LetterheadEntry(self.address.data or "", self.logo_alt.data or "", _content(self.logo.data))


def _content(chosen: object) -> bytes | None:
    if not isinstance(chosen, FileStorage) or not chosen.filename:
        return None
    # One byte more than is taken, so that a file that is too large is seen to be so.
    content = chosen.stream.read(MOST_BYTES + 1)
    chosen.close()
    return content


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other settings."""
    bp.add_url_rule("/settings/letterhead", "letterhead", show, methods=["GET", "POST"])
    bp.add_url_rule("/settings/letterhead/logo.png", "logo", logo, methods=["GET"])
    bp.add_url_rule("/settings/letterhead/remove-logo", "remove_logo", remove, methods=["POST"])


@requires(coordinates, load=place)
def show(here: Place) -> BaseResponse:
    form = LetterheadForm.of(letterhead_of(db.session(), here.program))
    if request.method == "GET":
        return _page(here, form)
    try:
        change_letterhead(
            db.session(), here.program, form.entry, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except Conflict as conflict:
        put_error(form, conflict)
        theirs = letterhead_of(db.session(), here.program)
        form.renew(theirs.version if theirs else 0)
        return _page(here, form, 409, theirs=theirs)
    except AppError as error:
        put_error(form, error)
        return _page(here, form, 422)
    flash(_("The next report that is drawn has this letterhead."), "success")
    return see_other(url_for(".letterhead", program_slug=here.program.slug))


def _page(here: Place, form: LetterheadForm, status: int = 200, **context: object) -> Response:
    kept = letterhead_of(db.session(), here.program)
    return page(
        "coordinator/settings/letterhead.html", status, form=form, kept=kept, longest_alt=LONGEST_ALT, **context
    )


@requires(coordinates, load=place)
def logo(here: Place) -> Response:
    """The picture as it is kept."""
    kept = letterhead_of(db.session(), here.program)
    if kept is None or kept.logo is None:
        raise NotFound(NOT_HERE)
    answer = make_response(kept.logo)
    answer.headers["Content-Type"] = "image/png"
    return answer


@requires(coordinates, load=place)
def remove(here: Place) -> BaseResponse:
    remove_logo(db.session(), here.program, by=current_actor(), now=clock.now())
    flash(_("Reports go without a logo from now on."), "info")
    return see_other(url_for(".letterhead", program_slug=here.program.slug))
