"""What people asked of the coordinator by name: a request of theirs, as the page told them when they made it."""

from mentorship_app.mentoring.checkins.models import CheckInKind, CheckInWish
from mentorship_app.mentoring.checkins.planning import check_ins_of, proposed_day
from mentorship_app.mentoring.checkins.queries import open_wishes
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.mentoring.team.queries import open_wishes as open_team_wishes
from mentorship_app.programs import Phase
from mentorship_app.web.access import current_actor
from mentorship_app.web.coordinator.today.day import Action, Day
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, long_day, ngettext
from mentorship_app.web.pairing_words import KIND_NAMES

SHOWN = 5


def urgent_rematch(day: Day) -> Action | None:
    """Before everything else."""
    return _rematch([request for request in day.requests if request.urgent], day, urgent=True)


def rematch(day: Day) -> Action | None:
    return _rematch([request for request in day.requests if not request.urgent], day, urgent=False)


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


def check_in_wishes(day: Day) -> Action | None:
    """Who asked for help or for a change at a check-in."""
    found = list(db.session.scalars(open_wishes(day.cohort, reader=current_actor().account_id)))
    if not found:
        return None
    return Action(
        "person",
        ngettext(
            "%(num)s person asks you for something at the check-in",
            "%(num)s people ask you for something at the check-in",
            len(found),
        ),
        _("They asked you themselves, and you alone. The other person of the pair knows nothing of it."),
        day.url("coordinator.checkins.index"),
        ngettext("Read the request", "Read the requests", len(found)),
        "sand",
        [_pair_words(wish) for wish in found[:SHOWN]],
    )


def team_wishes(day: Day) -> Action | None:
    """Who asks for another mentor beside those they have; nobody is before anybody else."""
    found = list(db.session.scalars(open_team_wishes(day.cohort)))
    if not found:
        return None
    people = len({wish.enrollment_id for wish in found})
    return Action(
        "people",
        ngettext(
            "%(num)s mentee asks for somebody in their mentoring team",
            "%(num)s mentees ask for somebody in their mentoring team",
            people,
        ),
        _("They asked you themselves, on the page of their team. Their mentors were not told."),
        day.url("coordinator.gaps.index") + "#asked",
        _("See what for"),
        "sand",
        [f"{wish.enrollment.account.name}: {KIND_NAMES[wish.kind]}" for wish in found[:SHOWN]],
    )


def check_in_due(day: Day) -> Action | None:
    """A check-in whose day has come; nothing is asked before a coordinator presses the button."""
    if day.cohort.phase is not Phase.ACTIVE:
        return None
    present = check_ins_of(db.session(), day.cohort)
    for kind in reversed(CheckInKind):
        check_in = present.get(kind)
        opens_on = check_in.opens_on if check_in else proposed_day(day.cohort, kind)
        if opens_on > day.today:
            continue
        # A later one replaces an earlier one that was never asked.
        if check_in is not None and check_in.asked_at is not None:
            return None
        return Action(
            "survey",
            _("Ask pairs how it is going"),
            _("A check-in was planned for %(day)s. You see the mail before it goes out.", day=long_day(opens_on)),
            day.url("coordinator.checkins.check", kind=kind.value),
            _("See whom it asks"),
        )
    return None


def _pair_words(request: RematchRequest | CheckInWish) -> str:
    return _(
        "%(name)s, about the pair with %(other)s",
        name=request.enrollment.account.name,
        other=request.other.account.name,
    )
