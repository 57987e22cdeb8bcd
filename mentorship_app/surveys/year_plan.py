"""The waves of a year, proposed from the dates of a cohort: nothing has to be set, everything can be moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.phases import proposed_plans
from mentorship_app.surveys.building import usual_contents
from mentorship_app.surveys.deadlines import GRACE
from mentorship_app.surveys.enums import USUAL_AUDIENCE, USUAL_TITLES, AudienceGroup, WaveKind
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.queries import waves_of
from mentorship_app.surveys.services import create_wave

USUAL_LENGTH, SHORT_LENGTH = timedelta(days=14), timedelta(days=7)
GOOD_WEEKDAYS = frozenset({1, 2, 3})
"""Tuesday to Thursday: mail of a Monday drowns, that of a Friday waits for Monday."""
THREE_MONTHS = timedelta(days=91)
_AROUND_THREE_MONTHS = range(75, 111)
_ONE_DAY = timedelta(days=1)
_APART = GRACE + _ONE_DAY
"""From the last day of a wave to the first of the next: its grace is over."""

_HOLIDAYS = ((12, 20), (1, 5))
"""From the first to before the second, month and day: nobody answers, so no wave should run then."""

_SETS = (
    tuple(WaveKind),
    (WaveKind.BASELINE, WaveKind.MIDPOINT, WaveKind.ENDPOINT),
    (WaveKind.BASELINE, WaveKind.ENDPOINT),
    (WaveKind.BASELINE,),
)
"""Which waves a year has room for, the fullest first."""
_OF_MENTORS = frozenset({WaveKind.BASELINE, WaveKind.MIDPOINT, WaveKind.ENDPOINT})
"""Mentors are asked less often: their time is what the program lives on."""
EARLY_TITLE = LocalizedText(en="Early check-in", fr="Premier bilan d’étape")
_FOR_MENTORS = LocalizedText(en="%s for mentors", fr="%s des mentors")


@dataclass(frozen=True)
class PlannedWave:
    """A wave as proposed. ``is_usual``: ticked unless somebody says otherwise."""

    kind: WaveKind
    for_mentors: bool
    opens_on: date
    closes_on: date
    title: LocalizedText
    is_usual: bool = True

    @property
    def name(self) -> str:
        """``mentees-baseline``: tells it apart from the others of its year."""
        return f"{'mentors' if self.for_mentors else 'mentees'}-{self.kind}"

    @property
    def audience(self) -> tuple[AudienceGroup, ...]:
        return (AudienceGroup.MENTORS,) if self.for_mentors else USUAL_AUDIENCE


def proposed_plan(cohort: Cohort) -> tuple[PlannedWave, ...]:
    """The waves of the cohort's year, those of mentees first, each side in the order of the year.

    Every wave opens and ends from Tuesday to Thursday, lasts two weeks (one in a short cohort), lies inside
    the cohort with its days of grace, and is over before the next one of its side begins. The first one ends before the
    match is announced, where the phases leave it the days. A short cohort has fewer.
    """
    marks = _Marks.of(cohort)
    days = _placed(marks)
    return tuple(
        PlannedWave(
            kind,
            for_mentors,
            opens_on,
            closes_on,
            _title(kind, for_mentors, opens_on - marks.announced),
            is_usual=not for_mentors or kind in _OF_MENTORS,
        )
        for for_mentors in (False, True)
        for kind, (opens_on, closes_on) in days.items()
    )


@dataclass(frozen=True)
class _Marks:
    """The days of a cohort that surveys hang on."""

    first: date
    last: date
    intake: date
    announced: date
    closing: date

    @classmethod
    def of(cls, cohort: Cohort) -> "_Marks":
        begins = {plan.phase: plan.starts_on for plan in proposed_plans(cohort.starts_on, cohort.ends_on)}
        begins |= {plan.phase: plan.starts_on for plan in cohort.phase_plans}

        def inside(phase: Phase) -> date:
            return min(max(begins[phase], cohort.starts_on), cohort.ends_on)

        return cls(cohort.starts_on, cohort.ends_on, inside(Phase.INTAKE), inside(Phase.ACTIVE), inside(Phase.CLOSING))

    def wished(self, kind: WaveKind) -> date:
        """When a wave of that kind is best opened."""
        halfway = self.announced + (self.closing - self.announced) / 2
        return {
            WaveKind.BASELINE: self.intake,
            # Three months after the match, but never so late that two surveys follow each other at once.
            WaveKind.EARLY: self.announced + min(THREE_MONTHS, (halfway - self.announced) / 2),
            WaveKind.MIDPOINT: halfway,
            WaveKind.ENDPOINT: self.closing,
        }[kind]


def _placed(marks: _Marks) -> Mapping[WaveKind, tuple[date, date]]:
    """First and last day of as many waves as the cohort has room for."""
    for length in (USUAL_LENGTH, SHORT_LENGTH):
        for kinds in _SETS[:3] if length == USUAL_LENGTH else _SETS:
            if found := _tried(marks, kinds, length, off_holidays=False):
                # The holidays are worth a shift, not a wave less.
                return _tried(marks, kinds, length, off_holidays=True) or found
    return {}


def _tried(
    marks: _Marks, kinds: Sequence[WaveKind], length: timedelta, *, off_holidays: bool
) -> Mapping[WaveKind, tuple[date, date]]:
    """These waves on the days that suit them; empty if they do not all fit."""
    latest = _latest(marks, kinds, length, off_holidays=off_holidays)
    if _good_day(marks.first) > latest[kinds[0]]:
        return {}
    return _follow(marks, kinds, length, latest, off_holidays=off_holidays)


def _latest(marks: _Marks, kinds: Sequence[WaveKind], length: timedelta, *, off_holidays: bool) -> dict[WaveKind, date]:
    """The last day on which each wave can open so that all later ones still fit."""
    found: dict[WaveKind, date] = {}
    bound = marks.last - GRACE - length
    for kind in reversed(kinds):
        last = _good_day_before(bound)
        over = _holidays_at(last, length) if off_holidays else None
        found[kind] = over[0] if over else last
        bound = found[kind] - _APART - length
    before_the_match = _good_day_before(marks.announced - _APART - length)
    if before_the_match >= marks.first:
        found[kinds[0]] = min(found[kinds[0]], before_the_match)
    return found


def _follow(
    marks: _Marks,
    kinds: Sequence[WaveKind],
    length: timedelta,
    latest: Mapping[WaveKind, date],
    *,
    off_holidays: bool,
) -> dict[WaveKind, tuple[date, date]]:
    """Each wave on the day that suits it, between the one before it and its latest day; empty if one has none."""
    placed: dict[WaveKind, tuple[date, date]] = {}
    free_from = marks.first
    for kind in kinds:
        wished = _good_day(max(_beside_holidays(marks.wished(kind), length), free_from))
        over = _holidays_at(wished, length) if off_holidays else None
        opens_on = min(_good_day(over[1]) if over else wished, latest[kind])
        if opens_on < free_from:
            return {}
        placed[kind] = (opens_on, opens_on + length)
        free_from = opens_on + length + _APART
    return placed


def _beside_holidays(day: date, length: timedelta) -> date:
    """``day``, or the nearest one on which a wave of that length would not run into the turn of the year."""
    over = _holidays_at(day, length)
    return min(over, key=lambda found: abs(found - day)) if over else day


def _holidays_at(day: date, length: timedelta) -> tuple[date, date] | None:
    """The days before and after the turn of the year into which a wave from ``day`` on would run; None if into none."""
    for year in (day.year - 1, day.year):
        first, after = (date(year + n, *month_and_day) for n, month_and_day in enumerate(_HOLIDAYS))
        before = _good_day_before(first - length - _ONE_DAY)
        if before < day < after:
            return before, after
    return None


def _good_day(day: date) -> date:
    """``day``, or the next Tuesday to Thursday."""
    return next(found for found in (day + timedelta(days=n) for n in range(7)) if found.weekday() in GOOD_WEEKDAYS)


def _good_day_before(day: date) -> date:
    """``day``, or the last Tuesday to Thursday before."""
    return next(found for found in (day - timedelta(days=n) for n in range(7)) if found.weekday() in GOOD_WEEKDAYS)


def nearest_good_day(day: date) -> date:
    """``day``, or the Tuesday to Thursday nearest to it."""
    return min((_good_day_before(day), _good_day(day)), key=lambda found: abs(found - day))


def usual_title(cohort: Cohort, kind: WaveKind, *, for_mentors: bool) -> LocalizedText:
    """What a wave of that kind is called in the year of ``cohort``."""
    planned = next((one for one in proposed_plan(cohort) if (one.kind, one.for_mentors) == (kind, for_mentors)), None)
    return planned.title if planned is not None else _title(kind, for_mentors, THREE_MONTHS)


def _title(kind: WaveKind, for_mentors: bool, after_the_match: timedelta) -> LocalizedText:
    title = USUAL_TITLES[kind]
    if kind is WaveKind.EARLY and after_the_match.days not in _AROUND_THREE_MONTHS:
        title = EARLY_TITLE
    if not for_mentors:
        return title
    return LocalizedText(en=_FOR_MENTORS.en % title.en, fr=_FOR_MENTORS.fr % title.fr)


def already_planned(session: Session, cohort: Cohort) -> dict[tuple[WaveKind, bool], Wave]:
    """The cohort's waves by kind and by whether they ask mentors; of several the first."""
    found: dict[tuple[WaveKind, bool], Wave] = {}
    for wave in waves_of(session, cohort):
        found.setdefault((wave.kind, wave.asks_mentors), wave)
    return found


def plan_year(
    session: Session, cohort: Cohort, waves: Sequence[PlannedWave], *, by: Actor, now: datetime
) -> tuple[Wave, ...]:
    """Plan all of ``waves`` with what they usually ask; those of a kind that is there already are passed over.

    Raises FieldError, named ``<name>-opens_on`` or ``<name>-closes_on``, for wrong dates and for two waves of one side
    that overlap; then nothing is planned.
    """
    # Two coordinators, or two clicks, plan one year.
    session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())
    present = already_planned(session, cohort)
    coming = [wave for wave in waves if (wave.kind, wave.for_mentors) not in present]
    _check_apart(coming, list(present.values()))
    return tuple(_create(session, cohort, wave, by=by, now=now) for wave in coming)


def _check_apart(coming: Sequence[PlannedWave], present: Sequence[Wave]) -> None:
    taken = [(wave.asks_mentors, wave.opens_on, wave.closes_on, wave.title) for wave in present]
    for wave in sorted(coming, key=lambda found: found.opens_on):
        for for_mentors, opens_on, closes_on, title in taken:
            if for_mentors is wave.for_mentors and wave.opens_on <= closes_on and opens_on <= wave.closes_on:
                raise FieldError(
                    f"{wave.name}-opens_on",
                    N_("These days overlap with those of “%(title)s”. One survey at a time is enough."),
                    title=title,
                )
        taken.append((wave.for_mentors, wave.opens_on, wave.closes_on, wave.title))


def _create(session: Session, cohort: Cohort, wave: PlannedWave, *, by: Actor, now: datetime) -> Wave:
    try:
        return create_wave(
            session,
            cohort,
            kind=wave.kind,
            opens_on=wave.opens_on,
            closes_on=wave.closes_on,
            title=wave.title,
            contents=usual_contents(session, cohort.program, wave.kind, for_mentors=wave.for_mentors),
            audience=wave.audience,
            by=by,
            now=now,
        )
    except FieldError as error:
        raise FieldError(f"{wave.name}-{error.field}", error.message, **error.values) from error
