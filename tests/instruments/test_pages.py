"""An instrument as pages: its own order, one page a scale where none is given, in the languages that it has."""

from dataclasses import replace

import pytest

from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.definition import Wording
from mentorship_app.instruments.pages import sections_of
from mentorship_app.questions.types.number import NumberConfig
from mentorship_app.questions.types.scale import MOST_POINTS, ScaleConfig


def worded(instrument: Instrument, languages: tuple[str, ...] = ("en", "fr"), *, titled: bool = True) -> Instrument:
    """The instrument with a text of each kind in each language, as a program would bring it."""
    return replace(
        instrument,
        languages=languages,
        wording={
            language: Wording(
                items={item.id: f"{language} {item.id}" for item in instrument.items},
                responses={
                    name: tuple(f"{language} {code}" for code in responses.codes)
                    for name, responses in instrument.response_sets.items()
                    if not responses.is_typed
                },
                titles={page.id: f"{language} {page.id}" for page in instrument.pages} if titled else {},
                leads={page.id: f"{language} lead" for page in instrument.pages} if titled else {},
            )
            for language in languages
        },
    )


@pytest.mark.parametrize("instrument", catalogue.instruments(), ids=lambda found: found.key)
def test_every_instrument_can_be_asked_once_it_has_wording(instrument: Instrument) -> None:
    asked = worded(instrument)
    assert asked.can_be_asked
    sections = sections_of(asked)
    assert [(section.id, tuple(q.id for q in section.questions)) for section in sections] == [
        (page.id, page.items) for page in instrument.pages
    ]
    for section in sections:
        for question in section.questions:
            if isinstance(question.config, ScaleConfig):
                codes = instrument.responses_to(question.id).codes
                assert [value for value, _label in question.config.points] == list(codes)
                assert len(codes) <= MOST_POINTS


def test_a_published_order_that_mixes_scales_is_kept() -> None:
    asked = [
        question.id for section in sections_of(worded(catalogue.get("mbi_hss_mp"))) for question in section.questions
    ]
    assert asked == [f"mbi_hss_{number}" for number in range(1, 23)]


def test_a_typed_number_has_its_limits_and_takes_no_decimals() -> None:
    first = sections_of(worded(catalogue.get("memeq")))[0].questions[0]
    assert (first.type, isinstance(first.config, NumberConfig)) == ("number", True)
    assert isinstance(first.config, NumberConfig)
    assert (first.config.low, first.config.high, first.config.step) == (0, 100, 1)


def test_not_applicable_stands_last() -> None:
    config = sections_of(worded(catalogue.get("mes")))[0].questions[0].config
    assert isinstance(config, ScaleConfig)
    assert config.points[-1][0] == catalogue.get("mes").responses_to("mes_1").not_applicable


def test_pages_without_a_title_are_called_by_their_questions() -> None:
    sections = sections_of(worded(catalogue.get("mbi_hss_mp"), titled=False))
    assert [section.title.en for section in sections] == ["Questions 1 to 8", "Questions 9 to 15", "Questions 16 to 22"]
    assert sections[0].title.fr == "Questions 1 à 8"
    assert sections[0].intro is None
    assert sections_of(worded(catalogue.get("burnout_single"), titled=False))[0].title.fr == "Question 1"


def test_an_instrument_of_one_language_is_asked_in_that_language() -> None:
    title = sections_of(worded(catalogue.get("pfi"), ("en",)))[0].title
    assert (title.en, title.fr) == ("en fulfillment", "en fulfillment")


def test_without_wording_there_are_no_pages() -> None:
    assert not catalogue.get("cbi").can_be_asked
    with pytest.raises(KeyError):
        sections_of(catalogue.get("cbi"))
