"""Which places nobody can be moved from."""

from collections import Counter
from collections.abc import Mapping

from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting.judging import Judge


def places_to_give(judge: Judge, state: State) -> Mapping[str, int]:
    """Places of each mentor that are free or could be freed: without those of pairs that are locked or run already."""
    fixed = Counter(mentor for _mentee, mentor in judge.fixed(state))
    return {mentor: max(0, places - fixed[mentor]) for mentor, places in judge.places(state).items()}
