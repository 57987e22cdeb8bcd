"""Keeping people on this site: an address to go on to comes from a form or a link, so it is not to be trusted."""

from urllib.parse import urlsplit


def local_path(target: str | None, fallback: str = "/") -> str:
    """``target`` if it is a path of this site, else ``fallback``: nobody is sent elsewhere from here."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    parts = urlsplit(target)
    is_plain = "\\" not in target and target.isprintable()
    return target if is_plain and not parts.scheme and not parts.netloc else fallback
