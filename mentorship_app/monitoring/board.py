"""The list of actions of a cohort: what is there now, and what coordinators decided about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.monitoring import actions as _actions  # noqa: F401  registers the kinds
from mentorship_app.monitoring.kinds import SEPARATOR, Cause, Scope, kinds
from mentorship_app.monitoring.models import ActionDecision
from mentorship_app.programs import Cohort

GROUPED_FROM = 4
"""So many of a kind stand on one line of Today."""


class Standing(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    PUT_OFF = "put_off"
    SETTLED = "settled"


@dataclass(frozen=True)
class Entry:
    """A cause, and the decision that holds about it; ``row`` is the last one, whether it holds or not."""

    cause: Cause
    standing: Standing
    row: ActionDecision | None = None

    @property
    def version(self) -> int:
        """To decide with; 0 while nobody has."""
        return self.row.version if self.row is not None else 0


def standing_of(cause: Cause, row: ActionDecision | None, today: date) -> Standing:
    """Open unless somebody decided about this very cause, and the day until which it was put off lies ahead."""
    if row is None or row.fingerprint != cause.fingerprint:
        return Standing.OPEN
    if row.until is None:
        return Standing.SETTLED
    return Standing.PUT_OFF if row.until > today else Standing.OPEN


def decisions_of(session: Session, cohort: Cohort) -> Mapping[str, ActionDecision]:
    """By the key of the action."""
    rows = session.scalars(select(ActionDecision).where(ActionDecision.cohort_id == cohort.id))
    return {row.key: row for row in rows}


def entries(scope: Scope, names: Iterable[str] | None = None) -> list[Entry]:
    """Every action of these kinds (or of all), the most urgent first. A fixed number of queries."""
    rows = decisions_of(scope.session, scope.cohort)
    causes = [cause for name in (kinds if names is None else names) for cause in kinds[name].find(scope)]
    return [Entry(cause, standing_of(cause, row := rows.get(cause.key), scope.today), row) for cause in causes]


def find_entry(scope: Scope, key: str) -> Entry | None:
    """The action of an address; None where its cause is gone, or never was here."""
    name, _separator, _subject = key.partition(SEPARATOR)
    if name not in kinds:
        return None
    return next((entry for entry in entries(scope, [name]) if entry.cause.key == key), None)


def by_kind(found: Sequence[Entry], standing: Standing = Standing.OPEN) -> dict[str, list[Entry]]:
    """Those that stand so, by kind, in the order of urgency."""
    sorted_out: dict[str, list[Entry]] = {}
    for entry in found:
        if entry.standing is standing:
            sorted_out.setdefault(entry.cause.kind, []).append(entry)
    return sorted_out
