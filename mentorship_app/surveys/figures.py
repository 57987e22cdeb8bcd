"""The fixed list of figures of one set of answers: every scale, its limits, every own question, questions of
measures. No caller chooses."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from mentorship_app.instruments.definition import Instrument, Scale
from mentorship_app.privacy.suppression import Cell
from mentorship_app.surveys.answer_sets import AnswerSet, Person, Stratum
from mentorship_app.surveys.cutoffs import LIMITS, is_beyond, limits_of, possible_answers
from mentorship_app.surveys.items import item_figures
from mentorship_app.surveys.judging import EVERYBODY, Family, Figure, Mean, Shares
from mentorship_app.surveys.own_results import MOST_BY_ARM, Amount, Choices
from mentorship_app.surveys.strata import ARM


def figures_of(answers: AnswerSet) -> tuple[Figure, ...]:
    """All figures, in the order in which they are judged."""
    return (*_of_scales(answers), *_of_questions(answers), *item_figures(answers))


def own_strata(answers: AnswerSet) -> tuple[Stratum, ...]:
    """Own questions are told for everybody and by arm, no finer."""
    return tuple(stratum for stratum in answers.strata if stratum.key == ARM)


def strata_of(answers: AnswerSet, question: Choices | Amount) -> tuple[Stratum, ...]:
    """By which strata an own question is told: those asked only of some, or with many answers, for everybody only."""
    is_long = isinstance(question, Choices) and len(question.options) > MOST_BY_ARM
    return () if is_long or question.asked_after else own_strata(answers)


def cells_of(people: Sequence[Person], strata: Sequence[Stratum]) -> tuple[Cell, ...]:
    """Everybody first, then the groups of each stratum."""
    return (Cell(EVERYBODY, EVERYBODY, _members(people)), *_groups(people, strata))


def _groups(people: Sequence[Person], strata: Sequence[Stratum]) -> Iterator[Cell]:
    for stratum in strata:
        for group in stratum.groups:
            inside = [person for person in people if person.groups.get(stratum.key) == group]
            yield Cell(stratum.key, group, _members(inside))


def _members(people: Sequence[Person]) -> frozenset[object]:
    return frozenset(person.member for person in people)


def scored(answers: AnswerSet, key: str) -> list[Person]:
    """Those who have a score, or gave a number."""
    return [person for person in answers.people if person.scores.get(key) is not None]


def _of_scales(answers: AnswerSet) -> Iterator[Figure]:
    defined = {f"{one.key}.{scale.key}": (one, scale) for one in answers.measures for scale in one.scales}
    for scale in answers.scales:
        people = scored(answers, scale.key)
        cells = cells_of(people, answers.strata)
        instrument, definition = defined.get(scale.key, (None, None))
        upper = None
        if instrument is not None and definition is not None and _has_two_scores(instrument, definition):
            upper = frozenset(person.member for person in people if _value(person, scale.key) > scale.low)
        yield Mean(scale.key, cells, _before(answers, people, scale.key), upper)
        if instrument is not None and definition is not None:
            yield from _limits(instrument, definition, scale.key, people, cells)


def _value(person: Person, key: str) -> float:
    value = person.scores[key]
    if value is None:
        raise ValueError(f"no score on {key}")
    return value


def _before(answers: AnswerSet, people: Sequence[Person], key: str) -> Cell | None:
    if answers.before is None:
        return None
    return Cell("before", "before", _members([person for person in people if key in person.answered_before]))


def _has_two_scores(instrument: Instrument, scale: Scale) -> bool:
    """Whether the mean of the scale is nothing but a share."""
    return len(scale.items) == 1 and len(instrument.responses_to(scale.items[0]).values) == 2


def _limits(
    instrument: Instrument, scale: Scale, key: str, people: Sequence[Person], cells: tuple[Cell, ...]
) -> Iterator[Figure]:
    limits = limits_of(instrument, scale)
    if limits:
        beyond = {
            name: frozenset(person.member for person in people if is_beyond(_value(person, key), cutoffs[0]))
            for name, cutoffs in limits.items()
        }
        family = Family(MappingProxyType(beyond), possible_answers(instrument, scale, limits))
        yield Shares(key + LIMITS, cells, (family,), counted_by=key)


def _of_questions(answers: AnswerSet) -> Iterator[Figure]:
    for question in answers.questions:
        strata = strata_of(answers, question)
        if isinstance(question, Amount):
            cells = cells_of(scored(answers, question.key), strata)
            yield Mean(question.key, cells, asked_after=question.asked_after)
        else:
            people = [person for person in answers.people if question.key in person.choices]
            yield Shares(
                question.key,
                cells_of(people, strata),
                tuple(_families(question, people)),
                asked_after=question.asked_after,
            )


def _families(question: Choices, people: Sequence[Person]) -> Iterator[Family]:
    chosen: Mapping[str, frozenset[object]] = {
        code: frozenset(person.member for person in people if code in person.choices[question.key])
        for code in question.options
    }
    if question.adds_up:
        yield Family(MappingProxyType(dict(chosen)), question.together())
        return
    for code, members in chosen.items():
        yield Family(MappingProxyType({code: members}), (frozenset(), frozenset({code})))
