"""People whose answers to several closed waves are linked by their panel code: the one reader of codes for results.

A code is a keyed hash of a person under the program's key. Nothing here asks for the key, and nobody is named: two
answers that carry one code are by one person, whoever that is. Codes stay beside closed answers when a program ends
and its key is destroyed, so results can still be linked then, while no person can be found from a code any more.
A sheet of paper without a code has a panel code of chance, so that it never links.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.instruments.definition import Instrument, Scale
from mentorship_app.privacy.exposure import Members
from mentorship_app.programs import Cohort
from mentorship_app.surveys import answer_sets
from mentorship_app.surveys.answer_sets import AnswerSet, Person
from mentorship_app.surveys.datasets import DatasetRef, ScaleInfo
from mentorship_app.surveys.enums import WaveKind, WaveStatus
from mentorship_app.surveys.models import Response, Wave

Code = bytes
"""A panel code."""
Codes = frozenset[Code]


@dataclass(frozen=True)
class LinkedWave:
    """One closed wave, its answers by panel code. Scores are those of ``answer_sets``: scales that share questions
    have a score all or none."""

    id: UUID
    closed_at: datetime
    answers: AnswerSet
    by_code: Mapping[Code, Person]
    """Without a code that stands at two answers, which links nothing for certain."""
    kind: WaveKind
    """When in the year it was asked."""

    @property
    def subject(self) -> str:
        """Its name in the release ledger."""
        return self.answers.ref.subject

    @property
    def of_mentors(self) -> bool:
        return self.answers.of_mentors

    def scored(self, key: str) -> Members:
        """Everybody with a score on the scale, linked or not, as the ledger names them."""
        return frozenset(self.scores(key))

    def scores(self, key: str) -> dict[Hashable, float]:
        """Every score on the scale, by the name that the ledger has for whoever gave the answers."""
        people = self.answers.people
        return {person.member: value for person in people if (value := person.scores.get(key)) is not None}

    def codes(self, key: str) -> Codes:
        """The codes of those with a score on the scale."""
        return frozenset(code for code, person in self.by_code.items() if person.scores.get(key) is not None)

    def members(self, codes: Collection[Code]) -> Members:
        """These people as the ledger of this wave names them; those who did not answer are left out."""
        return frozenset(self.by_code[code].member for code in codes if code in self.by_code)

    def score(self, code: Code, key: str) -> float:
        """A person's score. Raises ``KeyError`` for a code that is not here, ``ValueError`` where there is no score."""
        value = self.by_code[code].scores.get(key)
        if value is None:
            raise ValueError(f"no score on {key}")
        return value

    def group(self, code: Code, stratum: str) -> str | None:
        """The band of a stratum that the answer carries."""
        return self.by_code[code].groups.get(stratum)


@dataclass(frozen=True)
class ScaleOverWaves:
    """One scale of one version of an instrument, and the closed waves that asked it, in the order of closing."""

    scale: ScaleInfo
    instrument: Instrument
    definition: Scale
    of_mentors: bool
    waves: tuple[LinkedWave, ...]

    @property
    def key(self) -> str:
        return self.scale.key

    @property
    def has_two_scores(self) -> bool:
        """Whether a score is nothing but a yes or a no, so that a mean of it is a share."""
        items = self.definition.items
        return len(items) == 1 and len(self.instrument.responses_to(items[0]).values) == 2

    def linked(self, waves: Iterable[LinkedWave]) -> Codes:
        """Those with a score in each of ``waves``, which must be at least one."""
        return frozenset.intersection(*(wave.codes(self.key) for wave in waves))


def linked_waves(session: Session, cohort: Cohort) -> tuple[LinkedWave, ...]:
    """The closed waves of the cohort, of both sides, in the order of closing."""
    closed = session.scalars(select(Wave).where(Wave.cohort_id == cohort.id, Wave.status == WaveStatus.CLOSED))
    dated = [(wave.closed_at, wave) for wave in closed if wave.closed_at is not None]
    ordered = sorted(dated, key=lambda one: (one[0], one[1].opens_on, one[1].id))
    return tuple(_linked(session, wave, closed_at) for closed_at, wave in ordered)


def scales_over_waves(waves: Sequence[LinkedWave]) -> tuple[ScaleOverWaves, ...]:
    """Every scale that any of ``waves`` asks, once for each side and version, in the order of waves and scales."""
    found: dict[tuple[bool, str, int, str], ScaleOverWaves] = {}
    for wave in waves:
        for instrument in wave.answers.measures:
            for definition in instrument.scales:
                name = (wave.of_mentors, instrument.key, instrument.version, definition.key)
                if name not in found:
                    found[name] = _over(waves, wave, instrument, definition)
    return tuple(found.values())


def same_side(waves: Iterable[LinkedWave], wave: LinkedWave) -> tuple[LinkedWave, ...]:
    """Those of ``waves`` that ask the same side as ``wave``."""
    return tuple(other for other in waves if other.of_mentors is wave.of_mentors)


def asks(wave: LinkedWave, instrument: Instrument) -> bool:
    """Whether the wave asked this instrument in this version."""
    return any((one.key, one.version) == (instrument.key, instrument.version) for one in wave.answers.measures)


def _over(waves: Sequence[LinkedWave], first: LinkedWave, instrument: Instrument, definition: Scale) -> ScaleOverWaves:
    key = f"{instrument.key}.{definition.key}"
    scale = next(scale for scale in first.answers.scales if scale.key == key)
    asking = tuple(wave for wave in same_side(waves, first) if asks(wave, instrument))
    return ScaleOverWaves(scale, instrument, definition, first.of_mentors, asking)


def _linked(session: Session, wave: Wave, closed_at: datetime) -> LinkedWave:
    answers = answer_sets.read(session, DatasetRef("wave", wave.id))
    people = {person.member: person for person in answers.people}
    codes: dict[Code, list[Person]] = {}
    for response_id, panel in session.execute(select(Response.id, Response.panel).where(Response.wave_id == wave.id)):
        codes.setdefault(panel, []).append(people[response_id.hex])
    alone = {code: found[0] for code, found in codes.items() if len(found) == 1}
    return LinkedWave(wave.id, closed_at, answers, alone, wave.kind)


@dataclass(frozen=True)
class Pair:
    """Two waves that asked one scale, the earlier one first: the people with a score in both."""

    over: ScaleOverWaves
    before: LinkedWave
    after: LinkedWave

    @property
    def key(self) -> str:
        return self.over.key

    @cached_property
    def codes(self) -> Codes:
        return self.over.linked((self.before, self.after))

    @property
    def sides(self) -> tuple[LinkedWave, LinkedWave]:
        return self.before, self.after

    def members(self, wave: LinkedWave) -> Members:
        """The paired people as the ledger of one of the two waves names them."""
        return wave.members(self.codes)

    def left_over(self, wave: LinkedWave) -> Members:
        """Those with a score in one of the two waves who have none in the other."""
        return wave.scored(self.key) - self.members(wave)

    def values(self, codes: Codes | None = None) -> tuple[list[float], list[float]]:
        """Scores before and after of the paired people (or of some of them), sorted by value: no order of people."""
        chosen = self.codes if codes is None else codes
        pairs = sorted((self.before.score(code, self.key), self.after.score(code, self.key)) for code in chosen)
        return [before for before, _after in pairs], [after for _before, after in pairs]


def pairs_of(over: ScaleOverWaves) -> tuple[Pair, ...]:
    """From the first closed wave that asks the scale to every later one."""
    first, *later = over.waves
    return tuple(Pair(over, first, wave) for wave in later)
