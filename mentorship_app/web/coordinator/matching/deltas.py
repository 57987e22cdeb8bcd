"""What a change would do to every number, before it is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mentorship_app.matching.decisions import State
from mentorship_app.matching.fairness import difference, numbers
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.i18n import current_locale


@dataclass(frozen=True)
class Delta:
    """One line: which way a number goes, in words."""

    way: Literal["better", "worse", "same"]
    words: str


def deltas(desk: Desk, after: State) -> Iterator[Delta]:
    """From the desk's state to ``after``: what gets better, what worse, what stays."""
    facts, settings = desk.facts, desk.judge.settings
    found = difference(facts, numbers(facts, settings, desk.state.pairs), numbers(facts, settings, after.pairs))
    locale = current_locale()
    for words in found.better:
        yield Delta("better", words.in_(locale))
    for words in found.worse:
        yield Delta("worse", words.in_(locale))
    for words in found.same:
        yield Delta("same", words.in_(locale))
