"""The optimistic lock of rows that two coordinators can edit at once."""

from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.db.mixins import Versioned


def claim(session: Session, row: Versioned, version: int) -> None:
    """Take the right to write ``row``, as read at ``version``; raises Conflict when it was written since."""
    # This row only: PostgreSQL cannot lock what an outer join may not find.
    session.refresh(row, with_for_update={"of": type(row)})
    if row.version != version:
        raise Conflict(N_("Somebody else changed this while you were writing."))
    row.version += 1
