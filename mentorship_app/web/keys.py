"""The key file of the installation, for pages that seal or open what people answer."""

from collections.abc import Callable
from typing import TypeVar

from mentorship_app.core.errors import KeyringError
from mentorship_app.core.keyring import Keyring
from mentorship_app.web.current_settings import current_settings

T = TypeVar("T")


def keyring() -> Keyring:
    """The key file of the app that answers this request."""
    return Keyring(current_settings().keyring_path)


def unless_destroyed(read: Callable[[], T]) -> T | None:
    """What ``read`` gives; None once the key that it needs is destroyed, as the keys of a program that ended are.

    Raises KeyringError when the whole key file is missing or damaged.
    """
    try:
        return read()
    except KeyringError:
        keyring().check()
        return None
