"""Typed text made safe to keep: one Unicode form, no character that a page, a mail or a PDF cannot hold."""

import re
import unicodedata

from mentorship_app.core.i18n import N_
from mentorship_app.questions.errors import AnswerError

# Not allowed in HTML or XML text: controls (but tab and newline) and Unicode's non-characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# A no-break space stays: French puts it before ? and ! on purpose.
_BLANKS = re.compile("[ \t\n]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Longer than this many times the limit is refused before it is normalised, which costs time.
_ABSURD = 10


def clean_line(raw: str, limit: int) -> str:
    """One line: newlines and runs of blanks become one space. Empty when nothing visible is left."""
    return _within(_BLANKS.sub(" ", _normalised(raw, limit)).strip(), limit)


def clean_lines(raw: str, limit: int) -> str:
    """Several lines, separated by a bare newline. Empty when nothing visible is left."""
    return _within("\n".join(line.rstrip() for line in _normalised(raw, limit).split("\n")).strip(), limit)


def harmless(raw: str) -> str:
    """What the person typed, fit to be shown again in a form: nothing but unprintable characters is changed."""
    return _UNPRINTABLE.sub("", _SURROGATE.sub("\ufffd", _NEWLINE.sub("\n", raw)))


def _normalised(raw: str, limit: int) -> str:
    if len(raw) > limit * _ABSURD:
        raise _too_long(len(raw), limit)
    if _SURROGATE.search(raw):
        raise AnswerError(N_("Type your answer again: it holds a character that cannot be kept."))
    text = _UNPRINTABLE.sub("", unicodedata.normalize("NFC", _NEWLINE.sub("\n", raw)))
    return text if any(_visible(character) for character in text) else ""


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "ZC"


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise _too_long(len(text), limit)
    return text


def _too_long(length: int, limit: int) -> AnswerError:
    return AnswerError(
        N_("Shorten your answer to %(limit)s characters or fewer. It now has %(length)s."), limit=limit, length=length
    )
