"""How a report says things in its own language, whoever reads it: sentences, numbers, dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from mentorship_app.charts import NumberStyle
from mentorship_app.core.dates import day_text
from mentorship_app.core.i18n import LocalizedText, translate, translate_plural
from mentorship_app.core.rounding import rounded


@dataclass(frozen=True)
class Words:
    """The language of one report. ``gettext`` and ``ngettext`` are the names by which translators' tools find text."""

    locale: str

    def gettext(self, message: str, **values: object) -> str:
        """``message`` in this language, its named places filled."""
        return translate(message, self.locale, **values)

    def ngettext(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The form for ``n``; ``%(num)s`` is ``n`` as this language writes it."""
        return translate_plural(singular, plural, n, self.locale, **{"num": self.number(n), **values})

    def text(self, text: LocalizedText) -> str:
        return text.in_(self.locale)

    def number(self, value: float, decimals: int = 0) -> str:
        """``1,234.5``, ``1 234,5``, with a real minus."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        written: str = format_decimal(
            rounded(value, decimals), format=pattern, locale=self.locale, decimal_quantization=True
        )
        # The fonts have no narrow space, by which French groups digits.
        return written.replace("\u202f", "\u00a0").replace("-", "\u2212")

    def percent(self, share: float) -> str:
        """0.9 gives ``90 %``."""
        return f"{self.number(share * 100)}\u00a0%"

    def interval(self, low: float, high: float, decimals: int) -> str:
        """``17.0 to 18.3``, ``17,0 à 18,3``."""
        return self.gettext("%(low)s to %(high)s", low=self.number(low, decimals), high=self.number(high, decimals))

    def count_of(self, count: int, total: int) -> str:
        """``21 of 24``, ``21 sur 24``."""
        return self.gettext("%(count)s of %(total)s", count=self.number(count), total=self.number(total))

    def day(self, value: date) -> str:
        """``22 Nov 2026``, ``22 nov. 2026``."""
        return day_text(value, self.locale)

    def month(self, value: date) -> str:
        """``Sep 2026``, ``sept. 2026``."""
        return str(format_date(value, "MMM y", locale=self.locale))

    def listed(self, parts: list[str]) -> str:
        """``one, two and three``."""
        if len(parts) < 2:
            return "".join(parts)
        return self.gettext("%(first)s and %(last)s", first=", ".join(parts[:-1]), last=parts[-1])

    def named(self, term: str, value: str) -> str:
        """``Response: 21``; French sets a space before the colon."""
        return self.gettext("%(term)s: %(value)s", term=term, value=value)

    def joined(self, parts: Iterable[str]) -> str:
        """``one; two``; French sets a space before the semicolon."""
        return ("\u00a0; " if self.locale == "fr" else "; ").join(parts)

    def number_style(self, decimals: int) -> NumberStyle:
        """How the charts write numbers."""
        return NumberStyle(decimals, "," if self.locale == "fr" else ".")
