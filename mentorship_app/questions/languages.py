"""The names of languages: in English and French from Babel, in the language itself from the table beside this file."""

import unicodedata
from functools import cache
from pathlib import Path

import yaml
from babel import Locale

from mentorship_app.core.i18n import LOCALES

_TABLE = Path(__file__).parent / "native_names.yaml"
# Codes for what is no language: none, several, not known.
_NO_LANGUAGE = frozenset({"mul", "und", "zxx", "mis", "root"})
# Common names that the code list spells otherwise, folded.
_ALSO_CALLED = {
    "american sign language (asl)": "ase",
    "asl": "ase",
    "castellano": "es",
    "castillan": "es",
    "creole": "ht",
    "farsi": "fa",
    "haitian kreyol": "ht",
    "kreyol": "ht",
    "kreyol ayisyen": "ht",
    "mandarin": "zh",
    "panjabi": "pa",
    "pendjabi": "pa",
    "putonghua": "zh",
}


def is_known(code: str) -> bool:
    """Whether ``code`` is the ISO 639 code of a language that has a name in English and in French."""
    return code in _known_codes()


def name_of(code: str, locale: str) -> str:
    """The name in the reader's language, with a capital: French, Français; an unknown code stands for itself."""
    name = Locale.parse(locale).languages.get(code, code) if is_known(code) else code
    return name[:1].upper() + name[1:]


def native_name(code: str) -> str | None:
    """What the language calls itself, with a capital where its script has them; None where we do not know."""
    name = _native_names().get(code)
    return name[:1].upper() + name[1:] if name else None


def code_of(typed: str) -> str | None:
    """The code of a language given by its code or named in English, in French or in itself, with or without accents."""
    return typed if is_known(typed) else _codes_by_name().get(_folded(typed))


@cache
def _known_codes() -> frozenset[str]:
    named = (set(Locale.parse(locale).languages) for locale in LOCALES)
    return frozenset(code for code in set.intersection(*named) if code.isalpha() and len(code) <= 3) - _NO_LANGUAGE


@cache
def _native_names() -> dict[str, str]:
    """Read from a file: asking Babel itself would load three hundred locales, a hundred megabytes of them."""
    names: dict[str, str] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return {code: name for code, name in names.items() if is_known(code)}


@cache
def _codes_by_name() -> dict[str, str]:
    """Where two languages share a name, the one called so in English or French comes first."""
    codes: dict[str, str] = {}
    for locale in LOCALES:
        names = Locale.parse(locale).languages
        for code in sorted(_known_codes()):
            codes.setdefault(_folded(names[code]), code)
    for code, name in _native_names().items():
        codes.setdefault(_folded(name), code)
    return _ALSO_CALLED | codes


def _folded(text: str) -> str:
    """Without case, accents and doubled blanks, as people type a name."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(mark for mark in plain if not unicodedata.combining(mark)).split())
