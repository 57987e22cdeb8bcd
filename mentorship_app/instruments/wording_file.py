"""Reading the wording of one language that lies beside a definition."""

from collections.abc import Mapping
from pathlib import Path

from mentorship_app.instruments.definition import Page, ResponseSet, Wording
from mentorship_app.instruments.reading import exactly, file_node


def read_wording(
    path: Path, *, items: tuple[str, ...], sets: Mapping[str, ResponseSet], pages: tuple[Page, ...]
) -> Wording:
    """Every text of the file, none missing and none too many; raises InstrumentError."""
    labelled = tuple(name for name, responses in sets.items() if not responses.is_typed)
    node = file_node(path)
    parts = node.entries(
        required=("pages", "items") + (("response_sets",) if labelled else ()),
    )
    responses: dict[str, tuple[str, ...]] = {}
    for name, entry in exactly(parts["response_sets"], labelled) if labelled else ():
        responses[name] = tuple(label.text() for label in entry.items())
        if len(responses[name]) != len(sets[name].codes):
            entry.fail(f"{name!r} has {len(sets[name].codes)} values and {len(responses[name])} texts")
        if len(set(responses[name])) != len(responses[name]):
            entry.fail("two values have the same text")
    heads = {
        name: entry.entries(required=("title", "lead"))
        for name, entry in exactly(parts["pages"], tuple(page.id for page in pages))
    }
    return Wording(
        items={name: entry.text() for name, entry in exactly(parts["items"], items)},
        responses=responses,
        titles={name: head["title"].text() for name, head in heads.items()},
        leads={name: head["lead"].text() for name, head in heads.items()},
    )
