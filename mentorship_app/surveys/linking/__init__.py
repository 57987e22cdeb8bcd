"""Numbers that link waves and years: judged against everything released before, written into the ledger, shown."""

from mentorship_app.surveys.linking.changes import impossible
from mentorship_app.surveys.linking.release import published_outcomes, release_links, release_outcomes

__all__ = ["impossible", "published_outcomes", "release_links", "release_outcomes"]
