"""The public address of a call, as it is shared: from the configured base address, never from a request's host."""

from mentorship_app.core.links import link
from mentorship_app.recruitment import Call
from mentorship_app.web.current_settings import current_settings


def share_url(call: Call) -> str:
    """The absolute address of the call's page."""
    return link("call", current_settings().base_url, call=call.slug)
