"""Every file of the library: complete, sourced, in two languages, and without a word that may not be shipped."""

import csv
from collections import Counter

import pytest

from mentorship_app.core.i18n import LOCALES, LocalizedText
from mentorship_app.core.paths import PROJECT
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.definition import LicenceStatus, Method
from mentorship_app.instruments.pages import sections_of

KEYS = sorted(path.stem for path in catalogue.LIBRARY.glob("*.yaml"))
PUBLISHED = (
    "ambi_9",
    "bat_12",
    "brs",
    "burnout_single",
    "cbi",
    "gad_7",
    "mbi_2",
    "mbi_hss_mp",
    "mbi_ss",
    "mca_21",
    "mca_26",
    "memeq",
    "mes",
    "met",
    "mfq_9",
    "mini_z_2",
    "moaq_jss",
    "olbi",
    "pfi",
    "phq_2",
    "pss_10",
    "rc_satisfaction",
    "scs_sf",
    "who_5",
)
"""Named here so that none goes missing unseen."""


@pytest.fixture(params=KEYS)
def instrument(request: pytest.FixtureRequest) -> Instrument:
    return catalogue.get(request.param)


def test_every_published_instrument_is_there_and_the_rest_is_our_own() -> None:
    keys = set(KEYS)
    assert [found.key for found in catalogue.instruments()] == KEYS
    assert not set(PUBLISHED) - keys
    assert all(key.startswith("own_") for key in keys - set(PUBLISHED))


def test_no_instrument_asks_about_suicide_or_stands_for_a_platform_that_is_sold() -> None:
    assert not any(key.startswith(("phq_9", "wbi", "pwbi")) for key in KEYS)


def test_no_two_instruments_share_an_item() -> None:
    counted = Counter(item.id for found in catalogue.instruments() for item in found.items)
    assert [item for item, times in counted.items() if times > 1] == []


def test_wording_is_shipped_for_what_was_written_here_and_for_nothing_else(instrument: Instrument) -> None:
    is_ours = instrument.key.startswith("own_")
    assert instrument.licence.wording_bundled == is_ours == instrument.can_be_asked
    assert bool(instrument.wording) == is_ours
    assert instrument.validated != is_ours
    assert (instrument.licence.status is LicenceStatus.OPEN) or not is_ours
    files = list((catalogue.LIBRARY / "wording").glob(f"{instrument.key}.*"))
    assert len(files) == (len(LOCALES) if is_ours else 0)


def test_published_keys_say_where_they_come_from_and_what_was_not_checked(instrument: Instrument) -> None:
    if instrument.key.startswith("own_"):
        assert instrument.scoring is None
        assert not instrument.cutoffs
        assert not instrument.mid
        assert not instrument.reliability
        return
    assert instrument.scoring is not None
    assert instrument.coding is not None
    assert instrument.scoring.verified or instrument.scoring.doubt is not None


def test_every_number_has_a_source_and_every_limit_a_population(instrument: Instrument) -> None:
    for cutoff in instrument.cutoffs:
        assert cutoff.source.strip()
        assert cutoff.population.en
        assert cutoff.population.fr
    for known in (*instrument.mid, *instrument.reliability):
        assert known.source.strip()
    said = Counter((cutoff.scale, cutoff.op, cutoff.value, cutoff.source) for cutoff in instrument.cutoffs)
    assert max(said.values(), default=1) == 1


READ_LIMITS = {
    ("burnout_single", "burnout", ">=", 3),
    ("cbi", "client", ">=", 50),
    ("cbi", "personal", ">=", 50),
    ("cbi", "work", ">=", 50),
    ("gad_7", "anxiety", ">=", 5),
    ("gad_7", "anxiety", ">=", 10),
    ("gad_7", "anxiety", ">=", 15),
    ("mbi_hss_mp", "depersonalization", ">=", 10),
    ("mbi_hss_mp", "exhaustion", ">=", 27),
    ("phq_2", "depression", ">=", 2),
    ("phq_2", "depression", ">=", 3),
    ("who_5", "well_being", "<=", 28),
    ("who_5", "well_being", "<=", 50),
}
"""Somebody read each of these at the source that its file names. Extend it together with the file, never before."""

READ_NUMBERS = {("who_5", "change"), ("pfi", "alpha"), ("pfi", "retest"), ("met", "alpha")}


def test_only_what_somebody_read_is_called_verified() -> None:
    found = catalogue.instruments()
    limits = {(i.key, c.scale, c.op, c.value) for i in found for c in i.cutoffs if c.verified}
    numbers = {(i.key, known.kind) for i in found for known in (*i.mid, *i.reliability) if known.verified}
    assert limits == READ_LIMITS
    assert numbers == READ_NUMBERS


def test_sources_that_disagree_on_low_accomplishment_all_stand_unverified() -> None:
    limits = [c for c in catalogue.get("mbi_hss_mp").cutoffs if c.scale == "accomplishment" and c.op in {"<", "<="}]
    assert [(limit.op, limit.value) for limit in limits] == [("<", 33), ("<", 34), ("<=", 33)]
    assert not any(limit.verified for limit in limits)
    assert len({limit.source for limit in limits}) == 3


def test_every_scale_has_the_range_that_its_items_give(instrument: Instrument) -> None:
    for scale in instrument.scales:
        sets = [instrument.responses_to(item) for item in scale.items]
        low, high = (sum(each.low for each in sets), sum(each.high for each in sets))
        if scale.method is Method.MEAN:
            low, high = low / len(sets), high / len(sets)
        if scale.method is Method.WEIGHTED:
            low, high = min(each.low for each in sets), max(each.high for each in sets)
        assert (scale.low, scale.high) == pytest.approx((low * scale.multiply, high * scale.multiply))


def test_every_item_stands_on_one_page_and_pages_are_short(instrument: Instrument) -> None:
    asked = [item for page in instrument.pages for item in page.items]
    assert sorted(asked) == sorted(item.id for item in instrument.items)
    assert max(len(page.items) for page in instrument.pages) <= 14


def test_every_instrument_has_vectors_and_one_of_them_leaves_something_out(instrument: Instrument) -> None:
    assert instrument.vectors
    if len(instrument.items) > 1:
        assert any(None in vector.scores.values() for vector in instrument.vectors)


def _texts(instrument: Instrument) -> list[LocalizedText]:
    return [
        instrument.recall,
        instrument.licence.notice,
        *([instrument.coding] if instrument.coding else []),
        *([instrument.scoring.doubt] if instrument.scoring and instrument.scoring.doubt else []),
        *(scale.name for scale in instrument.scales),
        *(cutoff.label for cutoff in instrument.cutoffs),
        *(cutoff.population for cutoff in instrument.cutoffs),
        *(item.about for item in instrument.items if item.about),
    ]


def test_french_is_french_and_has_its_spaces(instrument: Instrument) -> None:
    for text in _texts(instrument):
        for sign in (";", ":", "?", "!", "»"):
            assert f" {sign}" not in text.fr
        assert not any(
            text.fr[place] == sign and text.fr[place - 1] != "\u00a0"
            for sign in (";", "?", "!", "»")
            for place in range(1, len(text.fr))
        ), text.fr
    assert instrument.licence.notice.en != instrument.licence.notice.fr


@pytest.mark.parametrize("key", [key for key in KEYS if key.startswith("own_")])
def test_what_is_asked_is_asked_once_in_both_languages(key: str) -> None:
    instrument = catalogue.get(key)
    asked = [question.id for section in sections_of(instrument) for question in section.questions]
    assert sorted(asked) == sorted(item.id for item in instrument.items)
    for locale in LOCALES:
        texts = list(instrument.wording[locale].items.values())
        assert len(set(texts)) == len(texts)


def test_the_shipped_check_says_that_it_is_ours_and_not_validated() -> None:
    instrument = catalogue.get("own_burnout_short")
    assert "not validated" in instrument.citation.en
    assert "non validé" in instrument.citation.fr
    assert 9 <= len(instrument.items) <= 12


def test_the_student_survey_has_as_many_items_as_a_published_data_set() -> None:
    """Its scores are sums of items counted from 1 to 6, so that the lowest sum possible is the number of items."""
    path = PROJECT.parent / "shared" / "data" / "burnout_medical_students_2022.csv"
    if not path.exists():
        pytest.skip("the data set of Carrard et al. 2022 is not beside the project")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    student_survey = catalogue.get("mbi_ss")
    for scale, column in (("exhaustion", "mbi_ex"), ("cynicism", "mbi_cy"), ("efficacy", "mbi_ea")):
        items, sums = len(student_survey.scale(scale).items), [int(row[column]) for row in rows]
        assert (items <= min(sums), max(sums)) == (True, 6 * items)
