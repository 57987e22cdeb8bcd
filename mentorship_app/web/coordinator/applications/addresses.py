"""The public address of a call, as it is shared: from the configured base address, never from a request's host."""

from flask import current_app

from mentorship_app.core.links import link
from mentorship_app.recruitment import Call
from mentorship_app.web.config import Settings


def share_url(call: Call) -> str:
    """The absolute address of the call's page."""
    return link("call", base_url(), call=call.slug)


def base_url() -> str:
    """The configured address of this installation."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url
