"""``/p/<program>/reports/e/<edition>/compare``: this year's tables beside those of an earlier year."""

from decimal import Decimal

from flask import Response, request

from mentorship_app.reports.editions import Edition
from mentorship_app.reports.editions.comparing import compare, tables_of_file
from mentorship_app.reports.editions.queries import frozen_before, line_of_edition
from mentorship_app.reports.words import Words
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.reports.editions import address, bp
from mentorship_app.web.coordinator.reports.here import EditionHere, edition_here, orm, writes_edition
from mentorship_app.web.coordinator.reports.words import edition_name
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import current_locale


@bp.get("/e/<edition_id>/compare", endpoint="compare")
@requires(writes_edition, load=edition_here)
def beside(here: EditionHere) -> Response:
    """The chosen earlier report, else the newest: numbers of both years, and their difference where both are shown."""
    session, edition = orm(), here.edition
    choices = frozen_before(session, edition)
    chosen = next((found for found, _at in choices if found.public_id == request.args.get("with")), None)
    if chosen is None and choices:
        chosen = choices[0][0]
    compared = compare(_tables(chosen), _tables(edition)) if chosen else None
    return page(
        "coordinator/reports/compare.html",
        edition=edition,
        name=edition_name(edition),
        name_of=edition_name,
        choices=[found for found, _at in choices],
        chosen=chosen,
        compared=compared,
        signed=_signed,
        edition_url=address(edition, here.program.slug),
    )


def _tables(edition: Edition) -> list[dict[str, object]]:
    ready = line_of_edition(orm(), edition).ready
    return tables_of_file(orm(), ready.file_id) if ready and ready.file_id else []


def _signed(difference: Decimal) -> str:
    """``+0.4``, ``−1``, ``0``: in the reader's language, with the decimals of the numbers."""
    decimals = max(0, -int(difference.as_tuple().exponent))
    text = Words(current_locale()).number(float(difference), decimals)
    return f"+{text}" if difference > 0 else text
