"""An instrument as pages to answer: each item a rating with its words or a number to type, nothing required."""

from collections.abc import Callable
from decimal import Decimal

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments.definition import Instrument, Page, Wording
from mentorship_app.questions.questionnaire import Question, Section
from mentorship_app.questions.types.number import NumberConfig
from mentorship_app.questions.types.scale import ScaleConfig


def sections_of(instrument: Instrument) -> tuple[Section, ...]:
    """One section per page, in the order of the definition; raises KeyError where a language has no wording.

    An instrument that exists in one language only is asked in that language, whatever the reader's is.
    """
    return tuple(_section(instrument, page, first) for page, first in _numbered(instrument))


def _numbered(instrument: Instrument) -> list[tuple[Page, int]]:
    """Each page with the number of its first item."""
    return [
        (page, 1 + sum(len(before.items) for before in instrument.pages[:index]))
        for index, page in enumerate(instrument.pages)
    ]


def _section(instrument: Instrument, page: Page, first: int) -> Section:
    texts = [instrument.wording[language] for language in instrument.languages]
    last = first + len(page.items) - 1
    has_title = all(page.id in each.titles for each in texts)
    has_lead = all(page.id in each.leads for each in texts)
    return Section(
        id=page.id,
        title=_in_each(instrument, lambda each: each.titles[page.id]) if has_title else _numbers(first, last),
        intro=_in_each(instrument, lambda each: each.leads[page.id]) if has_lead else None,
        questions=tuple(_question(instrument, item_id) for item_id in page.items),
    )


def _numbers(first: int, last: int) -> LocalizedText:
    if first == last:
        return LocalizedText(en=f"Question {first}", fr=f"Question {first}")
    return LocalizedText(en=f"Questions {first} to {last}", fr=f"Questions {first} à {last}")


def _question(instrument: Instrument, item_id: str) -> Question:
    responses = instrument.responses_to(item_id)
    text = _in_each(instrument, lambda each: each.items[item_id])
    if responses.is_typed:
        limits = NumberConfig(Decimal(responses.low), Decimal(responses.high), Decimal(1))
        return Question(id=item_id, type="number", text=text, config=limits)
    scale = ScaleConfig(_points(instrument, item_id), responses.not_applicable)
    return Question(id=item_id, type="scale", text=text, config=scale)


def _points(instrument: Instrument, item_id: str) -> tuple[tuple[int, LocalizedText], ...]:
    name = instrument.item(item_id).response_set

    def label(place: int) -> LocalizedText:
        return _in_each(instrument, lambda each: each.responses[name][place])

    return tuple((code, label(place)) for place, code in enumerate(instrument.response_sets[name].codes))


def _in_each(instrument: Instrument, text_in: Callable[[Wording], str]) -> LocalizedText:
    texts = {language: text_in(instrument.wording[language]) for language in instrument.languages}
    only = next(iter(texts.values()))
    return LocalizedText(en=texts.get("en", only), fr=texts.get("fr", only))
