"""What came out of a run, as staff may read it: nothing in it is private, and nobody is named but by id."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.facts import Pair


@dataclass(frozen=True)
class CouldTake:
    """A full mentor with whom a pair would be possible. ``fit`` 0–1; ``load`` of ``capacity`` places of the round."""

    mentor: str
    fit: float
    load: int
    capacity: int


@dataclass(frozen=True)
class CouldExcept:
    """A mentor with whom a pair would be possible by an exception from these constraints (their keys)."""

    mentor: str
    fit: float
    constraints: tuple[str, ...]


@dataclass(frozen=True)
class Remedies:
    """What would help one mentee who has no mentor; best fit first, a few of each."""

    could_take: tuple[CouldTake, ...] = ()
    could_except: tuple[CouldExcept, ...] = ()


NO_REMEDIES = Remedies()


@dataclass(frozen=True)
class Proof:
    """The certificate as far as staff may read it. ``goals``: those proved best, in their order."""

    status: str
    """A value of ``Status``."""
    goals: tuple[str, ...] = ()
    solver: str = ""
    version: str = ""


@dataclass(frozen=True)
class Result:
    """What a run gives. Fits and numbers are of readable criteria only."""

    mentees: tuple[str, ...] = ()
    """Everybody who was looked at, by id, and the mentors who were."""
    mentors: tuple[str, ...] = ()
    places: int = 0
    pairs: tuple[Pair, ...] = ()
    fits: Mapping[Pair, float] = field(default_factory=dict)
    """0–1 of each pair."""
    unmatched: tuple[tuple[str, Phrase], ...] = ()
    """Mentees without a mentor, each with the reason."""
    remedies: Mapping[str, Remedies] = field(default_factory=dict)
    """By mentee without a mentor."""
    excluded: Mapping[str, int] = field(default_factory=dict)
    """How many pairs each readable constraint rules out, by its key."""
    alternatives: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[str, Any] = field(default_factory=dict)
    blocking_pairs: tuple[Pair, ...] = ()
    proof: Proof = Proof("")
    without_intake: int = 0
    """Mentees of the run who have not sent their intake."""
    standing: tuple[Pair, ...] = ()
    """Those of the pairs that ran before and stay."""
    tells_apart: bool = True
    """False where every allowed pair has the same fit, so that nothing but the fixed order decided."""

    @property
    def people(self) -> frozenset[str]:
        """Ids of everybody in it."""
        return frozenset(self.mentees) | frozenset(self.mentors)

    def as_json(self) -> dict[str, Any]:
        """Plain values; :func:`result_from` reads them back."""
        return {
            "mentees": list(self.mentees),
            "mentors": list(self.mentors),
            "places": self.places,
            "pairs": [[mentee, mentor, self.fits[mentee, mentor]] for mentee, mentor in self.pairs],
            "unmatched": [
                {"mentee": mentee, "reason": reason.as_json()} | _stored(self.remedies.get(mentee, NO_REMEDIES))
                for mentee, reason in self.unmatched
            ],
            "excluded": dict(self.excluded),
            "alternatives": dict(self.alternatives),
            "numbers": dict(self.numbers),
            "blocking_pairs": [list(pair) for pair in self.blocking_pairs],
            "proof": vars(self.proof) | {"goals": list(self.proof.goals)},
            "without_intake": self.without_intake,
            "standing": [list(pair) for pair in self.standing],
            "tells_apart": self.tells_apart,
        }


def result_from(stored: Mapping[str, Any]) -> Result:
    """The result that :meth:`Result.as_json` wrote."""
    return Result(
        mentees=tuple(stored["mentees"]),
        mentors=tuple(stored["mentors"]),
        places=stored["places"],
        pairs=tuple((mentee, mentor) for mentee, mentor, _fit in stored["pairs"]),
        fits={(mentee, mentor): fit for mentee, mentor, fit in stored["pairs"]},
        unmatched=tuple((one["mentee"], Phrase.of_json(one["reason"])) for one in stored["unmatched"]),
        remedies={one["mentee"]: _remedies(one) for one in stored["unmatched"]},
        excluded=stored["excluded"],
        alternatives=stored["alternatives"],
        numbers=stored["numbers"],
        blocking_pairs=tuple((mentee, mentor) for mentee, mentor in stored["blocking_pairs"]),
        proof=Proof(**(stored["proof"] | {"goals": tuple(stored["proof"]["goals"])})),
        without_intake=stored["without_intake"],
        standing=tuple((mentee, mentor) for mentee, mentor in stored["standing"]),
        tells_apart=stored["tells_apart"],
    )


def _stored(remedies: Remedies) -> dict[str, Any]:
    return {
        "could_take": [vars(one) for one in remedies.could_take],
        "could_except": [vars(one) | {"constraints": list(one.constraints)} for one in remedies.could_except],
    }


def _remedies(stored: Mapping[str, Any]) -> Remedies:
    return Remedies(
        tuple(CouldTake(**one) for one in stored["could_take"]),
        tuple(CouldExcept(**(one | {"constraints": tuple(one["constraints"])})) for one in stored["could_except"]),
    )
