"""Years of a program whose check-ins were answered and closed, of any size: what reports are made from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.instruments.definition import Instrument
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from mentorship_app.surveys import Wave, WaveKind
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.services import open_wave
from tests.factories import CohortFactory, EnrollmentFactory, HelpLineFactory, ProgramFactory, TrainingLevelFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.surveys import STAFF, WaveFactory

KINDS = (WaveKind.BASELINE, WaveKind.MIDPOINT, WaveKind.ENDPOINT)
TITLES = {
    WaveKind.BASELINE: ("Start of the year", "Début de l’année"),
    WaveKind.MIDPOINT: ("Middle of the year", "Milieu de l’année"),
    WaveKind.ENDPOINT: ("End of the year", "Fin de l’année"),
}
AFTER = {WaveKind.BASELINE: 40, WaveKind.MIDPOINT: 180, WaveKind.ENDPOINT: 320}
"""Days from the start of the year to the opening."""
MEASURES = ("own_burnout_short", "own_satisfaction")
LEVELS = 3
FIRST_YEAR = 2023


@dataclass(frozen=True)
class Year:
    """One cohort to be made: how many mentees, and who of them answers each check-in, by place."""

    people: int
    answering: tuple[frozenset[int], ...]
    mentored: int = 0
    """How many of them, from the first on, have a mentor when they are asked."""


def everybody(people: int, *, waves: int = 2, mentored: int = 0) -> Year:
    """A year in which everybody answers everything."""
    return Year(people, (frozenset(range(people)),) * waves, mentored)


def some(people: int, share: float, *, waves: int = 3, mentored: int = 0, seed: int = 1) -> Year:
    """A year in which each check-in is answered by so many of the people, each time others."""
    chance = Random(seed)  # noqa: S311  who answers, no secret
    return Year(
        people,
        tuple(frozenset(place for place in range(people) if chance.random() < share) for _ in range(waves)),
        mentored,
    )


def evaluated(session: Session, keys: Keyring, *years: Year, seed: int = 1, **program: Any) -> list[Cohort]:
    """Cohorts of one program, a year apart, oldest first, every check-in closed."""
    chance = Random(seed)  # noqa: S311  made-up answers
    owner = ProgramFactory(**program)
    line = HelpLineFactory(program=owner)
    levels = [
        TrainingLevelFactory(program=owner, position=number, code=f"PGY-{number}") for number in range(1, LEVELS + 1)
    ]
    made = []
    for number, year in enumerate(years):
        begins = date(FIRST_YEAR + number, 7, 1)
        cohort = CohortFactory(
            program=owner,
            slug=str(begins.year),
            name=f"{begins.year}–{(begins.year + 1) % 100:02d}",
            starts_on=begins,
            ends_on=date(begins.year + 1, 6, 30),
        )
        people = [
            EnrollmentFactory(cohort=cohort, training_level=levels[place % LEVELS]) for place in range(year.people)
        ]
        _pair(cohort, people[: year.mentored])
        moods = {person.account_id: chance.gauss(0.5, 0.2) for person in people}
        for kind, answering in zip(KINDS if len(year.answering) > 2 else KINDS[::2], year.answering, strict=False):
            opened = datetime.combine(begins, datetime.min.time(), tzinfo=UTC) + timedelta(days=AFTER[kind], hours=12)
            line.verified_on = opened.date()
            wave = _open(session, keys, cohort, kind, opened)
            for place in sorted(answering):
                person = people[place].account_id
                submit(session, keys, wave, person, dict(_answers(session, wave, moods[person], chance)))
            close_wave(session, keys, wave, by=STAFF, now=opened + timedelta(days=14))
        made.append(cohort)
    return made


def _pair(cohort: Cohort, mentees: Sequence[Enrollment]) -> None:
    for place in range(0, len(mentees), 2):
        mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
        for mentee in mentees[place : place + 2]:
            PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee, started_on=cohort.starts_on)


def _open(session: Session, keys: Keyring, cohort: Cohort, kind: WaveKind, opened: datetime) -> Wave:
    blocks: list[Mapping[str, Any]] = [{"measure": key, "version": 1, "wording": None} for key in MEASURES]
    wave: Wave = WaveFactory(
        cohort=cohort,
        kind=kind,
        title_en=TITLES[kind][0],
        title_fr=TITLES[kind][1],
        contents={"blocks": blocks, "comment": True},
        opens_on=opened.date(),
        closes_on=(opened + timedelta(days=14)).date(),
        created_at=opened,
    )
    session.flush()
    session.expire(cohort.program, ["help_lines"])
    open_wave(session, keys, wave, by=STAFF, now=opened)
    return wave


def _answers(session: Session, wave: Wave, mood: float, chance: Random) -> Iterator[tuple[str, int]]:
    for instrument in contents_of(session, wave).instruments:
        for item in instrument.items:
            yield item.id, _answer(instrument, item.id, mood, chance)


def _answer(instrument: Instrument, item: str, mood: float, chance: Random) -> int:
    values = sorted(instrument.responses_to(item).values)
    wanted = (mood + chance.gauss(0, 0.15)) * (len(values) - 1)
    return int(values[min(max(round(wanted), 0), len(values) - 1)])
