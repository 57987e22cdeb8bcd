"""Single questions of measures as shares of everybody: how many answered below the middle, there, and above.

What a score tells of its questions must not be completed by them, so a question is told only where nothing can be
worked out from the two together:

* Classes of two answers and more on either side. Of a question with two or three answers the shares would give the sum
  of the answers, and the mean of the scale then the share of one that had to be a range.
* Never of a scale with one question: mean, spread and number of people, with the classes beside, give the number of
  every single answer, so also that one person chose it.
* Never of a scale with published limits: a limit counts answers that come together, shares count each by itself, and
  the two can leave a single person who gave one without the other.
* Nor of weighted scales or typed numbers, which have no classes.

Those who have a score and answered the question are counted. A question that one to four of those with a score skipped
is not told: the two numbers of people would say so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments.definition import Direction, Instrument, LicenceStatus, Method, ResponseSet, Scale
from mentorship_app.privacy.suppression import FLOOR, Cell
from mentorship_app.surveys.answer_sets import AnswerSet
from mentorship_app.surveys.judging import EVERYBODY, Family, Shares

LOW, MIDDLE, HIGH = "low", "middle", "high"
"""Below the middle of the answers that a question offers, the middle (where their number is odd), and above."""

_FEWEST_ANSWERS = 4


@dataclass(frozen=True)
class ItemQuestion:
    """A question that may be told. ``classes`` holds the answers of each class, lowest first, with what they read."""

    instrument: Instrument
    scale: Scale
    item: str
    number: int
    """Its place in the measure, counted from 1."""
    text: LocalizedText
    better: Literal["up", "down", "neither"]
    """Which end of the answers, as they are given, is the better one."""
    classes: Mapping[str, tuple[int, ...]]
    labels: Mapping[str, LocalizedText]

    @property
    def name(self) -> str:
        """Of the figure in the ledger."""
        return f"{self.instrument.key}:{self.item}"

    @property
    def scale_key(self) -> str:
        """As results have it."""
        return f"{self.instrument.key}.{self.scale.key}"


def item_questions(instruments: Sequence[Instrument]) -> tuple[ItemQuestion, ...]:
    """The questions of these measures that may be told, in their order."""
    return tuple(
        found
        for instrument in instruments
        for number, item in enumerate(instrument.items, start=1)
        if (found := _question(instrument, item.id, number)) is not None
    )


def item_figures(answers: AnswerSet) -> Iterator[Shares]:
    """Everybody's shares of the questions that may be told, each a figure of its own."""
    for question in item_questions(answers.measures):
        scored = [person for person in answers.people if person.scores.get(question.scale_key) is not None]
        people = [person for person in scored if question.item in person.items]
        if 0 < len(scored) - len(people) < FLOOR:
            continue
        family = Family(
            MappingProxyType(
                {
                    name: frozenset(one.member for one in people if one.items[question.item] in values)
                    for name, values in question.classes.items()
                }
            ),
            tuple(frozenset({name}) for name in question.classes),
        )
        everybody = Cell(EVERYBODY, EVERYBODY, frozenset(person.member for person in people))
        yield Shares(question.name, (everybody,), (family,))


def _question(instrument: Instrument, item: str, number: int) -> ItemQuestion | None:
    scales = [scale for scale in instrument.scales if item in scale.asks]
    responses = instrument.responses_to(item)
    if not scales or responses.is_typed or len(responses.values) < _FEWEST_ANSWERS:
        return None
    limited = {cutoff.scale for cutoff in instrument.cutoffs}
    if any(one.key in limited or one.method is Method.WEIGHTED or len(one.items) == 1 for one in scales):
        return None
    classes = _classes(responses)
    return ItemQuestion(
        instrument=instrument,
        scale=scales[0],
        item=item,
        number=number,
        text=_text(instrument, item),
        better=_better(scales[0].better, is_reversed=instrument.item(item).reverse is not None),
        classes=classes,
        labels=MappingProxyType({name: _label(instrument, item, values) for name, values in classes.items()}),
    )


def _classes(responses: ResponseSet) -> Mapping[str, tuple[int, ...]]:
    values = tuple(sorted(responses.values))
    half, has_middle = divmod(len(values), 2)
    middle = {MIDDLE: (values[half],)} if has_middle else {}
    return MappingProxyType({LOW: values[:half]} | middle | {HIGH: values[half + has_middle :]})


def _better(scale: Direction, *, is_reversed: bool) -> Literal["up", "down", "neither"]:
    if scale is Direction.NEITHER:
        return "neither"
    return "up" if (scale is Direction.UP) != is_reversed else "down"


def _may_be_shown(instrument: Instrument) -> bool:
    """Whether a report may print the wording: what is only lent to be asked is left to those who hold it."""
    return instrument.licence.status is LicenceStatus.OPEN and instrument.can_be_asked


def _text(instrument: Instrument, item: str) -> LocalizedText:
    """What is asked; else what our own words say about it; else its id."""
    if not _may_be_shown(instrument):
        return instrument.item(item).about or LocalizedText(en=item, fr=item)
    return _both({language: instrument.wording[language].items[item] for language in instrument.languages})


def _label(instrument: Instrument, item: str, values: tuple[int, ...]) -> LocalizedText:
    """The answers of a class in words, where the words may be shown; else their codes."""
    if not _may_be_shown(instrument):
        return _both({"en": _joined([str(value) for value in values])})
    name = instrument.item(item).response_set
    place = {value: number for number, value in enumerate(instrument.response_sets[name].values)}
    return _both(
        {
            language: _joined([instrument.wording[language].responses[name][place[value]] for value in values])
            for language in instrument.languages
        }
    )


def _joined(words: Sequence[str]) -> str:
    """``A``, ``A / B``, or the first and the last of more."""
    return " / ".join(words) if len(words) <= 2 else f"{words[0]} … {words[-1]}"


def _both(texts: Mapping[str, str]) -> LocalizedText:
    only = next(iter(texts.values()))
    return LocalizedText(en=texts.get("en", only), fr=texts.get("fr", only))
