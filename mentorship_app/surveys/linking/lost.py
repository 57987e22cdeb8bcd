"""The share at a limit, if nobody or everybody of those who did not answer were there too."""

from collections.abc import Iterable, Iterator

from mentorship_app.statistics import share_bounds
from mentorship_app.surveys.cutoffs import LIMITS, is_beyond, limits_of
from mentorship_app.surveys.judging import counted, exact
from mentorship_app.surveys.linking.changes import side_of
from mentorship_app.surveys.linking.judging import Books, last
from mentorship_app.surveys.linking.people import LinkedWave, ScaleOverWaves
from mentorship_app.surveys.outcomes import LostShare


def lost_shares(scales: Iterable[ScaleOverWaves], books: Books) -> tuple[LostShare, ...]:
    """Every limit of every scale, wave by wave, whose share of everybody was told exactly and not all answered.

    Nothing new is told: the bounds follow from that share, its number of people, and how many were asked. Of a share
    that is a range there are none, because bounds around a count would give the count.
    """
    return tuple(one for scale in scales for wave in scale.waves for one in _of(scale, wave, books))


def _of(scale: ScaleOverWaves, wave: LinkedWave, books: Books) -> Iterator[LostShare]:
    people, asked, book = wave.scored(scale.key), wave.answers.eligible, books.of(wave.subject)
    name = scale.key + LIMITS
    if asked is None or asked <= len(people) or people not in last(book, counted(name)):
        return
    scores = {one.member: one.scores.get(scale.key) for one in wave.answers.people}
    for limit, cutoffs in limits_of(scale.instrument, scale.definition).items():
        if people in last(book, exact(name, limit)):
            count = sum(score is not None and is_beyond(score, cutoffs[0]) for score in scores.values())
            bounds = share_bounds(count, len(people), asked)
            yield LostShare(scale.scale, side_of(scale.key, wave, books), cutoffs, bounds)
