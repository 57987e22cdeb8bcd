"""From a draft to pairs that people are told of: checked, published whole, taken back while nobody knows."""

from mentorship_app.matching.publishing.checking import Check, check
from mentorship_app.matching.publishing.differences import Change, Differences, differences
from mentorship_app.matching.publishing.queries import (
    PublicationNow,
    as_told,
    last_publication,
    publication_named,
    publication_now,
    publications_of,
    stand_of,
)
from mentorship_app.matching.publishing.services import MOST_DAYS, publish, withdraw

__all__ = [
    "MOST_DAYS",
    "Change",
    "Check",
    "Differences",
    "PublicationNow",
    "as_told",
    "check",
    "differences",
    "last_publication",
    "publication_named",
    "publication_now",
    "publications_of",
    "publish",
    "stand_of",
    "withdraw",
]
