"""Where people work: names of sites as they are compared."""

from mentorship_app.matching.criteria.words import folded


def same_site(one: str, other: str) -> bool | None:
    """Whether two people work at one site; None where it is not known of both."""
    return folded(one) == folded(other) if one.strip() and other.strip() else None
