"""An empty wording file: one row for each text that an instrument needs, in each of its languages."""

import io

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.spreadsheets import csv_bytes
from mentorship_app.instruments.binding.places import needed_places, optional_places
from mentorship_app.instruments.definition import Instrument

_HEADS = LocalizedText(en="item,language,text,note", fr="identifiant,langue,texte,note")
_TURNED = LocalizedText(en="turned round", fr="inversé")
_OPTIONAL = LocalizedText(en="may stay empty", fr="facultatif")


def template_of(instrument: Instrument, locale: str) -> io.BytesIO:
    """CSV for a spreadsheet. The last column, which is not read, says which item is meant where ids do not."""
    rows: list[list[str]] = [_HEADS.in_(locale).split(",")]
    for language in instrument.languages:
        rows += [[place, language, "", _note(instrument, place, locale)] for place in needed_places(instrument)]
        rows += [[place, language, "", _OPTIONAL.in_(locale)] for place in optional_places(instrument)]
    return io.BytesIO(csv_bytes(rows))


def _note(instrument: Instrument, place: str, locale: str) -> str:
    item = next((item for item in instrument.items if item.id == place), None)
    if item is None:
        return ""
    about = item.about.in_(locale) if item.about else ""
    return "; ".join(filter(None, (about, _TURNED.in_(locale) if item.reverse is not None else "")))
