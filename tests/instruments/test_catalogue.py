"""Instruments by key and version: the present one, and those that waves of other years are bound to."""

import shutil
from pathlib import Path

import pytest

from mentorship_app.instruments import catalogue
from mentorship_app.instruments.schema import InstrumentError

KEY = "own_burnout_short"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library whose short check has a second version, and its first one among the earlier."""
    old, new = tmp_path / "earlier", tmp_path
    for path in [catalogue.LIBRARY / f"{KEY}.yaml", *(catalogue.LIBRARY / "wording").glob(f"{KEY}.*")]:
        kept = path.relative_to(catalogue.LIBRARY)
        for folder, name in ((new, path.name), (old, path.name.replace(KEY, f"{KEY}.v1"))):
            (folder / kept.parent).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / kept.parent / name)
    definition = tmp_path / f"{KEY}.yaml"
    definition.write_text(definition.read_text().replace("version: 1", "version: 2"))
    monkeypatch.setattr(catalogue, "LIBRARY", tmp_path)
    return tmp_path


def test_a_wave_finds_the_version_that_it_was_made_with(library: Path) -> None:
    assert catalogue.get(KEY).version == 2
    assert catalogue.get(KEY, 2).version == 2
    first = catalogue.get(KEY, 1)
    assert (first.version, first.can_be_asked) == (1, True)
    assert [found.version for found in catalogue.instruments()] == [2]
    assert [found.version for found in catalogue.earlier_versions(library)] == [1]


@pytest.mark.usefixtures("library")
def test_what_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="no version 3"):
        catalogue.get(KEY, 3)
    for key in ("", "nothing", "../secret", f"earlier/{KEY}.v1", "*"):
        with pytest.raises(KeyError):
            catalogue.get(key)


def test_an_earlier_version_under_the_wrong_name_is_refused(library: Path) -> None:
    (library / "earlier" / f"{KEY}.v1.yaml").rename(library / "earlier" / f"{KEY}.v7.yaml")
    with pytest.raises(InstrumentError, match="the wording is missing in: en, fr"):
        catalogue.get(KEY, 7)


def test_every_earlier_version_is_older_and_scores_its_vectors() -> None:
    for found in catalogue.earlier_versions():
        assert found.version < catalogue.get(found.key).version
