"""Which pairs need a word, for the table of pairs: what to show of them, and where the message is ready."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, or_, select

from mentorship_app.mentoring import Pairing
from mentorship_app.monitoring.actions import stalled_pair, unsigned_agreement
from mentorship_app.monitoring.board import Entry, Standing, entries
from mentorship_app.programs import Cohort
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.web.coordinator.actions.here import scope_of
from mentorship_app.web.i18n import _l


class Only(StrEnum):
    """Which pairs the table shows."""

    ALL = ""
    STALLED = "stalled"
    UNSIGNED = "unsigned"
    ON_LEAVE = "on_leave"


ONLY_NAMES: Mapping[Only, str] = {
    Only.ALL: _l("All pairs"),
    Only.STALLED: _l("No meeting noted for a while"),
    Only.UNSIGNED: _l("More than six weeks without a signed agreement"),
    Only.ON_LEAVE: _l("Somebody is away now"),
}
_KIND_OF = {Only.STALLED: stalled_pair.KIND, Only.UNSIGNED: unsigned_agreement.KIND}


@dataclass(frozen=True)
class FollowUp:
    """The actions about pairs of a cohort, open or not."""

    found: tuple[Entry, ...]

    @property
    def nudges(self) -> dict[UUID, str]:
        """By pair, the key of the open action whose message is ready; that about meetings before the other."""
        keys: dict[UUID, str] = {}
        for entry in self.found:
            if entry.standing is Standing.OPEN and entry.cause.pairing_id is not None:
                keys.setdefault(entry.cause.pairing_id, entry.cause.key)
        return keys

    def ids(self, only: Only) -> list[UUID]:
        """The pairs of which this is so, whether somebody put it off or not."""
        kind = _KIND_OF[only]
        return [entry.cause.pairing_id for entry in self.found if entry.cause.kind == kind and entry.cause.pairing_id]


def follow_up_of(cohort: Cohort) -> FollowUp:
    """Three or four queries, however many pairs there are."""
    return FollowUp(tuple(entries(scope_of(cohort), [stalled_pair.KIND, unsigned_agreement.KIND])))


def chosen(asked: str, agreement: str) -> Only:
    """What the address asks for; ``agreement=missing`` is what older links say."""
    if agreement == "missing":
        return Only.UNSIGNED
    return Only(asked) if asked in set(Only) else Only.ALL


def narrowed(found: Select[Pairing], only: Only, follow_up: FollowUp, *, today: date) -> Select[Pairing]:
    """Only those pairs."""
    if only is Only.ALL:
        return found
    if only is Only.ON_LEAVE:
        away = select(Absence.enrollment_id).where(
            Absence.kind == AbsenceKind.AWAY,
            Absence.starts_on <= today,
            or_(Absence.ends_on.is_(None), Absence.ends_on >= today),
        )
        return found.where(or_(Pairing.mentor_id.in_(away), Pairing.mentee_id.in_(away)))
    return found.where(Pairing.id.in_(follow_up.ids(only)))
