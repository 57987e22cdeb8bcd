"""What people add of their own beside a list: separated by commas, each a chip afterwards."""

import re
from collections.abc import Iterable

from mentorship_app.core.i18n import LocalizedText

OWN = "-own"
"""Suffix of the form field in which they are typed."""
LONGEST_OWN = 60
MOST_OWN = 10
OWN_COLUMN = LocalizedText(en="own entries", fr="ajouts personnels")
_SEPARATOR = re.compile(r"[,;،、\n]")


def separated(typed: Iterable[str]) -> list[str]:
    """The entries in what was typed, in whatever script its commas are."""
    return [entry for text in typed for entry in _SEPARATOR.split(text)]
