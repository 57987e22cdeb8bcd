"""Ids of rows in addresses: mails, help numbers, grants. Never of people, who have a public id."""

from uuid import UUID

from mentorship_app.core.errors import NotFound
from mentorship_app.web.coordinator.place import NOT_HERE


def row_id(text: str) -> UUID:
    """The id that an address names; raises NotFound for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(NOT_HERE) from None
