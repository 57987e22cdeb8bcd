"""An instrument as pages to answer: one scale a page, each item a rating with its words, nothing required."""

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments.definition import Instrument, Item, Scale
from mentorship_app.questions.questionnaire import Question, Section
from mentorship_app.questions.types.scale import ScaleConfig


def sections_of(instrument: Instrument) -> tuple[Section, ...]:
    """One section per scale, in the order of the definition; raises KeyError where a language has no wording."""
    return tuple(_section(instrument, scale) for scale in instrument.scales)


def _section(instrument: Instrument, scale: Scale) -> Section:
    texts = instrument.wording
    return Section(
        id=scale.key,
        title=LocalizedText(en=texts["en"].titles[scale.key], fr=texts["fr"].titles[scale.key]),
        intro=LocalizedText(en=texts["en"].leads[scale.key], fr=texts["fr"].leads[scale.key]),
        questions=tuple(_question(instrument, instrument.item(item_id)) for item_id in scale.items),
    )


def _question(instrument: Instrument, item: Item) -> Question:
    texts = instrument.wording
    return Question(
        id=item.id,
        type="scale",
        text=LocalizedText(en=texts["en"].items[item.id], fr=texts["fr"].items[item.id]),
        config=ScaleConfig(_points(instrument, item.response_set)),
    )


def _points(instrument: Instrument, name: str) -> tuple[tuple[int, LocalizedText], ...]:
    texts = instrument.wording
    labels = zip(texts["en"].responses[name], texts["fr"].responses[name], strict=True)
    return tuple(
        (value, LocalizedText(en=english, fr=french))
        for value, (english, french) in zip(instrument.response_sets[name], labels, strict=True)
    )
