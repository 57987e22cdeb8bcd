"""A page of a list that is not a query, in the shape that the pagination component reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class ListPage(Generic[Item]):
    """``items`` of page number ``page`` (from 1) of ``pages``; ``first`` and ``last`` count within ``total``."""

    items: Sequence[Item]
    page: int
    pages: int
    total: int
    first: int
    last: int

    @classmethod
    def of(cls, entries: Sequence[Item], *, number: int, size: int) -> "ListPage[Item]":
        """The page of that number; the nearest one where there is none."""
        pages = max(1, -(-len(entries) // size))
        page = min(max(1, number), pages)
        begin = (page - 1) * size
        items = entries[begin : begin + size]
        return cls(items, page, pages, len(entries), begin + 1 if items else 0, begin + len(items))

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    def iter_pages(
        self, *, left_edge: int = 1, left_current: int = 1, right_current: int = 1, right_edge: int = 1
    ) -> Iterator[int | None]:
        """Numbers to link to; None stands for a gap."""
        near = range(self.page - left_current, self.page + right_current + 1)
        edges = (*range(1, left_edge + 1), *range(self.pages - right_edge + 1, self.pages + 1))
        earlier = 0
        for number in sorted({number for number in (*near, *edges) if 1 <= number <= self.pages}):
            if number > earlier + 1:
                yield None
            yield number
            earlier = number
