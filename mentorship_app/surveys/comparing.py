"""Whether a wave asks so that its answers can be compared with those of earlier waves of its cohort.

A change between two waves should be one of people. Where words, version or order changed too, the page that plans the
wave says so, before it is too late to mend.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_, LocalizedText, translate
from mentorship_app.surveys.building import name_of
from mentorship_app.surveys.contents import Block, Contents, MeasureBlock, OwnBlock, contents_of
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.queries import waves_of

_OTHER_VERSION = N_("Another version than in “%(wave)s”: its scores cannot be compared with those.")
_OTHER_WORDS = N_("Other words than in “%(wave)s”: part of a change may come from the words.")
_OTHER_ORDER = N_(
    "Something else is asked before it than in “%(wave)s”. Earlier questions colour later answers, so part of a change "
    "may come from that."
)


@dataclass(frozen=True)
class Comparison:
    """One block beside the last earlier wave that asked it."""

    earlier: LocalizedText
    """Title of that wave."""
    problems: tuple[str, ...]
    """Msgids with a place for the wave's title; empty where nothing stands against comparing."""

    def texts(self, locale: str) -> tuple[str, ...]:
        """The problems in words."""
        return tuple(translate(problem, locale, wave=self.earlier.in_(locale)) for problem in self.problems)


def earlier_waves(session: Session, wave: Wave) -> tuple[Wave, ...]:
    """Those of the cohort that ask the same side and open before this one, in the order of the year."""
    return tuple(
        other
        for other in waves_of(session, wave.cohort)
        if other.id != wave.id and other.asks_mentors is wave.asks_mentors and other.opens_on < wave.opens_on
    )


def comparisons(session: Session, wave: Wave, contents: Contents) -> Mapping[str, Comparison]:
    """By name of the block; one that no earlier wave asked is absent."""
    found: dict[str, Comparison] = {}
    for earlier in reversed(earlier_waves(session, wave)):
        try:
            before = contents_of(session, earlier)
        except Conflict:
            continue
        for block in contents.blocks:
            name = name_of(block)
            then = next((other for other in before.blocks if name_of(other) == name), None)
            if then is not None and name not in found:
                problems = tuple(_problems(block, then, contents.blocks, before.blocks))
                found[name] = Comparison(earlier.title, problems)
    return MappingProxyType(found)


def _problems(now: Block, then: Block, blocks: Sequence[Block], blocks_then: Sequence[Block]) -> Iterator[str]:
    if isinstance(now, MeasureBlock) and isinstance(then, MeasureBlock):
        if now.instrument.version != then.instrument.version:
            yield _OTHER_VERSION
        elif now.wording_id != then.wording_id:
            yield _OTHER_WORDS
    if isinstance(now, OwnBlock) and isinstance(then, OwnBlock) and now.section != then.section:
        yield _OTHER_WORDS
    if _names_before(now, blocks) != _names_before(then, blocks_then):
        yield _OTHER_ORDER


def _names_before(block: Block, blocks: Sequence[Block]) -> list[str]:
    names = [name_of(other) for other in blocks]
    return names[: names.index(name_of(block))]
