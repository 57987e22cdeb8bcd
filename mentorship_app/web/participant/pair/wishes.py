"""Asking the coordinator for somebody in a function that nobody covers, with one press."""

from flask import flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.team import services
from mentorship_app.programs import CohortRole
from mentorship_app.web.access import requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.pairing_words import KIND_NAMES
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.pair.routes import bp


def _kind(name: str) -> PairingKind:
    if name not in set(PairingKind):
        raise NotFound(N_("There is no such kind of mentor."))
    return PairingKind(name)


@bp.post("/team/<kind>/ask")
@requires(takes_part)
def ask_for(kind: str) -> BaseResponse:
    """One press; pressing twice asks once."""
    wanted, mentee = _kind(kind), my_enrollment(CohortRole.MENTEE)
    services.ask(db.session(), mentee, wanted, now=clock.now())
    flash(_("The coordinator reads that you ask for this: %(kind)s.", kind=str(KIND_NAMES[wanted])), "success")
    return see_other(url_for(".index", _anchor="open-places"))


@bp.post("/team/<kind>/take-back")
@requires(takes_part)
def take_back_ask(kind: str) -> BaseResponse:
    """Ask no more; pressing twice changes nothing."""
    services.take_back(db.session(), my_enrollment(CohortRole.MENTEE), _kind(kind))
    flash(_("You no longer ask for it."), "success")
    return see_other(url_for(".index", _anchor="open-places"))
