"""How well the questions of each scale hung together in each wave."""

from collections.abc import Iterable, Iterator

from mentorship_app.instruments.definition import Method
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.statistics import cronbach_alpha, mcdonald_omega
from mentorship_app.surveys.linking.changes import side_of
from mentorship_app.surveys.linking.judging import Books
from mentorship_app.surveys.linking.people import LinkedWave, ScaleOverWaves
from mentorship_app.surveys.outcomes import ScaleReliability

# Below twenty people the interval of alpha or omega reaches over half of all possible values: it says nothing.
FEWEST_PEOPLE = 20


def reliabilities(scales: Iterable[ScaleOverWaves], books: Books) -> tuple[ScaleReliability, ...]:
    """Every scale of two questions and more, wave by wave, where its mean is told of everybody.

    Of people who answered every question of the scale; both None for fewer than 20 of them, or where one to four
    others have a score: the two numbers of people would say so. No sums of answers, so nothing to be subtracted.
    """
    return tuple(one for scale in scales for one in _of(scale, books))


def _of(scale: ScaleOverWaves, books: Books) -> Iterator[ScaleReliability]:
    definition = scale.definition
    if len(definition.items) < 2 or definition.method is Method.WEIGHTED:
        return
    for wave in scale.waves:
        side = side_of(scale.key, wave, books)
        if side.n is None:
            continue
        answers = _answers(scale, wave)
        if len(answers) < FEWEST_PEOPLE or 0 < side.n - len(answers) < FLOOR:
            yield ScaleReliability(scale.scale, side, None, None)
        else:
            yield ScaleReliability(scale.scale, side, cronbach_alpha(answers), mcdonald_omega(answers))


def _answers(scale: ScaleOverWaves, wave: LinkedWave) -> list[list[float]]:
    """People by questions, keyed one way, of those who have a score and answered all; sorted: no order of people."""
    items = scale.definition.items
    people = [one for one in wave.answers.people if one.scores.get(scale.key) is not None]
    whole = [one for one in people if all(item in one.items for item in items)]
    return sorted([_keyed(scale, item, one.items[item]) for item in items] for one in whole)


def _keyed(scale: ScaleOverWaves, item: str, value: int) -> float:
    reverse = scale.instrument.item(item).reverse
    return float(value if reverse is None else reverse - value)
