"""The measures written for this app: the same in both languages, short, told apart, and honest about what they are."""

import re
import unicodedata
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from mentorship_app.core.i18n import LOCALES
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.definition import Direction, LicenceStatus, Method
from mentorship_app.instruments.scoring import score

OWN = tuple(found for found in catalogue.instruments() if found.key.startswith("own_"))
LONGEST = {"en": 90, "fr": 120}
ALIKE = 0.9
"""Share of equal characters from which two questions would read as the same one."""
SAME_QUESTIONS = frozenset({"own_mentor_skills", "own_mentor_skills_before"})
"""Asked about two times, on purpose with the same words."""
PUBLISHED = re.compile(r"\b(MBI|Maslach|Copenhagen|CBI|OLBI|Oldenburg|PFI|Mini-?Z|WHO-?5|PHQ|GAD|MES|MCA|MET|MFQ)\b")
GENDERED = re.compile(r"\b\w+(?:\(e\)|·e|\.e)s?\b|\b(?:seul|prêt|jugé|sûr|satisfait(?!-il))\b")

each = pytest.mark.parametrize("instrument", OWN, ids=lambda found: found.key)


def texts(instrument: Instrument, language: str) -> list[str]:
    words = instrument.wording[language]
    labels = [label for responses in words.responses.values() for label in responses]
    return [*words.items.values(), *labels, *words.titles.values(), *words.leads.values()]


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z]+", letters))


def are_alike(one: str, other: str) -> bool:
    """Whether two questions read as one. Where both ask the same of different topics, the topics are compared."""
    (topic, _, asks), (other_topic, _, other_asks) = one.partition(":"), other.partition(":")
    if asks and asks == other_asks:
        one, other = topic, other_topic
    return SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio() > ALIKE


def test_all_measures_are_there() -> None:
    assert [found.key for found in OWN] == [
        "own_burnout_short",
        "own_mentor_skills",
        "own_mentor_skills_before",
        "own_mentorship_mentee",
        "own_mentorship_mentor",
        "own_satisfaction",
        "own_unmet_needs",
    ]


@each
def test_it_says_that_it_is_ours_and_not_validated(instrument: Instrument) -> None:
    assert not instrument.validated
    assert (instrument.cutoffs, instrument.mid, instrument.reliability) == ((), (), ())
    assert instrument.scoring is None
    assert "not validated" in instrument.citation.en
    assert "non validé" in instrument.citation.fr
    assert instrument.licence.status is LicenceStatus.OPEN
    assert instrument.licence.wording_bundled
    assert instrument.licence.requires == ()


@each
def test_both_languages_have_equal_structure(instrument: Instrument) -> None:
    assert tuple(instrument.wording) == LOCALES == instrument.languages
    en, fr = (instrument.wording[language] for language in LOCALES)
    assert list(en.items) == list(fr.items) == [item.id for item in instrument.items]
    assert list(en.titles) == list(fr.titles) == list(en.leads) == list(fr.leads)
    assert {name: len(labels) for name, labels in en.responses.items()} == {
        name: len(labels) for name, labels in fr.responses.items()
    }
    for item in en.items:
        assert en.items[item].endswith("?") == fr.items[item].endswith("?"), item


@each
@pytest.mark.parametrize("language", LOCALES)
def test_items_are_short_and_no_two_are_alike(instrument: Instrument, language: str) -> None:
    asked = instrument.wording[language].items
    assert [item for item, text in asked.items() if len(text) > LONGEST[language]] == []
    assert [pair for pair in combinations(asked, 2) if are_alike(*(asked[item] for item in pair))] == []


@pytest.mark.parametrize("language", LOCALES)
def test_no_measure_asks_what_another_asks(language: str) -> None:
    asked: dict[str, str] = {}
    for instrument in OWN:
        for item, text in instrument.wording[language].items.items():
            other = asked.setdefault(plain(text), instrument.key)
            assert {other, instrument.key} in ({instrument.key}, SAME_QUESTIONS), item


@each
def test_every_response_set_has_four_to_six_steps_from_nought_up(instrument: Instrument) -> None:
    for name, responses in instrument.response_sets.items():
        assert responses.not_applicable is None
        assert not responses.is_typed
        assert 4 <= len(responses.values) <= 6, name
        assert list(responses.values) == list(range(len(responses.values)))


@each
def test_a_scale_speaks_one_set_of_words(instrument: Instrument) -> None:
    """A mean is told to the person in the words of the nearest answer, which needs one set of answers per scale."""
    for scale in instrument.scales:
        assert len({instrument.item(item).response_set for item in scale.items}) == 1, scale.key


@each
def test_most_items_of_a_scale_must_be_answered(instrument: Instrument) -> None:
    for scale in instrument.scales:
        assert scale.min_answered * 2 >= len(scale.items), scale.key


@each
def test_pages_fit_a_phone(instrument: Instrument) -> None:
    assert all(len(page.items) <= 8 for page in instrument.pages)


@each
@pytest.mark.parametrize("language", LOCALES)
def test_words_are_plain_and_name_no_published_instrument(instrument: Instrument, language: str) -> None:
    for text in texts(instrument, language):
        assert not PUBLISHED.search(text), text
        assert not re.search(r"['\"]|--|\.\.\.", text), text
        assert text == text.strip()
    if language == "fr":
        for text in texts(instrument, "fr"):
            assert not GENDERED.search(text), text
            assert not re.search(r"(?<!\u00a0)[;:?!»]|«(?!\u00a0)", text), text


@each
def test_the_best_answers_give_the_best_scores(instrument: Instrument) -> None:
    """Turning each answer towards the better end of its scale must reach that end: no reversed key is forgotten."""
    towards = {}
    for scale in instrument.scales:
        for item in scale.items:
            reverse, responses = instrument.item(item).reverse, instrument.responses_to(item)
            wants_low = (scale.better is Direction.DOWN) != (reverse is not None)
            towards[item] = responses.low if wants_low else responses.high
    scores = score(instrument, towards)
    assert scores == {
        scale.key: scale.low if scale.better is Direction.DOWN else scale.high for scale in instrument.scales
    }


def test_mentees_are_asked_about_harm_and_burden_as_plainly_as_about_good() -> None:
    mentee, mentor = catalogue.get("own_mentorship_mentee"), catalogue.get("own_mentorship_mentor")
    unwelcome = [item for key in ("harm", "burden") for item in mentee.scale(key).items]
    assert len(unwelcome) >= len(mentee.items) / 2
    assert all(mentee.scale(key).better is Direction.DOWN for key in ("harm", "burden"))
    assert mentor.scale("burden").better is Direction.DOWN


def test_needs_give_a_report_both_sides_of_each_need() -> None:
    needs = catalogue.get("own_unmet_needs")
    weighted = needs.scale("weighted")
    assert weighted.method is Method.WEIGHTED
    for met, importance in zip(weighted.items, weighted.weights, strict=True):
        name = met.removeprefix("need_").removesuffix("_met")
        assert importance == f"need_{name}_imp"
        assert needs.scale(f"{name}_met").items == (met,)
        assert needs.scale(f"{name}_importance").items == (importance,)
        assert needs.scale(f"{name}_importance").better is Direction.NEITHER


def test_skills_looking_back_are_the_same_questions_about_another_time() -> None:
    today, before = (catalogue.get(key) for key in ("own_mentor_skills", "own_mentor_skills_before"))
    assert [scale.key for scale in today.scales] == [scale.key for scale in before.scales]
    for language in LOCALES:
        now, then = today.wording[language], before.wording[language]
        assert list(now.items.values()) == list(then.items.values())
        assert now.responses == then.responses
        assert not set(now.titles.values()) & set(then.titles.values())
