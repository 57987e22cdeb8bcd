"""The few SVG shapes that the charts are made of, written so that a browser and WeasyPrint draw the same.

WeasyPrint ignores page styles, ``currentColor`` and ``var()`` inside an inline SVG, so every colour is a literal
attribute for print, beside a class (``fill-ink``, ``stroke-grid``...) by which the site's stylesheet can swap it in
dark mode. Texts arrive translated and are escaped here. Lengths are user units of the viewBox, y runs downward.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

FONT_FAMILY = "Source Sans 3, sans-serif"


@dataclass(frozen=True)
class Paint:
    """A colour of the palette: its name in classes and its value on white."""

    name: str
    colour: str


INK = Paint("ink", "#13262B")
QUIET = Paint("quiet", "#48595D")
BRAND = Paint("brand", "#0B5C66")
GRID = Paint("grid", "#C9D4D1")
TRACK = Paint("track", "#DDEEEE")
SURFACE = Paint("surface", "#FFFFFF")
AGAINST_MOST = Paint("against-most", "#8A3F08")
AGAINST = Paint("against", "#DE9A55")
MIDDLE = Paint("middle", "#E3E8E7")
FOR = Paint("for", "#63ADB3")
FOR_MOST = Paint("for-most", "#0B5C66")
ON_PALE = Paint("on-pale", "#13262B")
ON_DEEP = Paint("on-deep", "#FFFFFF")
"""Answers from disagree to agree keep their colours in the dark, and so do the numbers on them: tested for colour-blind
readers as a set."""
PAINTS = (
    INK, QUIET, BRAND, GRID, TRACK, SURFACE, AGAINST_MOST, AGAINST, MIDDLE, FOR, FOR_MOST, ON_PALE, ON_DEEP,
)  # fmt: skip

# Advance widths of Source Sans 3 Regular in hundredths of the font size; anything else counts as a wide letter.
_ADVANCES = {
    20: "  ",
    26: "',.:;ij’·Il",
    30: "!f()[]{}-|",
    35: "t/\\r",
    43: '*?sz"«»xcç',
    48: "vyJYFLkéèêë",
    50: "#$+0123456789<=>^_aegàâäî×X~−–",
    54: "VESATZhoubnôöûùüïÉÈÊ",
    57: "dpqCPRKBÀÂÇ",
    62: "&DGHNUOQÔ",
    74: "wMW",
    83: "—%m@…œæ",
}
_WIDTH_OF = {character: advance for advance, characters in _ADVANCES.items() for character in characters}
_WIDE = 60
_BOLD_FACTOR = 1.07
_BOLD_FROM = 600
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@lru_cache(maxsize=8192)
def number(value: float) -> str:
    """A coordinate with at most two decimals and no needless zeros: 12.0 gives ``12``."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text_width(content: str, size: float, *, weight: int = 400) -> float:
    """Estimated width of a line of Source Sans 3, within some 5 % for English and French."""
    width = sum(_WIDTH_OF.get(character, _WIDE) for character in content) / 100 * size
    return width * _BOLD_FACTOR if weight >= _BOLD_FROM else width


def wrapped(content: str, width: float, size: float, *, weight: int = 400) -> tuple[str, ...]:
    """``content`` in lines that fit into ``width``; a word that is wider alone is cut. Never empty, never truncated."""
    lines = [""]
    for word in _pieces(content, width, size, weight):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if not lines[-1] or text_width(longer, size, weight=weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _pieces(content: str, width: float, size: float, weight: int) -> list[str]:
    """The words of ``content``, those too wide for a line cut in parts. Non-breaking spaces hold words together."""
    pieces = []
    for word in re.split(r"[ \t\r\n]+", content):
        part = ""
        for character in word:
            if part and text_width(part + character, size, weight=weight) > width:
                pieces.append(part)
                part = ""
            part += character
        pieces.append(part)
    return [piece for piece in pieces if piece]


def text(
    x: float, y: float, content: str, *, size: float, paint: Paint = INK, anchor: str = "start", weight: int = 400
) -> str:
    """One line of text; ``y`` is its baseline."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    heavy = "" if weight == 400 else f' font-weight="{weight}"'
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-family="{FONT_FAMILY}" font-size="{number(size)}"'
        f"{heavy}{place} {_fill(paint)}>{_escaped(content)}</text>"
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, paint: Paint, width: float = 1, dash: str = "", cap: str = ""
) -> str:
    """A straight line. ``dash`` is a dash pattern such as ``4 3``; ``cap`` may be ``round``."""
    extra = (f' stroke-dasharray="{dash}"' if dash else "") + (f' stroke-linecap="{cap}"' if cap else "")
    return (
        f'<path d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" '
        f'{_stroke(paint)} stroke-width="{number(width)}"{extra}/>'
    )


def rect(x: float, y: float, width: float, height: float, *, paint: Paint, rim: Paint | None = None) -> str:
    """A filled rectangle, with a thin rim where its colour hardly differs from the page."""
    drawn = f'{_marks(_fill(paint), _stroke(rim))} stroke-width="0.75"' if rim else _fill(paint)
    return f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" {drawn}/>'


def circle(x: float, y: float, radius: float, *, paint: Paint) -> str:
    """A filled dot with a rim in the colour of the page, so that it stands off a line beneath it."""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
        f'{_marks(_fill(paint), _stroke(SURFACE))} stroke-width="1.5"/>'
    )


def ring(x: float, y: float, radius: float, *, paint: Paint) -> str:
    """A dot that is hollow: filled with the colour of the page, its rim in ``paint``."""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
        f'{_marks(_fill(SURFACE), _stroke(paint))} stroke-width="2.5"/>'
    )


def polygon(points: Sequence[tuple[float, float]], *, paint: Paint) -> str:
    """A filled shape with a rim in the colour of the page."""
    corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polygon points="{corners}" {_marks(_fill(paint), _stroke(SURFACE))} stroke-width="1.5"/>'


def document(
    width: float,
    height: float,
    parts: Sequence[str],
    *,
    title: str,
    id_prefix: str,
    description: str = "",
    css: str = "",
    decorative: bool = False,
) -> str:
    """A whole chart as one ``<svg>`` that scales with its column.

    ``title`` is the finding in words: what a screen reader says, and the alternative text in the PDF. ``id_prefix``
    keeps ids apart when a page has several charts; raises ``ValueError`` when it is no plain id. ``decorative`` is for
    a drawing whose numbers stand beside it in words: a screen reader passes over it, the PDF still has its title.
    """
    if not _ID.fullmatch(id_prefix):
        raise ValueError(f"{id_prefix!r} cannot start an id")
    labels = f"{id_prefix}-title" + (f" {id_prefix}-desc" if description else "")
    about = f'<desc id="{id_prefix}-desc">{_escaped(description)}</desc>' if description else ""
    size = f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}"'
    role = 'aria-hidden="true"' if decorative else f'role="img" aria-labelledby="{labels}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class={quoteattr(f"chart {css}".strip())} {size} {role}>'
        f'\n<title id="{id_prefix}-title">{_escaped(title)}</title>{about}\n' + "\n".join(parts) + "\n</svg>"
    )


def _fill(paint: Paint) -> str:
    return f'fill="{paint.colour}" class="fill-{paint.name}"'


def _stroke(paint: Paint) -> str:
    return f'stroke="{paint.colour}" class="stroke-{paint.name}"'


def _marks(*attributes: str) -> str:
    """Several paints of one element, their classes joined in one attribute."""
    classes = " ".join(name for attribute in attributes for name in re.findall(r'class="([^"]+)"', attribute))
    literal = " ".join(re.sub(r' class="[^"]+"', "", attribute) for attribute in attributes)
    return f'{literal} class="{classes}"'


def _escaped(content: str) -> str:
    return escape(_NOT_IN_XML.sub("", content))
