"""The instruments that this app knows: one YAML file each in ``library/``, wording beside it by language.

Versions that waves may still be bound to stay in ``library/earlier/`` as ``<key>.v<version>.yaml``, with their wording
in ``library/earlier/wording/`` as ``<key>.v<version>.<language>.yaml``.
"""

from functools import cache
from pathlib import Path

from mentorship_app.core.i18n import LOCALES
from mentorship_app.instruments.definition import Instrument
from mentorship_app.instruments.schema import InstrumentError, load_instrument

LIBRARY = Path(__file__).parent / "library"


def get(key: str, version: int | None = None) -> Instrument:
    """The instrument of that key, now or in an earlier version.

    Raises KeyError, or InstrumentError when its file is wrong.
    """
    current = LIBRARY / f"{key}.yaml"
    if current not in _files(LIBRARY):
        raise KeyError(key)
    instrument = _loaded(current)
    if version in {None, instrument.version}:
        return instrument
    earlier = LIBRARY / "earlier" / f"{key}.v{version}.yaml"
    if earlier not in _files(LIBRARY / "earlier"):
        raise KeyError(f"{key} has no version {version}")
    return _loaded(earlier)


def instruments() -> tuple[Instrument, ...]:
    """Every instrument of the library in its present version, by key."""
    return in_library(LIBRARY)


def in_library(library: Path) -> tuple[Instrument, ...]:
    """The instruments of another folder of the same shape."""
    return tuple(_loaded(path) for path in _files(library))


def earlier_versions(library: Path = LIBRARY) -> tuple[Instrument, ...]:
    """Every version that is no longer the present one, by key."""
    return in_library(library / "earlier")


def wording_beside(path: Path) -> dict[str, Path]:
    """The wording files of a definition, by language: ``wording/<name>.<language>.yaml`` beside it."""
    found = {language: path.parent / "wording" / f"{path.stem}.{language}.yaml" for language in LOCALES}
    return {language: file for language, file in found.items() if file.is_file()}


@cache
def _files(library: Path) -> tuple[Path, ...]:
    return tuple(sorted(library.glob("*.yaml")))


@cache
def _loaded(path: Path) -> Instrument:
    instrument = load_instrument(path, wording_beside(path))
    is_earlier = path.parent.name == "earlier"
    if path.stem != (f"{instrument.key}.v{instrument.version}" if is_earlier else instrument.key):
        raise InstrumentError(path.name, "key", f"expected the name of the file, {path.stem!r}")
    return instrument
