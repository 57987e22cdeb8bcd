"""The mapping of a file of scores: which columns hold what, in which range, under which words. Read strictly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.questions.shape import Node

MappingError = QuestionnaireError
"""The mapping is not usable: names the file, the place in it, and what is expected there."""

MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class MappedScale:
    """A column of scores. Every value must be a number from ``low`` to ``high``, or one of the blanks."""

    key: str
    column: str
    name: LocalizedText
    low: float
    high: float
    better: Literal["up", "down"]
    validated: bool
    source: str | LocalizedText
    """Whose scale it is; one text may do for both languages."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "name": self.name.as_dict(),
            "low": self.low,
            "high": self.high,
            "better": self.better,
            "validated": self.validated,
            "source": self.source if isinstance(self.source, str) else self.source.as_dict(),
        }


@dataclass(frozen=True)
class MappedGroup:
    """A column by which tables are made; ``values`` maps what stands in the file to its label, in order."""

    key: str
    column: str
    title: LocalizedText
    values: dict[str, LocalizedText]

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "title": self.title.as_dict(),
            "values": [{"key": key, "name": name.as_dict()} for key, name in self.values.items()],
        }


@dataclass(frozen=True)
class ScoreMapping:
    """What a file of scores means."""

    title: LocalizedText
    source: LocalizedText
    collected_on: date | None
    eligible: int | None
    blanks: frozenset[str]
    """Texts that stand for no score or no group; an empty cell always does."""
    scales: tuple[MappedScale, ...]
    groups: tuple[MappedGroup, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(scale.column for scale in self.scales) + tuple(group.column for group in self.groups)


def load_mapping(path: Path) -> ScoreMapping:
    """Read a mapping; raises MappingError."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MappingError(path.name, "", f"not readable as YAML: {getattr(error, 'problem', error)}") from error
    entries = Node(content, source=path.name).entries(
        required=("title", "source", "scales"), optional=("collected_on", "eligible", "blanks", "groups")
    )
    collected_on, eligible = entries.get("collected_on"), entries.get("eligible")
    blanks, groups = entries.get("blanks"), entries.get("groups")
    return ScoreMapping(
        title=entries["title"].localized(),
        source=entries["source"].localized(),
        collected_on=collected_on.day() if collected_on else None,
        eligible=eligible.integer(1, MOST_PEOPLE) if eligible else None,
        blanks=frozenset(_as_text(blank) for blank in blanks.items()) if blanks else frozenset(),
        scales=_scales(entries["scales"]),
        groups=_groups(groups) if groups else (),
    )


def _scales(node: Node) -> tuple[MappedScale, ...]:
    scales: list[MappedScale] = []
    for entry in node.items():
        parts = entry.entries(required=("key", "column", "name", "range", "better"), optional=("validated", "source"))
        ends = [float(end.decimal()) for end in parts["range"].items()]
        if len(ends) != 2 or ends[0] >= ends[1]:
            parts["range"].fail("expected two numbers, the lower first")
        better = parts["better"].text()
        if better not in ("up", "down"):
            parts["better"].fail(f"expected up or down; got {better!r}")
        validated, source = parts.get("validated"), parts.get("source")
        scale = MappedScale(
            key=parts["key"].text(),
            column=parts["column"].text(),
            name=parts["name"].localized(),
            low=ends[0],
            high=ends[1],
            better="up" if better == "up" else "down",
            validated=validated.boolean() if validated else False,
            source=_source(source) if source else "",
        )
        if any(scale.key == other.key or scale.column == other.column for other in scales):
            entry.fail("the key or the column is used twice")
        scales.append(scale)
    return tuple(scales)


def _source(node: Node) -> str | LocalizedText:
    return node.localized() if isinstance(node.value, Mapping) else node.text()


def _groups(node: Node) -> tuple[MappedGroup, ...]:
    groups: list[MappedGroup] = []
    for entry in node.items():
        parts = entry.entries(required=("key", "column", "title", "values"))
        values: dict[str, LocalizedText] = {}
        for value in parts["values"].items():
            named = value.entries(required=("value", "name"))
            code = _as_text(named["value"])
            if code in values:
                named["value"].fail(f"{code!r} is used twice")
            values[code] = named["name"].localized()
        group = MappedGroup(parts["key"].text(), parts["column"].text(), parts["title"].localized(), values)
        if group.key == "total" or any(group.key == other.key for other in groups):
            parts["key"].fail(f"{group.key!r} is already taken")
        groups.append(group)
    return tuple(groups)


def _as_text(node: Node) -> str:
    """A code as it stands in the file; YAML may have read it as a number."""
    if not isinstance(node.value, int | str) or isinstance(node.value, bool) or not str(node.value).strip():
        node.fail("expected a text or a whole number as it stands in the file")
    return str(node.value).strip()
