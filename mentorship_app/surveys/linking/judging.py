"""Whether a set of people may be spoken of beside everything that was released about the same answers before.

To tell how the same people's mean changed from wave A to wave B is to tell, of those people, the sum of their answers
in A and the sum of their answers in B. So a linked figure is judged in *both* waves, as one more group of each.

Each wave by itself is enough. Answers of A and answers of B are different numbers; whatever is published is a sum of
numbers of A plus a sum of numbers of B (a mean of A, a change, a mean of B), and both parts are taken as published by
themselves. The span of everything published is then the direct sum of what is published of A and what is published of
B. A group that a reader can single out in it has a part in A and a part in B, and each part lies in the span of its
own wave: so if neither wave has a union of 1 to 4 people in its span, no union across waves is known either. Spreads,
correlations and ranks are no sums of answers of one wave; products of two waves' answers are published over the linked
people of just these two waves, one group, from which nothing can be subtracted.

Names in the ledger: ``<kind>:<scale>:<rest>``, such as ``change:cbi.work:<id of the other wave>``, in the ledger of
each wave that is part of it. A verdict that nothing may be shown is written down too, with no group: what was judged
once is not judged again, whatever order reports are built in.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.privacy import ledger
from mentorship_app.privacy.exposure import Members, Partition, small_unions
from mentorship_app.privacy.suppression import FLOOR, Cell, Finder, hidden_complements
from mentorship_app.surveys.judging import Groups, Ledger
from mentorship_app.surveys.linking.people import LinkedWave, Pair

CHANGE, ADJUSTED, STAYED, ATTRITION, TREND, YEARS = "change", "adjusted", "stayed", "attrition", "trend", "years"
KINDS = frozenset({CHANGE, ADJUSTED, STAYED, ATTRITION, TREND, YEARS})
"""First parts of the names of linked figures."""

_BESIDE = "beside"

ANSWERED = "answered"
"""Stands in the place of a scale where people are counted who answered anything at all."""


class Books:
    """The ledgers of many subjects, each read once. What is recorded is in them at once."""

    def __init__(self, session: Session, *, now: datetime | None) -> None:
        """With ``now`` None nothing can be recorded: for those who only read."""
        self._session = session
        self._now = now
        self._read: dict[str, dict[str, list[Groups]]] = {}

    @property
    def may_record(self) -> bool:
        return self._now is not None

    def of(self, subject: str) -> Ledger:
        """What was released about ``subject``, by figure, oldest first.

        Where people of several years were told of together, what was released about the other years stands in it too:
        who takes that away from the sum of all years is left with people of this one.
        """
        if subject not in self._read:
            book = self._read[subject] = ledger.earlier_releases(self._session, subject)
            others = [(figure.split(":")[1], wave) for figure in book for wave in waves_together(figure) - {subject}]
            for key, wave in others:
                book[linked(YEARS, key, _BESIDE, wave)] = [tuple(public(self.of(wave), key))]
        return self._read[subject]

    def record(self, subject: str, name: str, groups: Groups) -> None:
        """Write down that ``groups`` are shown, or with none of them that nothing may be.

        Raises ``RuntimeError`` in books that are only read.
        """
        if self._now is None:
            raise RuntimeError("these books are only read")
        ledger.record(self._session, subject, name, groups, now=self._now)
        self.of(subject)
        self._read[subject].setdefault(name, []).append(tuple(groups))


def waves_together(name: str) -> frozenset[str]:
    """The subjects of all waves whose people a figure of several years counts together; none for any other figure."""
    kind, *rest = name.split(":")
    if kind != YEARS or _BESIDE in rest:
        return frozenset()
    return frozenset(f"wave:{wave}" for waves in rest[1:] for wave in waves.split("+"))


def linked(kind: str, key: str, *rest: object) -> str:
    """The name of a linked figure of the scale ``key``. Raises ``ValueError`` for a kind that is none of ``KINDS``."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of linked figure")
    return ":".join((kind, key, *map(str, rest)))


def change_name(pair: Pair, wave: LinkedWave) -> str:
    """The name of a pair's change in the ledger of one of its two waves."""
    other = pair.after if wave is pair.before else pair.before
    return linked(CHANGE, pair.key, other.id)


def is_judged(book: Ledger, name: str) -> bool:
    """Whether a verdict was written down, also that nothing may be shown."""
    return name in book


def last(book: Ledger, name: str) -> frozenset[Members]:
    """The groups that were last shown under ``name``."""
    releases = book.get(name)
    return frozenset(releases[-1]) if releases else frozenset()


def linked_names(book: Ledger, key: str) -> list[str]:
    """The names of all linked figures of the scale ``key``."""
    return [name for name in book if _is_about(name, key)]


def has_own(book: Ledger) -> bool:
    """Whether anything of the wave itself was ever released, beside what links it to others."""
    return any(name.partition(":")[0] not in KINDS for name in book)


def public(book: Ledger, key: str) -> list[Members]:
    """Every group of which anything was told about the scale ``key``: its tables, its limits, and linked figures."""
    names = [name for name in book if name == key or name.startswith(f"{key}/")] + linked_names(book, key)
    return list(dict.fromkeys(members for name in names for groups in book[name] for members in groups))


def with_links(book: Ledger) -> dict[str, Sequence[Groups]]:
    """The ledger of a wave, with every linked group among the earlier releases of the figure that it is a group of.

    For those who judge the tables of a wave once more: what was told of linked people must not be given away either.
    The figure's own releases stay the last ones.
    """
    found: dict[str, list[Groups]] = {}
    for name, releases in book.items():
        kind, _colon, rest = name.partition(":")
        if kind in KINDS:
            key, _colon, other = rest.partition(":")
            _id, slash, suffix = other.partition("/")
            found.setdefault(f"{key}{slash}{suffix}", []).extend(releases)
    return {name: (*found.get(name, ()), *releases) for name, releases in book.items()}


def is_safe(sets: Iterable[Members], known: Sequence[Members], *, floor: int = FLOOR) -> bool:
    """Whether ``sets`` may all be told at once beside the groups that are ``known``.

    Each must have ``floor`` people, and no sum or difference of any of these groups may describe 1 to ``floor`` - 1
    people whom what is known does not single out by itself. A set that is known already is safe.
    """
    asked = [members for members in dict.fromkeys(sets) if members not in known]
    if any(len(members) < floor for members in asked):
        return False
    cells = [Cell("linked", str(position), members) for position, members in enumerate(asked)]
    return not hidden_complements(cells, known, _below(floor))


def few(people: Members, *, floor: int = FLOOR) -> bool:
    """Whether there are some, but too few to be spoken of."""
    return 0 < len(people) < floor


def _below(floor: int) -> Finder:
    def unions(whole: Partition) -> list[frozenset[int]]:
        return small_unions(whole.vectors, [len(atom) for atom in whole.atoms], limit=floor)

    return unions


def _is_about(name: str, key: str) -> bool:
    kind, _colon, rest = name.partition(":")
    return kind in KINDS and rest.partition(":")[0] == key
