"""Sentences that are worked out in one place and read in another, in either language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mentorship_app.core.i18n import LocalizedText, translate, translate_plural

Value = str | int | float | LocalizedText | tuple[LocalizedText, ...]
"""What fills a place of a sentence; several texts are listed with commas."""


@dataclass(frozen=True)
class Phrase:
    """An English sentence marked with ``N_`` and what fills its named places.

    With ``plural`` and ``n``, the form for ``n`` is taken and ``%(num)s`` filled with it.
    """

    message: str
    values: Mapping[str, Value] = field(default_factory=dict)
    plural: str = ""
    n: int = 0

    def in_(self, locale: str) -> str:
        """The sentence in ``locale``."""
        values = {name: _worded(value, locale) for name, value in self.values.items()}
        if self.plural:
            return translate_plural(self.message, self.plural, self.n, locale, **values)
        return translate(self.message, locale, **values)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be stored; :meth:`of_json` gives the sentence back."""
        stored: dict[str, Any] = {"message": self.message, "values": {k: _stored(v) for k, v in self.values.items()}}
        return stored | ({"plural": self.plural, "n": self.n} if self.plural else {})

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> "Phrase":
        """The sentence that :meth:`as_json` wrote."""
        values = {name: _read(value) for name, value in stored["values"].items()}
        return cls(stored["message"], values, stored.get("plural", ""), stored.get("n", 0))


def decimal(value: float, digits: int = 1) -> LocalizedText:
    """A number with so many decimals, as each language writes it."""
    written = f"{value:.{digits}f}"
    return LocalizedText(en=written, fr=written.replace(".", ","))


def _worded(value: Value, locale: str) -> object:
    if isinstance(value, LocalizedText):
        return value.in_(locale)
    if isinstance(value, tuple):
        return ", ".join(text.in_(locale) for text in value)
    return value


def _stored(value: Value) -> Any:
    if isinstance(value, LocalizedText):
        return value.as_dict()
    if isinstance(value, tuple):
        return [text.as_dict() for text in value]
    return value


def _read(value: Any) -> Value:
    if isinstance(value, Mapping):
        return LocalizedText(en=value["en"], fr=value["fr"])
    if isinstance(value, list):
        return tuple(LocalizedText(en=text["en"], fr=text["fr"]) for text in value)
    return value  # type: ignore[no-any-return]  # a plain value of JSON
