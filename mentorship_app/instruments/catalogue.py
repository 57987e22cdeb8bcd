"""The instruments that this app knows: one YAML file each in ``library/``, wording beside it by language."""

from functools import cache
from pathlib import Path

from mentorship_app.instruments.definition import Instrument
from mentorship_app.instruments.schema import InstrumentError, load_instrument

LIBRARY = Path(__file__).parent / "library"


@cache
def _loaded(library: Path) -> dict[str, Instrument]:
    found: dict[str, Instrument] = {}
    for path in sorted(library.glob("*.yaml")):
        texts = {
            text.suffixes[-2].removeprefix("."): text for text in (library / "wording").glob(f"{path.stem}.*.yaml")
        }
        instrument = load_instrument(path, dict(sorted(texts.items())))
        if instrument.key != path.stem:
            raise InstrumentError(path.name, "key", f"expected the name of the file, {path.stem!r}")
        found[instrument.key] = instrument
    return found


def get(key: str) -> Instrument:
    """The instrument of that key; raises KeyError, or InstrumentError when a file of the library is wrong."""
    return _loaded(LIBRARY)[key]


def instruments() -> tuple[Instrument, ...]:
    """Every instrument of the library, by key."""
    return tuple(_loaded(LIBRARY).values())


def in_library(library: Path) -> tuple[Instrument, ...]:
    """The instruments of another folder of the same shape."""
    return tuple(_loaded(library).values())
