"""What each wave of a year usually asks, as a proposal: measures of our own only, since those need no licence.

Every wave begins with the same core, in the same order, so that a change between waves is a change in people and not
in what they had been asked before. What comes after the core alternates, because all of it at once would be too long:
needs before anybody has a mentor and again halfway, while there is time to act on them; the experience of mentorship,
harm and burden included, after three months, while a match can still be changed, and again at the end.
"""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.surveys.enums import WaveKind

MOST_ITEMS = 35
MOST_MINUTES = 6
"""Of ratings. Beyond that, residents stop answering."""

_MENTEE_CORE = ("own_satisfaction", "own_burnout_short")
_MENTOR_CORE = ("own_mentor_skills",)

_OF_MENTEES: Mapping[WaveKind, tuple[str, ...]] = MappingProxyType(
    {
        WaveKind.BASELINE: (*_MENTEE_CORE, "own_unmet_needs"),
        WaveKind.EARLY: (*_MENTEE_CORE, "own_mentorship_mentee"),
        WaveKind.MIDPOINT: (*_MENTEE_CORE, "own_unmet_needs"),
        WaveKind.ENDPOINT: (*_MENTEE_CORE, "own_mentorship_mentee"),
    }
)
_OF_MENTORS: Mapping[WaveKind, tuple[str, ...]] = MappingProxyType(
    {
        WaveKind.BASELINE: (*_MENTOR_CORE, "own_satisfaction"),
        WaveKind.EARLY: (*_MENTOR_CORE, "own_mentorship_mentor"),
        WaveKind.MIDPOINT: (*_MENTOR_CORE, "own_mentorship_mentor"),
        WaveKind.ENDPOINT: (*_MENTOR_CORE, "own_satisfaction", "own_mentorship_mentor"),
    }
)


def usual_measures(kind: WaveKind, for_mentors: bool) -> tuple[str, ...]:
    """Keys of the measures proposed for a wave of that kind, in the order of asking."""
    return (_OF_MENTORS if for_mentors else _OF_MENTEES)[kind]
