"""What a planned check-in is called, when it is, whom it asks, and what it says before one begins."""

from flask import Response, flash, request
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.surveys.enums import AudienceGroup
from mentorship_app.surveys.planning import WaveEntry, change_wave, require_draft
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.coordinator.surveys.forms import GROUP_NAMES, WaveForm
from mentorship_app.web.coordinator.surveys.here import WaveHere, wave_here, wave_url
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.coordinator.surveys.wave_page import sizes_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, day
from mentorship_app.web.versioned_form import Difference


@bp.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(coordinates, load=wave_here)
def edit(here: WaveHere) -> Response | BaseResponse:
    require_draft(here.wave)
    form = WaveForm.of(here.wave)
    if request.method == "GET":
        return _edit_page(here, form)
    if not form.validate():
        return _edit_page(here, form, 422)
    try:
        change_wave(db.session, here.wave, form.entry, version=form.read_version, by=current_actor(), now=clock.now())
    except FieldError as error:
        put_error(form, error)
        return _edit_page(here, form, 422)
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(here.wave.version)
        return _edit_page(here, form, 409, theirs=_differences(here, form))
    flash(_("Saved."), "success")
    return see_other(wave_url(here, here.wave))


def _edit_page(
    here: WaveHere, form: WaveForm, status: int = 200, *, theirs: list[Difference] | None = None
) -> Response:
    return page(
        "coordinator/surveys/edit.html",
        status,
        form=form,
        wave=here.wave,
        sizes={group.value: _("%(number)s today", number=size) for group, size in sizes_of(here, form.groups)},
        theirs=theirs or [],
    )


def _differences(here: WaveHere, form: WaveForm) -> list[Difference]:
    """The entries in which what stands now differs from what was typed."""
    now, typed = WaveEntry.of(here.wave), form.entry
    pairs = [
        (form.title_en, now.title.en, typed.title.en),
        (form.title_fr, now.title.fr, typed.title.fr),
        (form.opens_on, day(now.opens_on), day(typed.opens_on)),
        (form.closes_on, day(now.closes_on), day(typed.closes_on)),
        (form.audience, _named(now.audience), _named(typed.audience)),
        (form.has_comment, _yes_or_no(now.has_comment), _yes_or_no(typed.has_comment)),
        (form.news_en, now.news.en, typed.news.en),
        (form.news_fr, now.news.fr, typed.news.fr),
        (form.consent_en, now.consent.en, typed.consent.en),
        (form.consent_fr, now.consent.fr, typed.consent.fr),
        (form.is_strict, _yes_or_no(now.is_strict), _yes_or_no(typed.is_strict)),
    ]
    return [Difference(field.label.text, theirs, yours) for field, theirs, yours in pairs if theirs != yours]


def _named(groups: frozenset[AudienceGroup]) -> str:
    return ", ".join(str(GROUP_NAMES[group]) for group in AudienceGroup if group in groups)


def _yes_or_no(value: bool) -> str:
    return _("Yes") if value else _("No")
