"""Ids and codes made from words, so that nobody who edits a form has to think of one."""

import re
import unicodedata
from collections.abc import Collection

from mentorship_app.questions.loading import RESERVED

LONGEST = 40
RESERVED_CODES = frozenset({"own"})
"""Columns of an export that a question has beside those of its options."""
_OTHER = re.compile(r"[^a-z0-9]+")
# Room for a number at the end.
_BODY = 32


def new_id(words: str, taken: Collection[str], *, otherwise: str = "question") -> str:
    """An id that nothing has: small letters, figures and single underscores, beginning with a letter."""
    body = _plain(words) or otherwise
    if not body[0].isalpha():
        body = f"{otherwise[0]}_{body}"
    return _unused(_cut(body), {*taken, *RESERVED})


def new_code(words: str, taken: Collection[str]) -> str:
    """The code of an option that no other option of the question has or had."""
    return _unused(_cut(_plain(words)) or "option", {*taken, *RESERVED_CODES})


def _plain(words: str) -> str:
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return _OTHER.sub("_", ascii_words.lower()).strip("_")


def _cut(body: str) -> str:
    """Its first words, as many as fit; a piece of the first one where that is too long."""
    if len(body) <= _BODY:
        return body
    return body[: _BODY + 1].rpartition("_")[0] or body[:_BODY]


def _unused(body: str, taken: set[str]) -> str:
    if body not in taken:
        return body
    number = 2
    while f"{body}_{number}" in taken:
        number += 1
    return f"{body}_{number}"
