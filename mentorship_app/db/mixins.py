"""Columns that many models share."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Mapped, mapped_column

from mentorship_app.core import clock


class Identified:
    """A random primary key: it says nothing about order or number."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Timestamped:
    """When the row was made. Never on sealed answers, receipts, responses or comments."""

    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Versioned:
    """Optimistic lock: a form carries ``version``; a write with a stale one is refused."""

    version: Mapped[int] = mapped_column(default=1)
