"""Who is missing, and what their answers could change at most."""

from dataclasses import dataclass

from mentorship_app.statistics.checking import require_confidence
from mentorship_app.statistics.rates import Rate, wilson


@dataclass(frozen=True)
class Step:
    """One step of the flow: how many came so far, and how many of the step before were lost."""

    name: str
    n: int
    lost: int


@dataclass(frozen=True)
class ShareBounds:
    """A share of those who answered, and of everybody if all the others had said no, or all yes; 0 to 1."""

    answered: Rate
    lowest: Rate
    highest: Rate


def flow(steps: list[tuple[str, int]]) -> list[Step]:
    """The flow from the first step on. Raises ``ValueError`` where a step has more people than the one before."""
    found: list[Step] = []
    for name, n in steps:
        before = found[-1].n if found else n
        if not 0 <= n <= before:
            raise ValueError(f"{name}: {n} cannot follow {before}")
        found.append(Step(name, n, before - n))
    return found


def share_bounds(count: int, answered: int, asked: int, *, confidence: float = 0.95) -> ShareBounds:
    """The bounds that no assumption about the missing can pass (Manski CF, Am Econ Rev 1990;80:319-323).

    Raises ``ValueError`` unless 0 <= count <= answered <= asked.
    """
    require_confidence(confidence)
    if not 0 <= count <= answered <= asked:
        raise ValueError(f"{count} of {answered} of {asked} is no share")
    missing = asked - answered
    return ShareBounds(
        wilson(count, answered, confidence=confidence),
        wilson(count, asked, confidence=confidence),
        wilson(count + missing, asked, confidence=confidence),
    )
