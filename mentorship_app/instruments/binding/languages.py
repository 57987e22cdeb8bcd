"""Languages as people write them in files."""

from collections.abc import Mapping

from mentorship_app.core.i18n import LOCALES
from mentorship_app.core.searching import searchable

_NAMES: Mapping[str, str] = {
    "english": "en",
    "anglais": "en",
    "eng": "en",
    "french": "fr",
    "francais": "fr",
    "fra": "fr",
    "fre": "fr",
}


def language_of(text: str) -> str:
    """``en`` or ``fr`` for ``en``, ``FR-CA``, ``English``, ``français``; empty for every other language."""
    word = searchable(text.strip())
    if word in _NAMES:
        return _NAMES[word]
    tag = word.partition(" ")[0]
    return tag if tag in LOCALES else ""
