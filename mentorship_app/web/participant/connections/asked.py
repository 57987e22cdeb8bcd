"""The pairs about which home and the page of the pair ask whether to stay in touch."""

from collections.abc import Sequence

from mentorship_app.core import clock
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.connections.queries import open_pairs
from mentorship_app.web.access import current_actor
from mentorship_app.web.extensions import db


def pairs_to_keep() -> Sequence[Pairing]:
    """Those to which the reader has said nothing, for half a year after the end; one query."""
    account_id = current_actor().account_id
    return open_pairs(db.session(), account_id, today=clock.now().date()) if account_id else ()
