"""Taking over the public lines of a region: which ones, and who keeps them up to date."""

from flask import Blueprint, Response, flash, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.programs.help_library import add_region_lines, library, lines_to_offer
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.settings.forms import strip
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l, current_locale, day, ngettext


class RegionLinesForm(FlaskForm):
    """Which lines of a region to take over."""

    region = HiddenField()
    keys = SelectMultipleField(_l("Lines to add"), validate_choice=False)
    owner = StringField(_l("Who keeps these numbers up to date"), filters=[strip])


def add_to(bp: Blueprint) -> None:
    """Put this page beside the other settings."""
    bp.add_url_rule("/settings/help-regions", "help_regions", help_regions, methods=["GET", "POST"])


@requires(coordinates, load=place)
def help_regions(here: Place) -> BaseResponse:
    form = RegionLinesForm(owner=current_actor().name)
    if request.method == "GET":
        form.region.data = request.args.get("region", "")
    elif form.validate():
        try:
            added = add_region_lines(
                db.session,
                here.program,
                form.region.data or "",
                frozenset(form.keys.data or ()),
                owner=form.owner.data or "",
                by=current_actor(),
                now=clock.now(),
            )
        except AppError as error:
            put_error(form, error)
        else:
            flash(ngettext("%(num)s line is added. Call it now: it is shown once you confirm it.",
                           "%(num)s lines are added. Call them now: each is shown once you confirm it.",
                           len(added)), "success")  # fmt: skip
            return see_other(url_for(".help_lines", program_slug=here.program.slug))
    return _page(here, form)


def _page(here: Place, form: RegionLinesForm) -> Response:
    locale, region = current_locale(), form.region.data or ""
    offered = lines_to_offer(here.program, region)
    form.keys.choices = [
        SelectChoice(line.key, _("%(who)s: %(number)s", who=line.label.in_(locale), number=line.number))
        for line in offered
    ]
    if not form.is_submitted():
        form.keys.process_data([line.key for line in offered if line.verified_on])
    regions = [(code, names.in_(locale)) for code, names in library().regions.items()]
    return page(
        "coordinator/settings/help_regions.html",
        422 if form.errors else 200,
        form=form,
        regions=sorted(regions, key=lambda entry: entry[1]),
        region=region if region in library().regions else "",
        hints={line.key: _source(line.source, day(line.verified_on) if line.verified_on else "") for line in offered},
    )


def _source(source: str, read_on: str) -> str:
    if not read_on:
        return _("Not compared with its source. Look it up before you call.")
    return _("Source: %(source)s, read on %(day)s.", source=source, day=read_on)
