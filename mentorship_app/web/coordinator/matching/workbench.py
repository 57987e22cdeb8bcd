"""What the workbench is drawn from: with a draft, and before there is one."""

from typing import Any

from flask import request, url_for

from mentorship_app.core import clock
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.drafting import can_redo, can_undo, draft_of
from mentorship_app.matching.excluding import exclusions
from mentorship_app.matching.gathering import gather
from mentorship_app.matching.kinds import kinds_in_use
from mentorship_app.matching.readiness import is_trial, may_run, readiness_of
from mentorship_app.matching.run_words import MODE_NAMES, weights_of
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.queries import places, rooms
from mentorship_app.web.components import NavEntry
from mentorship_app.web.coordinator.matching.board import levels_of, mentors_in_use, pairs_of, rooms_of
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.coordinator.matching.fairness import fairness_of
from mentorship_app.web.coordinator.matching.here import MatchingHere
from mentorship_app.web.coordinator.matching.history import entries_of
from mentorship_app.web.coordinator.matching.unplaced import unplaced_of
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.pairing_words import KIND_NAMES

ROOMS_SHOWN = 50
MOST_COUNTED = 10_000
"""Beyond so many possible pairs their exclusions are not counted for the page; they have a page of their own."""


def tabs_of(here: MatchingHere) -> list[NavEntry]:
    """The kinds of pairs that somebody asked for or that were run for; none where there is only the primary one."""
    kinds = kinds_in_use(db.session(), here.cohort, but_also=here.kind)
    if len(kinds) < 2:
        return []
    return [
        NavEntry(
            str(KIND_NAMES[kind]),
            here.url("index", kind=kind.value, show=None, level=None, page=None),
            "pair",
            current=kind is here.kind,
        )
        for kind in kinds
    ]


def draft_context(here: MatchingHere, desk: Desk) -> dict[str, Any]:
    """With a draft: pairs, who is not placed, fairness, places, what was decided."""
    found = rooms_of(desk)
    unplaced = unplaced_of(desk)
    return {
        "pairs": pairs_of(desk),
        "levels": levels_of(desk),
        "chosen": {name: request.args.get(name, "") for name in ("show", "level")},
        "unplaced": unplaced,
        "mentees": len(desk.state.pairs) + unplaced.total,
        "mentors": mentors_in_use(desk),
        "fairness": fairness_of(desk),
        "rooms": found[:ROOMS_SHOWN],
        "rooms_total": len(found),
        "places_left": sum(room.left for room in found),
        "entries": entries_of(desk),
        "can_undo": can_undo(desk.draft),
        "can_redo": can_redo(desk.draft),
        "forbidden": [(one, names) for one in desk.state.forbidden if (names := desk.judge.names(one.pair))["mentee"]],
        "excepted": [(one, names) for one in desk.state.excepted if (names := desk.judge.names(one.pair))["mentee"]],
        "at": request.args.get("at", ""),
        "draft_version": desk.draft.version,
        "may_run": may_run(here.cohort),
        "reasons_url": lambda mentee: _beside(here, "match_reasons.show", public_id=mentee),
        "publish_url": _beside(here, "match_publish.index"),
        "problem": "",
    }


def links_of(here: MatchingHere) -> list[tuple[str, str]]:
    """What else belongs to matching."""
    return [
        (_("Weights and rules"), _beside(here, "match_settings.index")),
        (_("Mentees together or apart"), _beside(here, "match_settings.rules")),
        (_("Who cannot be paired"), _beside(here, "match_settings.exclusions")),
        (_("Runs, compared and recorded"), url_for("coordinator.match_runs.index", program_slug=here.program.slug)),
        (_("Groups"), url_for("coordinator.match_groups.index", program_slug=here.program.slug)),
    ]


def _beside(here: MatchingHere, endpoint: str, **parts: Any) -> str:
    """An address of another part of matching about the same kind of pairs."""
    return url_for(f"coordinator.{endpoint}", program_slug=here.program.slug, kind=here.kind.value, **parts)


def ready_context(here: MatchingHere) -> dict[str, Any]:
    """Without a draft: what a run would have to work with, and what is missing."""
    session = db.session()
    ready = readiness_of(session, here.cohort)
    settings, _version = settings_of_cohort(session, here.cohort)
    draft = draft_of(session, here.cohort, here.kind)
    return {
        "ready": ready,
        "missing": ready.missing.in_(current_locale()) if ready.missing else "",
        "places": places(rooms(session, here.cohort)),
        "may_run": may_run(here.cohort),
        "is_trial": is_trial(here.cohort),
        "is_primary": here.kind is PairingKind.PRIMARY,
        "excluded": _excluded(here, ready.mentees * ready.mentors, settings),
        "settings_line": settings_line(settings),
        "draft_version": draft.version if draft is not None else 0,
        "can_redo": draft is not None and can_redo(draft),
        "at": "",
        "problem": "",
    }


def _excluded(here: MatchingHere, possible: int, settings: Settings) -> int | None:
    """How many pairs staff-readable reasons rule out; None where counting them would take long."""
    if possible > MOST_COUNTED:
        return None
    today = clock.local_date(clock.now(), here.program.timezone)
    facts = gather(db.session(), here.cohort, here.kind, today=today)
    return len({pair for pair, _constraint in exclusions(facts, settings.rules).listed()})


def settings_line(settings: Settings) -> str:
    """What counts most and how pairs are found, in one line."""
    locale = current_locale()
    most = sorted(weights_of(settings), key=lambda one: -one[1])[:3]
    counted = ", ".join(f"{name.in_(locale)} {weight}" for name, weight in most if weight)
    return _("%(mode)s. What counts most, of 10: %(counted)s.", mode=_(MODE_NAMES[settings.mode]), counted=counted)
