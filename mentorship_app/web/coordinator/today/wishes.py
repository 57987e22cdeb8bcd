"""What people asked of the coordinator by name: a request of theirs, as the page told them when they made it."""

from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.mentoring.rematch.queries import pending
from mentorship_app.web.access import current_actor
from mentorship_app.web.coordinator.today.day import Action, Day
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, ngettext

SHOWN = 5


def urgent_rematch(day: Day) -> Action | None:
    """Before everything else."""
    return _rematch([request for request in _pending(day) if request.urgent], day, urgent=True)


def rematch(day: Day) -> Action | None:
    return _rematch([request for request in _pending(day) if not request.urgent], day, urgent=False)


def _pending(day: Day) -> list[RematchRequest]:
    found = pending(day.cohort, reader=current_actor().account_id)
    return list(db.session.scalars(found))


def _rematch(found: list[RematchRequest], day: Day, *, urgent: bool) -> Action | None:
    if not found:
        return None
    if urgent:
        title = ngettext(
            "%(num)s person asks for another pair, urgently",
            "%(num)s people ask for another pair, urgently",
            len(found),
        )
    else:
        title = ngettext("%(num)s person asks for another pair", "%(num)s people ask for another pair", len(found))
    is_one = len(found) == 1
    parts = {"public_id": found[0].public_id} if is_one else {}
    return Action(
        "swap",
        title,
        _("They asked you themselves, and you alone. The other person of the pair knows nothing of it."),
        day.url("coordinator.rematch.show" if is_one else "coordinator.rematch.index", **parts),
        ngettext("Read the request", "Read the requests", len(found)),
        "warning" if urgent else "sand",
        [_pair_words(request) for request in found[:SHOWN]],
    )


def _pair_words(request: RematchRequest) -> str:
    return _(
        "%(name)s, about the pair with %(other)s",
        name=request.enrollment.account.name,
        other=request.other.account.name,
    )
