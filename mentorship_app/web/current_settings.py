"""The settings of the app that answers this request."""

from flask import current_app

from mentorship_app.web.config import Settings


def current_settings() -> Settings:
    """The settings that the app was made with; needs an app context."""
    settings: Settings = current_app.extensions["settings"]
    return settings
