"""Where each text of an instrument belongs, as files name it."""

from collections.abc import Iterator

from mentorship_app.instruments.definition import Instrument


def response_place(response_set: str, code: int) -> str:
    """The label of one code: ``response:frequency:0``."""
    return f"response:{response_set}:{code}"


def title_place(page_id: str) -> str:
    """The heading of a page: ``page:exhaustion:title``."""
    return f"page:{page_id}:title"


def lead_place(page_id: str) -> str:
    """The sentence below the heading of a page: ``page:exhaustion:lead``."""
    return f"page:{page_id}:lead"


def needed_places(instrument: Instrument) -> tuple[str, ...]:
    """Every text without which the instrument cannot be asked: its items, then the labels of its answers."""
    return (*(item.id for item in instrument.items), *_labels(instrument))


def optional_places(instrument: Instrument) -> tuple[str, ...]:
    """What may be left out: title and lead of each page."""
    return tuple(place(page.id) for page in instrument.pages for place in (title_place, lead_place))


def _labels(instrument: Instrument) -> Iterator[str]:
    for name, responses in instrument.response_sets.items():
        if not responses.is_typed:
            yield from (response_place(name, code) for code in responses.codes)
