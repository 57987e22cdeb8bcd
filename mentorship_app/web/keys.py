"""The key file of the installation, for pages that seal or open what people answer."""

from flask import current_app

from mentorship_app.core.keyring import Keyring
from mentorship_app.web.config import Settings


def keyring() -> Keyring:
    """The key file of the app that answers this request."""
    settings: Settings = current_app.extensions["settings"]
    return Keyring(settings.keyring_path)
