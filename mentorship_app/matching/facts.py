"""What a run of matching knows: a snapshot of one cohort, plain values only, the same in and out of storage.

People are named by the public ids of their enrollments. Two parts are private and never shown to staff: whom somebody
asked not to be matched with (:attr:`Facts.apart_unsaid`), and what two people share of who they are
(:attr:`Facts.shared_identity`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.mentoring import PairingKind

Pair = tuple[str, str]
"""Mentee, then mentor: public ids of their enrollments."""


@dataclass(frozen=True)
class MentorFacts:
    """One mentor. Codes are those of the application; ``said`` holds them by question, only for what was answered."""

    id: str
    name: str
    capacity: int
    """Places for this round: offered, less those taken by pairs of other kinds. Its standing pairs count in."""
    load: int = 0
    """How many mentees of other kinds the mentor has."""
    department: str = ""
    site: str = ""
    level: int | None = None
    """Position of the training level, for residents who mentor."""
    level_code: str = ""
    trained: bool | None = None
    """Whether they were trained to mentor; None while nobody knows."""
    pauses: bool = False
    """Keeps the mentees there are and takes nobody new."""
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """``topics languages free_times modality style frequency areas path fields`` as tuples of codes."""
    ranking: tuple[str, ...] = ()
    """Mentees whom they would choose, first choice first."""


@dataclass(frozen=True)
class Choice:
    """A mentor whom a mentee would choose. ``rank`` counts from 1 over the mentors with whom a pair is possible."""

    mentor: str
    rank: int


@dataclass(frozen=True)
class MenteeFacts:
    """One mentee who waits for a mentor of this round, or has one."""

    id: str
    name: str
    department: str = ""
    site: str = ""
    level: int | None = None
    level_code: str = ""
    has_intake: bool = False
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """``topics languages free_times modality style frequency functions research`` as tuples of codes; ``career`` and
    ``goals`` as own words in small letters, as ``fields`` of mentors."""
    matters_most: str = ""
    """The criterion that counts double for this mentee; empty where they named none."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """A conflict of interest that staff may read. ``reasons``: codes of ``ConflictReason``."""

    mentee: str
    mentor: str
    reasons: tuple[str, ...]
    allows_exception: bool


@dataclass(frozen=True)
class PastPair:
    """Two people who were paired before, or say that they know each other."""

    mentee: str
    mentor: str
    cohort: str
    """Its name."""


@dataclass(frozen=True)
class SideRule:
    """Two mentees who are to have the same mentor, or never the same."""

    one: str
    other: str
    together: bool
    rationale: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything that decides a run, besides weights, rules and decisions."""

    kind: PairingKind
    mentors: tuple[MentorFacts, ...]
    mentees: tuple[MenteeFacts, ...]
    conflicts: tuple[Conflict, ...] = ()
    apart_unsaid: tuple[Pair, ...] = ()
    """Pairs that must not be, for reasons that are nobody's to read: private lists, personal conflicts."""
    paired_otherwise: tuple[Pair, ...] = ()
    """Two who are one pair already, of another kind; or one person in both roles."""
    standing: tuple[Pair, ...] = ()
    """Pairs of this kind that run now."""
    past: tuple[PastPair, ...] = ()
    shared_identity: tuple[tuple[str, str, float], ...] = ()
    """(mentee, mentor, 0–1): how far the mentor shares what the mentee wished for, where both told it."""
    side_rules: tuple[SideRule, ...] = ()
    words: Mapping[str, LocalizedText] = field(default_factory=dict)
    """How a code reads: ``topics.career`` gives its label; own words stand for themselves."""

    @cached_property
    def mentor(self) -> Mapping[str, MentorFacts]:
        """Mentors by id."""
        return {mentor.id: mentor for mentor in self.mentors}

    @cached_property
    def mentee(self) -> Mapping[str, MenteeFacts]:
        """Mentees by id."""
        return {mentee.id: mentee for mentee in self.mentees}

    @cached_property
    def past_of(self) -> Mapping[str, Mapping[str, PastPair]]:
        """Earlier pairs by mentee, then by mentor; only with mentors of this round."""
        found: dict[str, dict[str, PastPair]] = {}
        for one in self.past:
            if one.mentor in self.mentor:
                found.setdefault(one.mentee, {}).setdefault(one.mentor, one)
        return found

    @cached_property
    def shared_with(self) -> Mapping[str, Mapping[str, float]]:
        """:attr:`shared_identity` by mentee, then by mentor: for the solver alone."""
        found: dict[str, dict[str, float]] = {}
        for mentee, mentor, share in self.shared_identity:
            found.setdefault(mentee, {})[mentor] = share
        return found

    @cached_property
    def ranked_by(self) -> Mapping[str, Mapping[str, int]]:
        """By mentee, then by mentor: the place of the mentee in that mentor's ranking, from 1."""
        found: dict[str, dict[str, int]] = {}
        for mentor in self.mentors:
            for place, mentee in enumerate(mentor.ranking, start=1):
                found.setdefault(mentee, {}).setdefault(mentor.id, place)
        return found

    def word(self, question: str, code: str) -> LocalizedText:
        """How a code reads in both languages."""
        return self.words.get(f"{question}.{code}") or LocalizedText(en=code, fr=code)

    def as_json(self) -> dict[str, Any]:
        """Plain values; :func:`facts_of` reads them back."""
        stored = asdict(self)
        stored["words"] = {code: text.as_dict() for code, text in self.words.items()}
        return stored

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything in it, in one fixed order of people: the same facts give the same digest."""
        return digest_of(_sorted(self.as_json()))


def facts_of(stored: Mapping[str, Any]) -> Facts:
    """The facts that :meth:`Facts.as_json` wrote."""
    return Facts(
        kind=PairingKind(stored["kind"]),
        mentors=tuple(
            MentorFacts(**(one | {"said": _codes(one["said"]), "ranking": tuple(one["ranking"])}))
            for one in stored["mentors"]
        ),
        mentees=tuple(
            MenteeFacts(
                **(one | {"said": _codes(one["said"]), "choices": tuple(Choice(**choice) for choice in one["choices"])})
            )
            for one in stored["mentees"]
        ),
        conflicts=tuple(Conflict(**(one | {"reasons": tuple(one["reasons"])})) for one in stored["conflicts"]),
        apart_unsaid=_pairs(stored["apart_unsaid"]),
        paired_otherwise=_pairs(stored["paired_otherwise"]),
        standing=_pairs(stored["standing"]),
        past=tuple(PastPair(**one) for one in stored["past"]),
        shared_identity=tuple((mentee, mentor, float(share)) for mentee, mentor, share in stored["shared_identity"]),
        side_rules=tuple(SideRule(**one) for one in stored["side_rules"]),
        words={code: LocalizedText(**text) for code, text in stored["words"].items()},
    )


def digest_of(plain: Any) -> str:
    """SHA-256 of plain values, written in one way."""
    written = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _sorted(stored: dict[str, Any]) -> dict[str, Any]:
    """Lists of people and pairs in an order of their own, so that the order of reading does not matter."""
    return {
        name: sorted(value, key=lambda one: json.dumps(one, sort_keys=True))
        if isinstance(value, list | tuple)
        else value
        for name, value in stored.items()
    }


def _codes(said: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {question: tuple(codes) for question, codes in said.items()}


def _pairs(stored: Any) -> tuple[Pair, ...]:
    return tuple((mentee, mentor) for mentee, mentor in stored)
