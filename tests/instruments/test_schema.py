"""A definition that is wrong in any way is refused with file, place and expectation."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.schema import InstrumentError, load_instrument
from mentorship_app.instruments.scoring import ScoringError, score

KEY = "own_burnout_short"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one instrument."""
    (tmp_path / "library" / "wording").mkdir(parents=True)
    for path in [catalogue.LIBRARY / f"{KEY}.yaml", *(catalogue.LIBRARY / "wording").glob(f"{KEY}.*")]:
        shutil.copy(path, tmp_path / "library" / path.relative_to(catalogue.LIBRARY))
    return tmp_path / "library"


def read(folder: Path, content: object) -> Instrument:
    """A definition given as plain mappings and lists, without wording."""
    path = folder / "tried.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return load_instrument(path, {})


def definition(key: str) -> Any:
    return yaml.safe_load((catalogue.LIBRARY / f"{key}.yaml").read_text(encoding="utf-8"))


def changed(path: Path, change: Any) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def test_an_untouched_copy_loads(library: Path) -> None:
    assert [found.key for found in catalogue.in_library(library)] == [KEY]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d.pop("licence"), "licence"),
        (lambda d: d.update(author="x"), "author"),
        (lambda d: d["items"].append(dict(d["items"][0])), "used twice"),
        (lambda d: d["items"][0].update(set="degree"), "items\\[0\\].set"),
        (lambda d: d["items"][3].update(reverse=5), "items\\[3\\].reverse"),
        (lambda d: d["scales"][0].update(range=[0, 5]), "scales\\[0\\].range"),
        (lambda d: d["scales"][0].update(items=["exh_9"]), "scales\\[0\\].items"),
        (lambda d: d["scales"][0].update(min_answered=5), "min_answered"),
        (lambda d: d["scales"][0].update(method="sum", range=[0, 16]), "a sum needs every item"),
        (lambda d: d["scales"][0].update(better="low"), "better"),
        (lambda d: d["scales"][0]["name"].pop("fr"), "'fr'"),
        (lambda d: d["items"][3].pop("reverse"), "vectors\\[0\\]"),
        (lambda d: d["vectors"][0]["scores"].update(exhaustion=1), "vectors\\[0\\]"),
        (lambda d: d.update(key="other"), "expected the name of the file"),
        (lambda d: d["items"][0].update(id="own_q_1"), "items\\[0\\].id: 'own_q_1' is taken"),
        (lambda d: d["items"][0].update(id="comment"), "is taken"),
        (lambda d: d["items"][0].update(id="Exh 1"), "small letters"),
        (lambda d: d["scales"][0].update(id="a.b"), "scales\\[0\\].id: expected small letters"),
        (lambda d: d["scales"].append(dict(d["scales"][0])), "scales\\[3\\]: 'exhaustion' is used twice"),
        (lambda d: d["scales"][0]["items"].append("exh_1"), "'exh_1' stands twice"),
        (lambda d: d["scales"][0].update(multiply=0), "above 0"),
        (lambda d: d["scales"][0].update(weights=["dis_1"]), "where the method is weighted"),
        (lambda d: d["scales"].pop(), "scales: on no page: acc_1"),
        (lambda d: d.update(pages=[{"id": "all", "items": ["exh_1"]}]), "pages: on no page: exh_2"),
        (lambda d: d.update(response_sets={"frequency": [0, 1, 1]}), "response_sets.frequency: expected at least two"),
        (lambda d: d.update(response_sets={"frequency": {"from": 4, "to": 0}}), "'from' to be less"),
        (lambda d: d["licence"].update(requires=["a_fee"]), "licence.requires\\[0\\]: expected one of licence_number"),
        (lambda d: d["licence"].update(status="nc"), "may not be bundled"),
        (lambda d: d["licence"].update(wording_bundled=False), "'wording_bundled' is false, yet"),
        (lambda d: d.update(languages=["en", "de"]), "languages\\[1\\]: expected one of en, fr"),
        (lambda d: d.update(languages=["en", "en"]), "stands twice"),
        (lambda d: d.update(scoring={"source": "x", "verified": False}), "scoring: expected 'doubt'"),
        (lambda d: d["vectors"][0]["answers"].update(exh_1=9), "vectors\\[0\\]: exh_1 cannot be 9"),
        (lambda d: d.update(vectors=[]), "vectors: expected a list with at least one"),
    ],
)
def test_a_wrong_definition_is_refused(library: Path, change: Any, place: str) -> None:
    changed(library / f"{KEY}.yaml", change)
    with pytest.raises(InstrumentError, match=place):
        catalogue.in_library(library)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["items"].pop("acc_4"), "acc_4"),
        (lambda d: d["items"].update(acc_5="One more"), "acc_5"),
        (lambda d: d["response_sets"]["frequency"].pop(), "5 values and 4 texts"),
        (lambda d: d["pages"]["distance"].pop("lead"), "lead"),
    ],
)
def test_a_wrong_wording_is_refused(library: Path, change: Any, place: str) -> None:
    changed(library / "wording" / f"{KEY}.fr.yaml", change)
    with pytest.raises(InstrumentError, match=place):
        catalogue.in_library(library)


def test_bundled_wording_must_be_there_in_every_language(library: Path) -> None:
    (library / "wording" / f"{KEY}.fr.yaml").unlink()
    with pytest.raises(InstrumentError, match="missing in: fr"):
        catalogue.in_library(library)


@pytest.mark.parametrize(
    "answers", [{"exh_1": 5}, {"exh_1": -1}, {"exh_1": True}, {"exh_1": 2.0}, {"exh_1": "2"}, {"exh_99": 1}]
)
def test_an_answer_that_is_not_offered_is_never_scored(answers: Any) -> None:
    with pytest.raises(ScoringError):
        score(catalogue.get(KEY), answers)


LIMIT = {
    "scale": "well_being",
    "op": "<=",
    "value": 50,
    "label": {"en": "low", "fr": "faible"},
    "population": {"en": "adults", "fr": "adultes"},
    "source": "somewhere",
    "verified": False,
}


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (LIMIT | {"value": 101}, "cutoffs\\[0\\]: 101 is outside 'well_being', which goes from 0 to 100"),
        (LIMIT | {"op": "="}, "cutoffs\\[0\\].op"),
        (LIMIT | {"scale": "total"}, "cutoffs\\[0\\].scale"),
        (LIMIT | {"source": ""}, "cutoffs\\[0\\].source"),
        (LIMIT | {"population": "adults"}, "cutoffs\\[0\\].population"),
        (LIMIT | {"verified": "yes"}, "cutoffs\\[0\\].verified"),
        ({key: LIMIT[key] for key in LIMIT if key != "source"}, "'source' is missing"),
        (LIMIT | {"note": "x"}, "unknown entry 'note'"),
    ],
)
def test_a_limit_without_its_source_or_out_of_reach_is_refused(tmp_path: Path, entry: Any, place: str) -> None:
    content = definition("who_5") | {"cutoffs": [LIMIT]}
    assert read(tmp_path, content).cutoffs[0].source == "somewhere"
    with pytest.raises(InstrumentError, match=place):
        read(tmp_path, content | {"cutoffs": [entry]})


@pytest.mark.parametrize(
    ("entries", "place"),
    [
        ({"mid": [{"scale": "well_being", "value": 100, "source": "x", "verified": True}]}, "as wide as"),
        ({"mid": [{"scale": "well_being", "value": 0, "source": "x", "verified": True}]}, "above 0"),
        (
            {"reliability": [{"scale": "well_being", "kind": "beta", "value": 0.8, "source": "x", "verified": True}]},
            "reliability\\[0\\].kind",
        ),
        (
            {"reliability": [{"scale": "well_being", "kind": "alpha", "value": 80, "source": "x", "verified": True}]},
            "between 0 and 1",
        ),
    ],
)
def test_impossible_properties_are_refused(tmp_path: Path, entries: Any, place: str) -> None:
    with pytest.raises(InstrumentError, match=place):
        read(tmp_path, definition("who_5") | entries)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda s: s["weights"].pop(), "one weight for each of the 7 items"),
        (lambda s: s["weights"].__setitem__(0, "memeq_s1"), "none of them an item"),
        (lambda s: s.update(range=[0, 5]), "the items give 1 to 5, not 0 to 5"),
        (lambda s: s.update(method="mean"), "where the method is weighted"),
    ],
)
def test_wrong_weights_are_refused(tmp_path: Path, change: Any, place: str) -> None:
    content = definition("memeq")
    change(content["scales"][0])
    with pytest.raises(InstrumentError, match=place):
        read(tmp_path, content)


def test_an_item_stands_on_one_page_only(tmp_path: Path) -> None:
    content = definition("who_5")
    content["pages"] = [{"id": "a", "items": ["who_5_1", "who_5_2"]}, {"id": "b", "items": ["who_5_2"]}]
    with pytest.raises(InstrumentError, match=r"pages\[1\].items: 'who_5_2' stands on page 'a' already"):
        read(tmp_path, content)


def test_without_pages_an_item_stands_with_the_first_scale_that_has_it(tmp_path: Path) -> None:
    content = definition("olbi")
    del content["pages"]
    assert [(page.id, len(page.items)) for page in read(tmp_path, content).pages] == [
        ("disengagement", 8),
        ("exhaustion", 8),
    ]


def test_a_code_for_not_applicable_is_another_code(tmp_path: Path) -> None:
    content = definition("mes")
    (name,) = content["response_sets"]
    content["response_sets"][name]["not_applicable"] = 5
    with pytest.raises(InstrumentError, match="not_applicable: 5 is one of the values"):
        read(tmp_path, content)


def test_items_of_different_ranges_cannot_stand_in_for_each_other(tmp_path: Path) -> None:
    content = definition("who_5")
    content["response_sets"]["yes"] = [0, 1]
    content["items"][0]["set"] = "yes"
    content["scales"][0] |= {"method": "mean", "multiply": 1, "range": [0, 4.2], "min_answered": 3}
    with pytest.raises(InstrumentError, match="cannot stand in for each other"):
        read(tmp_path, content)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["en", "fr", "from", "to", "values", "x"]), st.integers(), max_size=2),
)


def places(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a definition, from the whole inwards."""
    inner = list(content.items() if isinstance(content, dict) else enumerate(content if type(content) is list else ()))
    return [path, *(found for key, value in inner for found in places(value, (*path, key)))]


BASE = {key: definition(key) for key in ("mes", "memeq", "olbi", "who_5")}


@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_any_odd_value_anywhere_is_refused_in_one_sentence_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(sorted(BASE)))
    content = yaml.safe_load(yaml.safe_dump(BASE[key]))
    path = data.draw(st.sampled_from(places(content)[1:]))
    inside = content
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = data.draw(ODD)
    try:
        found = read(tmp_path_factory.getbasetemp(), content)
    except InstrumentError as error:
        assert str(error).startswith("tried.yaml: ")  # noqa: PT017  either outcome is right
        assert "\n" not in str(error)  # noqa: PT017  either outcome is right
    else:
        assert found.vectors
