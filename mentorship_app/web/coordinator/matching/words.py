"""What the workbench says."""

from mentorship_app.core.i18n import translate
from mentorship_app.matching import runs
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.run_solving import STAGES
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.i18n import _, current_locale


def stage(far: runs.HowFar) -> str:
    """What the worker does at the moment."""
    return translate(STAGES[min(far.done, len(STAGES) - 1)], current_locale())


def why_not(latest: MatchRun | None) -> str:
    """Why the newest run gave no pairs; empty where it gave some, or is under way."""
    if latest is None or latest.status not in (RunStatus.REFUSED, RunStatus.FAILED):
        return ""
    found = runs.why(latest)
    return found.in_(current_locale()) if found else _("The last run gave no pairs.")


def _names(desk: Desk, one: str, other: str) -> dict[str, str]:
    return desk.judge.names((one, other))


def locked(desk: Desk, one: str, other: str) -> str:
    return _("Locked: %(mentee)s with %(mentor)s stays through every run.", **_names(desk, one, other))


def unlocked(desk: Desk, one: str, other: str) -> str:
    return _("Unlocked: %(mentee)s with %(mentor)s can change again.", **_names(desk, one, other))


def allowed(desk: Desk, one: str, other: str) -> str:
    return _("%(mentee)s and %(mentor)s may be paired again.", **_names(desk, one, other))


def released(desk: Desk, one: str, _other: str) -> str:
    return _("The pair of %(name)s is open: the next run may change it.", name=desk.facts.mentee[one].name)


def kept(desk: Desk, one: str, _other: str) -> str:
    return _("The running pair of %(name)s stands.", name=desk.facts.mentee[one].name)


def undone(_desk: Desk, _one: str, _other: str) -> str:
    return _("Undone.")


def redone(_desk: Desk, _one: str, _other: str) -> str:
    return _("Done again.")


def wanted(desk: Desk, verb: str, one: str, other: str) -> str:
    """What a press was for, for who came too late."""
    names = _names(desk, one, other)
    if verb in ("release", "keep"):
        names["mentor"] = next(
            (desk.facts.mentor[mentor].name for mentee, mentor in desk.facts.standing if mentee == one), ""
        )
    return {
        "lock": _("Lock %(mentee)s with %(mentor)s", **names),
        "unlock": _("Unlock %(mentee)s with %(mentor)s", **names),
        "allow": _("Allow %(mentee)s with %(mentor)s again", **names),
        "release": _("Open the pair of %(mentee)s and %(mentor)s to change", **names),
        "keep": _("Keep the pair of %(mentee)s and %(mentor)s", **names),
        "undo": _("Undo the last step"),
        "redo": _("Do the last step again"),
    }[verb]


def stands(desk: Desk, mentee: str) -> str:
    """How it is with a mentee now; empty for nobody in particular."""
    person = desk.facts.mentee.get(mentee)
    if person is None:
        return ""
    mentor = desk.state.mentor_of.get(mentee)
    if mentor is None:
        return _("%(mentee)s has no mentor", mentee=person.name)
    names = _names(desk, mentee, mentor)
    if (mentee, mentor) in desk.state.locked:
        return _("%(mentee)s with %(mentor)s, locked", **names)
    return _("%(mentee)s with %(mentor)s", **names)


def can_still(desk: Desk, verb: str, one: str, other: str) -> bool:
    """Whether the same press would still do something."""
    state, pair = desk.state, (one, other)
    return {
        "lock": pair in state.pairs and pair not in state.locked,
        "unlock": pair in state.locked,
        "allow": any(pair == forbidden.pair for forbidden in state.forbidden),
        "release": one not in state.released,
        "keep": one in state.released,
        # What would be undone is another step now: that is seen first, in the history.
        "undo": False,
        "redo": False,
    }[verb]
