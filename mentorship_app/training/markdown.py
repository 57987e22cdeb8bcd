"""The little Markdown that modules are written in, as safe HTML.

Headings of the third level, paragraphs, lists, ``**strong**``, ``*emphasis*`` and ``[links](https://…)``. Everything
else, tags too, is shown as it was typed.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

_LINK = re.compile(r"\[([^\[\]]+)\]\((https://[^\s()<>\"']+)\)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_EMPHASIS = re.compile(r"\*([^*\s][^*]*)\*")
_BULLET = re.compile(r"[-*] +(.*)")
_NUMBER = re.compile(r"\d+[.)] +(.*)")


def render(text: str) -> Markup:
    """HTML of ``text``. Only elements named above are written, and no attribute but ``href`` and ``rel``."""
    return Markup("\n").join(_block(lines) for lines in _blocks(text))


def _blocks(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        bare = line.strip()
        if lines and (not bare or _kind(bare) != _kind(lines[0]) or _kind(bare) == "heading"):
            yield lines
            lines = []
        if bare:
            lines.append(bare)


def _kind(line: str) -> str:
    if line.startswith("#"):
        return "heading"
    if _BULLET.fullmatch(line):
        return "bullets"
    return "numbers" if _NUMBER.fullmatch(line) else "paragraph"


def _block(lines: list[str]) -> Markup:
    kind = _kind(lines[0])
    if kind == "heading":
        return Markup("<h3>{}</h3>").format(_inline(lines[0].lstrip("#").strip()))
    if kind == "paragraph":
        return Markup("<p>{}</p>").format(_inline(" ".join(lines)))
    shape = _BULLET if kind == "bullets" else _NUMBER
    entries = [found.group(1) for line in lines if (found := shape.fullmatch(line))]
    inside = Markup("").join(Markup("<li>{}</li>").format(_inline(entry)) for entry in entries)
    return (Markup("<ul>{}</ul>") if kind == "bullets" else Markup("<ol>{}</ol>")).format(inside)


def _inline(text: str) -> Markup:
    """Links first: what stands in an address is no emphasis."""
    parts, last = [], 0
    for found in _LINK.finditer(text):
        parts.append(_marks(text[last : found.start()]))
        parts.append(Markup('<a href="{}" rel="noreferrer">{}</a>').format(found.group(2), _marks(found.group(1))))
        last = found.end()
    return Markup("").join([*parts, _marks(text[last:])])


def _marks(text: str) -> Markup:
    marked = _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", str(escape(text))))
    return Markup(marked)  # noqa: S704  escaped before the marks were set
