"""Every address that leaves in a mail, by name.

Mail is rendered in the worker, far from any request, and its host may only come from the configured base URL
(never from a Host header, which an attacker writes). A contract test checks each path against the URL map.
"""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

PATHS: Mapping[str, str] = MappingProxyType(
    {
        "personal": "/l/{token}",
        "survey_tonight": "/l/{token}/tonight",
        "survey_stop": "/l/{token}/not-this-time",
        "room": "/room/{wave}",
        "staff_invitation": "/staff/welcome/{token}",
        "password_reset": "/staff/password/{token}",
        "call": "/apply/{call}",
        "application": "/application/{token}",
        "invitation": "/invitation/{token}",
        "invitation_stop": "/invitation/{token}/no-more-reminders",
        "paper_entry": "/paper/{token}",
        "next_year_leave": "/next-year/{token}",
        "meeting": "/m/{token}",
        "own_meeting": "/meetings/{meeting}",
        "calendar": "/calendar/{token}.ics",
        "own_calendar": "/me/calendar",
        "home": "/home",
        "pair": "/pair",
        "sign_in": "/sign-in",
        "setup": "/setup",
        "applications": "/p/{program}/applications",
        "pairs": "/p/{program}/pairs",
        "slots": "/help/slots/{token}",
        "today": "/p/{program}/",
    }
)


def link(name: str, base_url: str, **parts: str) -> str:
    """The absolute address of ``name``; raises KeyError for an unknown name or a missing part."""
    path = PATHS[name].format_map({key: quote(value, safe="") for key, value in parts.items()})
    return base_url.rstrip("/") + path
