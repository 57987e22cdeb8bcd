"""Comments to a closed check-in, for coordinators: text and nothing else. No search, no order of arrival, no export."""

from flask import Response, request
from sqlalchemy.orm import Session

from mentorship_app.core.errors import NotFound
from mentorship_app.surveys import WaveStatus
from mentorship_app.surveys.comments import Withheld, commented, texts_of
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.place import NOT_HERE, coordinates
from mentorship_app.web.coordinator.surveys.here import WaveHere, wave_here
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page

A_PAGE = 50


def _db() -> Session:
    return db.session()


@bp.get("/<public_id>/comments")
@requires(coordinates, load=wave_here)
def comments(here: WaveHere) -> Response:
    """One question at a time; where it shows nothing, why, without a number."""
    if here.wave.status is not WaveStatus.CLOSED:
        return page("coordinator/surveys/too_early.html", wave=here.wave)
    questions = commented(_db(), here.wave)
    number = request.args.get("question", 1, int)
    if not 1 <= number <= max(1, len(questions)):
        raise NotFound(NOT_HERE)
    chosen = questions[number - 1] if questions else None
    texts = None
    if chosen is not None and chosen.withheld is None:
        texts = db.paginate(texts_of(here.wave, chosen), per_page=A_PAGE, error_out=False)
    return page(
        "coordinator/surveys/comments.html",
        wave=here.wave,
        questions=questions,
        chosen=chosen,
        number=number,
        texts=texts,
        floor=here.wave.comments_from,
        too_few=chosen is not None and chosen.withheld is Withheld.TOO_FEW,
    )
