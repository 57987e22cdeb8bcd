"""A page of a query whose rows hold more than one thing, in the shape that the pagination component reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVarTuple

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from mentorship_app.web.list_page import ListPage

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class RowPage(Generic[*Columns]):
    """Rows of page ``page`` (from 1) of ``pages``; ``first`` and ``last`` count within ``total``."""

    items: Sequence[Row[*Columns]]
    page: int
    pages: int
    total: int
    first: int
    last: int

    @classmethod
    def of(cls, session: Session, query: Select[*Columns], *, number: int, size: int) -> "RowPage[*Columns]":
        """The page of that number, or the nearest; two queries, however many rows there are."""
        total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
        pages = max(1, -(-total // size))
        page = min(max(1, number), pages)
        begin = (page - 1) * size
        items = session.execute(query.limit(size).offset(begin)).all()
        return cls(items, page, pages, total, begin + 1 if items else 0, begin + len(items))

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    def iter_pages(self, **edges: int) -> Iterator[int | None]:
        """Numbers to link to; None stands for a gap."""
        counted = ListPage[int]((), self.page, self.pages, self.total, self.first, self.last)
        return counted.iter_pages(**edges)
