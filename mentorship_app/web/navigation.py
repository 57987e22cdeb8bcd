"""The tabs of participants and the side navigation of staff."""

from typing import Any

from flask import current_app, g, request, url_for

from mentorship_app.core.identity import Actor
from mentorship_app.programs import Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.web.components import NavEntry
from mentorship_app.web.i18n import _

_WITHIN = {
    "coordinator.actions": "coordinator.today",
    "coordinator.calls": "coordinator.applications",
    "coordinator.checkins": "coordinator.pairs",
    "coordinator.editions": "coordinator.reports",
    "coordinator.forms": "coordinator.settings",
    "coordinator.gaps": "coordinator.applications",
    "coordinator.match_groups": "coordinator.matching",
    "coordinator.match_publish": "coordinator.matching",
    "coordinator.match_reasons": "coordinator.matching",
    "coordinator.match_runs": "coordinator.matching",
    "coordinator.match_settings": "coordinator.matching",
    "coordinator.invitations": "coordinator.applications",
    "coordinator.measures": "coordinator.surveys",
    "coordinator.recommendations": "coordinator.reports",
    "coordinator.rematch": "coordinator.pairs",
    "coordinator.support": "coordinator.settings",
    "coordinator.training": "coordinator.people",
    "coordinator.year": "coordinator.today",
    "participant.answers": "participant.me",
    "participant.checkins": "participant.pair",
    "participant.conflicts": "participant.me",
    "participant.goals": "participant.pair",
    "participant.identity": "participant.me",
    "participant.agreement": "participant.pair",
    "participant.connections": "participant.pair",
    "participant.groups": "participant.pair",
    "participant.meetings": "participant.pair",
    "participant.mentees": "participant.pair",
    "participant.mentors": "participant.pair",
    "participant.named": "participant.pair",
    "participant.summary": "participant.home",
    "participant.time": "participant.me",
    "participant.training": "participant.home",
}
"""Parts of the app that stand below an entry of another part."""


def navigation(actor: Actor) -> list[NavEntry]:
    """The entries of this page's audience; none for visitors and on public pages."""
    blueprint = (request.blueprint or "").split(".")[0]
    program: Program | None = g.get("program")
    if blueprint == "coordinator" and program is not None:
        return _staff_entries(actor, program)
    if blueprint == "participant" and actor.is_signed_in:
        return _participant_entries()
    return []


def _participant_entries() -> list[NavEntry]:
    return _present(
        [
            ("participant.home.index", _("Home"), "home", False),
            ("participant.pair.index", _("My pair"), "pair", False),
            ("participant.me.index", _("Me"), "person", False),
        ],
        {},
    )


def _staff_entries(actor: Actor, program: Program) -> list[NavEntry]:
    reports = ("coordinator.reports.index", _("Reports"), "chart", False)
    overview = ("coordinator.overview.index", _("Overview"), "info", False)
    entries = [
        ("coordinator.today.index", _("Today"), "today", False),
        ("coordinator.people.index", _("People"), "people", False),
        ("coordinator.applications.index", _("Applications"), "document", False),
        ("coordinator.matching.index", _("Matching"), "match", False),
        ("coordinator.pairs.index", _("Pairs"), "pair", False),
        ("coordinator.surveys.index", _("Surveys"), "survey", False),
        overview,
        reports,
        ("coordinator.outbox.index", _("Outbox"), "mail", True),
        ("coordinator.settings.index", _("Settings"), "settings", False),
    ]
    support = ("coordinator.support.index", _("Support plan"), "document", False)
    shown = entries if program_policies.can_coordinate(actor, program) else [overview, reports, support]
    return _present(shown, {"program_slug": program.slug})


def _present(entries: list[tuple[str, str, str, bool]], parts: dict[str, Any]) -> list[NavEntry]:
    here = (request.endpoint or "").rpartition(".")[0]
    here_and_above = {here, _WITHIN.get(here, here)}
    return [
        NavEntry(
            label=label,
            url=url_for(endpoint, **parts),
            icon=icon,
            current=endpoint.rpartition(".")[0] in here_and_above,
            gap=gap,
        )
        for endpoint, label, icon, gap in entries
        if endpoint in current_app.view_functions
    ]
