"""``/results``: what was said and what will be done, for everybody who was asked, as a page and as a PDF."""

from dataclasses import dataclass

from flask import Blueprint, Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.reports.editions import Edition
from mentorship_app.reports.models import ReportFile
from mentorship_app.reports.sharing import find_summary, summaries_for
from mentorship_app.web.access import current_actor, requires, signed_in
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.participant.current import stand_in

bp = Blueprint("summary", __name__, url_prefix="/results")


@dataclass(frozen=True)
class SummaryHere:
    """What the reader may see of the cohort of the address, in their language where there is one."""

    edition: Edition


def summary_here(edition_id: str) -> SummaryHere:
    """Raises NotFound where nothing is published, and for anybody who was not asked there."""
    edition = find_summary(_db(), edition_id, current_actor().account_id, current_locale())
    stand_in(edition.cohort)
    return SummaryHere(edition)


def may_read(actor: Actor, _here: SummaryHere) -> bool:
    """Those who take part in its cohort, or were asked there: nobody else finds it."""
    return actor.account_id is not None


def _db() -> Session:
    return db.session()


@bp.get("")
@requires(signed_in)
def index() -> Response:
    """The summaries of the reader's cohorts, newest year first."""
    summaries = summaries_for(_db(), current_actor().account_id, current_locale())
    if summaries:
        stand_in(summaries[0].cohort)
    return page("participant/summary/index.html", summaries=summaries)


@bp.get("/<edition_id>")
@requires(may_read, load=summary_here)
def show(here: SummaryHere) -> Response:
    """The two pages; the language button gives them in the other language, if there is one."""
    file = _file(here.edition)
    # Our own templates wrote this markup and escaped what people had typed, when the summary was drawn.
    body = Markup(file.html)  # noqa: S704
    return page("participant/summary/show.html", edition=here.edition, body=body, title=file.title)


@bp.get("/<edition_id>/summary.pdf")
@requires(may_read, load=summary_here)
def pdf(here: SummaryHere) -> Response:
    """The same, to print."""
    cohort = here.edition.cohort
    name = f"{cohort.program.slug}-{cohort.slug}-summary-{here.edition.locale}.pdf"
    return Response(
        _file(here.edition).pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _file(edition: Edition) -> ReportFile:
    return _db().get_one(ReportFile, edition.frozen_file_id)
