"""Languages without a web framework: marking, translating, formatting.

Catalogues are gettext PO files, one per feature, in ``translations/<locale>/``; all are merged when first used.
English is the language of the msgids, so it has no catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALES = ("en", "fr")
DEFAULT_LOCALE = "en"
CATALOGUES = Path(__file__).parent.parent / "translations"


def N_(message: str) -> str:  # noqa: N802  the name gettext tools look for
    """Mark a string for translation where it is written; whoever shows it translates it."""
    return message


def known_locale(tag: str | None) -> str:
    """The locale of the app nearest to a language tag: ``fr-CA`` gives ``fr``; anything unknown gives English."""
    language = (tag or "").replace("_", "-").split("-")[0].lower()
    return language if language in LOCALES else DEFAULT_LOCALE


@cache
def translations(locale: str) -> NullTranslations:
    """The merged catalogue of a locale. Raises ValueError where two files translate one msgid differently."""
    merged = Catalog(locale=locale)
    for path in sorted((CATALOGUES / locale).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if not message.id or not message.string:
                    continue
                present = merged.get(message.id)
                if present is not None and present.string != message.string:
                    raise ValueError(f"{path.name}: {message.id!r} is already translated differently")
                merged.add(message.id, message.string, flags=message.flags)
    if not len(merged):
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


def translate(message: str, locale: str, **values: object) -> str:
    """``message`` in ``locale``, its named places filled from ``values``."""
    text: str = translations(locale).ugettext(message) if message else ""
    return text % values if values else text


def translate_plural(singular: str, plural: str, n: int, locale: str, **values: object) -> str:
    """The form for ``n``; ``%(num)s`` is filled with it."""
    text: str = translations(locale).ungettext(singular, plural, n)
    return text % {"num": n, **values}


@dataclass(frozen=True)
class LocalizedText:
    """Text that is data in both languages: a question, a scale's name."""

    en: str
    fr: str

    def in_(self, locale: str) -> str:
        """The text in ``locale``; there is no fall-back, since both must be given."""
        return self.fr if locale == "fr" else self.en

    @classmethod
    def of(cls, source: Mapping[str, str]) -> "LocalizedText":
        """From ``{"en": …, "fr": …}``; raises ValueError when a language is missing or empty."""
        missing = [locale for locale in LOCALES if not str(source.get(locale, "")).strip()]
        if missing:
            raise ValueError(f"text is missing in: {', '.join(missing)}")
        return cls(en=str(source["en"]), fr=str(source["fr"]))

    def as_dict(self) -> dict[str, str]:
        return {"en": self.en, "fr": self.fr}


def localized(message: str) -> LocalizedText:
    """A marked sentence in every language, to stand inside another one."""
    return LocalizedText(**{locale: translate(message, locale) for locale in LOCALES})
