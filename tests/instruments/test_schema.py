"""A definition that is wrong in any way is refused with file, place and expectation."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from mentorship_app.instruments import catalogue
from mentorship_app.instruments.schema import InstrumentError
from mentorship_app.instruments.scoring import ScoringError, score

KEY = "own_burnout_short"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    shutil.copytree(catalogue.LIBRARY, tmp_path / "library")
    return tmp_path / "library"


def changed(path: Path, change: Any) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def test_an_untouched_copy_loads(library: Path) -> None:
    assert KEY in [found.key for found in catalogue.in_library(library)]


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
