"""Reading a questionnaire's YAML strictly: every complaint names the file, the place and what is expected."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NoReturn

from mentorship_app.core.i18n import LOCALES, LocalizedText
from mentorship_app.questions.errors import QuestionnaireError


class Node:
    """One value in the file and where it stands, as in ``sections[0].questions[2].config``."""

    def __init__(self, value: object, path: str = "", source: str = "questionnaire") -> None:
        self.value, self.path, self.source = value, path, source

    def fail(self, problem: str) -> NoReturn:
        raise QuestionnaireError(self.source, self.path, problem)

    def entries(self, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> "Entries":
        """The entries of a mapping that has all of ``required`` and nothing beyond ``optional``."""
        if not isinstance(self.value, Mapping):
            self.fail(f"expected entries ({', '.join(required + optional)}), got {_shown(self.value)}")
        for key in self.value:
            if key not in required + optional:
                self.fail(f"unknown entry {_shown(key)}; known here: {', '.join(required + optional) or 'none'}")
        for key in required:
            if self.value.get(key) is None:
                self.fail(f"{key!r} is missing")
        return Entries(self, self.value)

    def items(self) -> Iterator["Node"]:
        """The members of a list with at least one."""
        if not isinstance(self.value, list) or not self.value:
            self.fail(f"expected a list with at least one entry, got {_shown(self.value)}")
        for index, member in enumerate(self.value):
            yield Node(member, f"{self.path}[{index}]", self.source)

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            hint = " (YAML reads yes, no, on, off and bare figures as something else: put it in quotes)"
            self.fail(f"expected text, got {_shown(self.value)}{'' if self.value is None else hint}")
        return self.value.strip()

    def localized(self) -> LocalizedText:
        """``{en: …, fr: …}``, both given."""
        entries = self.entries(optional=LOCALES)
        for locale in LOCALES:
            if entries.get(locale) is None:
                self.fail(f"text in {locale!r} is missing; expected {{en: …, fr: …}}")
        return LocalizedText(en=entries["en"].text(), fr=entries["fr"].text())

    def boolean(self) -> bool:
        if not isinstance(self.value, bool):
            self.fail(f"expected true or false, got {_shown(self.value)}")
        return self.value

    def integer(self, low: int, high: int) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not low <= self.value <= high:
            self.fail(f"expected a whole number from {low} to {high}, got {_shown(self.value)}")
        return self.value

    def decimal(self) -> Decimal:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.fail(f"expected a number, got {_shown(self.value)}")
        number = Decimal(str(self.value))
        if not number.is_finite():
            self.fail(f"expected a finite number, got {_shown(self.value)}")
        return number

    def day(self) -> date:
        if type(self.value) is date:
            return self.value
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            self.fail(f"expected a date such as 2026-11-22, got {_shown(self.value)}")


class Entries:
    """The entries of a mapping, each as a :class:`Node`."""

    def __init__(self, parent: Node, values: Mapping[str, object]) -> None:
        self._parent, self._values = parent, values

    def __getitem__(self, key: str) -> Node:
        path = f"{self._parent.path}.{key}" if self._parent.path else key
        return Node(self._values[key], path, self._parent.source)

    def get(self, key: str) -> Node | None:
        """The entry, or None where it is left out or empty."""
        return None if self._values.get(key) is None else self[key]


def _shown(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
