"""What domain code raises. ``web/errors.py`` maps each of them to a status once."""

from collections.abc import Mapping


class AppError(Exception):
    """Base of all errors that a person can do something about.

    ``message`` is an English msgid marked with ``N_``; ``values`` fill its named places after translation.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotAllowed(AppError):
    """The actor may not do this (403)."""


class NotFound(AppError):
    """No such thing, or none that this actor may know of (404)."""


class InvalidTransition(AppError):
    """The thing is not in a state that allows this step (409)."""


class Conflict(AppError):
    """Somebody else changed the thing first, or a limit is reached (409)."""


class FieldError(AppError):
    """One entry of a form is wrong (422). ``field`` names it."""

    def __init__(self, field: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


class KeyringError(AppError):
    """The key file is missing, readable by others, or damaged. Nothing sealed can be read or written."""
