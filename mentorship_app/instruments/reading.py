"""The forms that every file of the library shares: strict YAML, names, choices, numbers with their source."""

import re
from collections.abc import Hashable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.questions.shape import Entries, Node

InstrumentError = QuestionnaireError
"""A file is not usable: names the file, the place in it, and what is expected there."""

Choice = TypeVar("Choice", bound=StrEnum)

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
TOLERANCE = 1e-6
"""How far a written score or range may be from the computed one, in units of the scale."""


class _StrictLoader(yaml.SafeLoader):
    """The safe loader, which takes no name twice in one mapping: the second would silently replace the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[object] = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else key)
        return super().construct_mapping(node, deep=deep)


def file_node(path: Path) -> Node:
    """The content of a YAML file; raises InstrumentError with line and column where it is none."""
    try:
        return Node(yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_StrictLoader), source=path.name)  # noqa: S506  it is a safe loader
    except UnicodeDecodeError as error:
        raise InstrumentError(path.name, f"byte {error.start + 1}", "expected text in UTF-8") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise InstrumentError(path.name, place, f"not readable as YAML: {problem}") from error


def name(node: Node) -> str:
    """A name that may stand in addresses, form fields and column heads."""
    text = node.text()
    if not NAME.fullmatch(text):
        node.fail(f"expected small letters, figures and underlines, beginning with a letter, 40 at most; got {text!r}")
    return text


def named(node: Node) -> dict[str, Node]:
    """The entries of a mapping whose names are free, at least one."""
    if not isinstance(node.value, Mapping) or not node.value:
        node.fail("expected at least one named entry")
    return {str(key): Node(value, f"{node.path}.{key}", node.source) for key, value in node.value.items()}


def exactly(node: Node, names: tuple[str, ...]) -> list[tuple[str, Node]]:
    """The entries ``names``, all of them and no other, in that order."""
    entries = node.entries(required=names)
    return [(each, entries[each]) for each in names]


def listed(entries: Entries, entry: str) -> tuple[Node, ...]:
    """The members of an optional list; none where it is left out or empty."""
    node = entries.get(entry)
    return tuple(node.items()) if node and node.value != [] else ()


def one_of(node: Node, known: tuple[str, ...]) -> str:
    text = node.text()
    if text not in known:
        node.fail(f"expected one of {', '.join(known)}; got {text!r}")
    return text


def several_of(node: Node, known: tuple[str, ...]) -> tuple[str, ...]:
    """One or more of ``known``, none of them twice."""
    found: list[str] = []
    for member in node.items():
        text = one_of(member, known)
        if text in found:
            member.fail(f"{text!r} stands twice")
        found.append(text)
    return tuple(found)


def member(node: Node, kind: type[Choice]) -> Choice:
    return kind(one_of(node, tuple(each.value for each in kind)))


def number(node: Node) -> float:
    return float(node.decimal())
