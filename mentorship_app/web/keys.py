"""The key file of the installation, for pages that seal or open what people answer."""

from mentorship_app.core.keyring import Keyring
from mentorship_app.web.current_settings import current_settings


def keyring() -> Keyring:
    """The key file of the app that answers this request."""
    return Keyring(current_settings().keyring_path)
