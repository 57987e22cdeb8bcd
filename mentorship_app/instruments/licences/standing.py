"""How a program stands with its licences, and what of that stops an instrument from being asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.instruments.definition import Instrument, Requirement
from mentorship_app.instruments.licences.models import LicenceRecord, LicenceUse
from mentorship_app.programs.models import Program


@dataclass(frozen=True)
class LicenceStanding:
    """A licence and how many people were asked under it."""

    record: LicenceRecord
    used: int

    @property
    def left(self) -> int | None:
        """Paid administrations that are left; None where they are not counted."""
        return None if self.record.paid is None else max(0, self.record.paid - self.used)

    def is_over(self, on: date) -> bool:
        """Whether it may no longer be used on that day."""
        return self.record.expires_on is not None and self.record.expires_on < on

    def meets(self, instrument: Instrument) -> bool:
        """Whether it says what the definition requires on record."""
        needed = instrument.licence.requires
        has_number = bool(self.record.number) or Requirement.LICENCE_NUMBER not in needed
        return has_number and (self.record.paid is not None or Requirement.PAID_COUNT not in needed)


Standings = Mapping[str, tuple[LicenceStanding, ...]]
"""By key of the instrument: first what is used first, then what is over, then what was put away."""


def standings_of(session: Session, program: Program, instrument_key: str | None = None) -> Standings:
    """All licences of the program, or those for one instrument; one query."""
    used = select(func.coalesce(func.sum(LicenceUse.people), 0)).where(LicenceUse.licence_id == LicenceRecord.id)
    rows = select(LicenceRecord, used.scalar_subquery()).where(LicenceRecord.program_id == program.id)
    if instrument_key is not None:
        rows = rows.where(LicenceRecord.instrument_key == instrument_key)
    found: dict[str, list[LicenceStanding]] = {}
    for record, people in session.execute(rows):
        found.setdefault(record.instrument_key, []).append(LicenceStanding(record, int(people)))
    return {key: tuple(sorted(standings, key=_turn)) for key, standings in found.items()}


def _turn(standing: LicenceStanding) -> tuple[bool, bool, date, object, object]:
    """Put away ones last; then those without a count, which nothing uses up; then those that end first."""
    record = standing.record
    is_counted = record.paid is not None
    return (
        record.ended_on is not None,
        is_counted,
        record.expires_on or date.max,
        record.created_at,
        record.id,
    )


def usable(standings: Sequence[LicenceStanding], instrument: Instrument, *, until: date) -> list[LicenceStanding]:
    """Licences that hold up to and on that day, in the order in which they are used."""
    return [
        standing
        for standing in standings
        if standing.record.ended_on is None and not standing.is_over(until) and standing.meets(instrument)
    ]


def left_of(standings: Sequence[LicenceStanding]) -> int | None:
    """Administrations that are left in all; None where at least one licence counts none."""
    counts = [standing.left for standing in standings]
    return None if None in counts else sum(count for count in counts if count is not None)


def obstacles(
    session: Session, program: Program, instrument: Instrument, *, people: int, today: date, until: date | None = None
) -> tuple[AppError, ...]:
    """Everything that keeps the program from asking ``people`` people, in words; empty when nothing does.

    ``instrument`` carries the wording that would be asked; ``until`` is the last day of asking, today by default.
    """
    standings = standings_of(session, program, instrument.key).get(instrument.key, ())
    return obstacles_among(standings, instrument, people=people, today=today, until=until)


def obstacles_among(
    standings: Sequence[LicenceStanding],
    instrument: Instrument,
    *,
    people: int,
    today: date,
    until: date | None = None,
) -> tuple[AppError, ...]:
    """The same from licences that were read already."""
    return (*missing_wording(instrument), *_without_licence(standings, instrument, people, today, until or today))


def missing_wording(instrument: Instrument) -> tuple[AppError, ...]:
    """What is missing of the wording that the instrument carries."""
    missing = tuple(language for language in instrument.languages if language not in instrument.wording)
    if not missing:
        return ()
    return (Conflict(_MISSING.get(missing, N_("Its wording is missing: bind your own file."))),)


_MISSING: Mapping[tuple[str, ...], str] = {
    ("en",): N_("Its wording is missing in English: bind your own file."),
    ("fr",): N_("Its wording is missing in French: bind your own file."),
}


def _without_licence(
    standings: Sequence[LicenceStanding], instrument: Instrument, people: int, today: date, until: date
) -> tuple[AppError, ...]:
    current = [standing for standing in standings if standing.record.ended_on is None]
    if not instrument.licence.requires and not current:
        return ()
    if not any(standing.meets(instrument) for standing in current):
        return (Conflict(N_("It may only be asked with a licence: put the one that you hold on record.")),)
    good = usable(current, instrument, until=until)
    if not good:
        return (_over(current, today),)
    left = left_of(good)
    if left is not None and left < people:
        return (
            Conflict(
                N_("Its licence has %(left)s paid administrations left, and %(people)s people would be asked."),
                left=left,
                people=people,
            ),
        )
    return ()


def _over(standings: Sequence[LicenceStanding], today: date) -> AppError:
    last = max(standing.record.expires_on for standing in standings if standing.record.expires_on is not None)
    if last < today:
        return Conflict(N_("Its licence ended on %(day)s: put the new one on record."), day=last)
    return Conflict(N_("Its licence ends on %(day)s, before the last day of the survey."), day=last)
