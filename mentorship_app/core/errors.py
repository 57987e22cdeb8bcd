"""What domain code raises. ``web/errors.py`` maps each of them to a status once."""

from collections.abc import Mapping, Sequence

from mentorship_app.core.i18n import LocalizedText


class AppError(Exception):
    """Base of all errors that a person can do something about.

    ``message`` is an English msgid marked with ``N_``; ``values`` fill its named places after translation. A value may
    be a text in two languages, another error, or a day: each is said in the reader's language.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return (
            self.message % {key: _in_english(value) for key, value in self.values.items()}
            if self.values
            else self.message
        )


def _in_english(value: object) -> object:
    return value.en if isinstance(value, LocalizedText) else value


class NotAllowed(AppError):
    """The actor may not do this (403)."""


class NotFound(AppError):
    """No such thing, or none that this actor may know of (404)."""


class InvalidTransition(AppError):
    """The thing is not in a state that allows this step (409)."""


class Conflict(AppError):
    """Somebody else changed the thing first, or a limit is reached (409)."""


class Obstacles(Conflict):
    """Several things stand in the way at once; each of ``reasons`` says one of them (409)."""

    def __init__(self, reasons: Sequence[AppError]) -> None:
        self.reasons = tuple(reasons)
        # Sentence after sentence; what is said lies in the values.
        places = [f"reason_{number}" for number in range(len(self.reasons))]
        super().__init__(" ".join(f"%({place})s" for place in places), **dict(zip(places, self.reasons, strict=True)))


class FieldError(AppError):
    """One entry of a form is wrong (422). ``field`` names it."""

    def __init__(self, field: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


class ConfigErrors(Exception):
    """Every setting that is wrong. ``problems`` are whole lines ready to print, in the order of the settings."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class KeyringError(AppError):
    """The key file is missing, readable by others, or damaged. Nothing sealed can be read or written."""
