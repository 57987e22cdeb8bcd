"""The actions of ``monitoring`` as lines of Today: up to three of a kind one by one, more on one line."""

from collections.abc import Callable

from mentorship_app.monitoring.board import GROUPED_FROM
from mentorship_app.monitoring.kinds import kinds
from mentorship_app.web.coordinator.actions.shown import ShownAction
from mentorship_app.web.coordinator.today.day import Action, Day
from mentorship_app.web.i18n import _, current_locale


def followed(kind_name: str) -> Callable[[Day], list[Action]]:
    """The reason of Today that shows this kind."""

    def reason(day: Day) -> list[Action]:
        found = day.waiting.get(kind_name, [])
        if not found:
            return []
        if len(found) >= GROUPED_FROM:
            return [_together(day, kind_name, len(found))]
        summary = kinds[kind_name].many_in(len(found), current_locale())
        return [_single(action, summary) for action in day.shown(kind_name)]

    return reason


def _together(day: Day, kind_name: str, number: int) -> Action:
    kind = kinds[kind_name]
    title = kind.many_in(number, current_locale())
    return Action(
        kind.icon,
        title,
        _(kind.many_reason),
        day.url("coordinator.actions.index", kind=kind_name),
        _("See them one by one"),
        kind.tone,
        summary=title,
    )


def _single(action: ShownAction, summary: str) -> Action:
    return Action(
        action.icon,
        action.title,
        action.reason,
        action.url,
        _("Read the message") if action.letters else _("Open"),
        action.tone,
        letters=action.letters,
        summary=summary,
        place=None if action.letters else (action.place_url, action.place_word),
    )
