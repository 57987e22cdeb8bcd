"""SVG in, PNG out, in our own font. The only user of resvg, which is loaded when the first picture is drawn."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from mentorship_app.core.paths import STATIC

_FONTS = STATIC / "vendor" / "source-sans-3"
_FAMILY = "Source Sans 3"
_NAME_OF_FAMILY = (1, 16)


@dataclass(frozen=True)
class _Font:
    """A font as a file, and the signs that it has."""

    path: Path
    signs: frozenset[str]


class Painter:
    """Draws pictures with fonts that lie ready; made by ``painter``."""

    def __init__(self, fonts: Sequence[_Font]) -> None:
        # The one with the most common letters first: the first of a family is asked first.
        ordered = sorted(fonts, key=lambda font: "e" not in font.signs)
        self._fonts = [str(font.path) for font in ordered]
        self._signs = frozenset[str]().union(*(font.signs for font in fonts))

    def png(self, svg: str, *, width: int) -> bytes:
        """``svg`` on white, ``width`` pixels wide and as high as it is. Raises ValueError for what is no SVG."""
        import resvg_py  # noqa: PLC0415  only a process that draws pictures loads it

        drawn: bytes = bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                width=width,
                background="#ffffff",
                font_files=self._fonts,
                font_family=_FAMILY,
                sans_serif_family=_FAMILY,
                # Only for the few signs that ours do not have, as in the PDF: else other fonts push themselves in.
                skip_system_fonts=self._signs.issuperset(_words_in(svg)),
            )
        )
        return drawn


def _words_in(svg: str) -> set[str]:
    return {sign for words in re.findall(r">([^<]+)<", svg) for sign in unescape(words) if not sign.isspace()}


@contextmanager
def painter() -> Iterator[Painter]:
    """Something that draws pictures in the font of the pages, as long as the block lasts."""
    with TemporaryDirectory(prefix="fonts-") as folder:
        yield Painter([_unpacked(font, Path(folder)) for font in sorted(_FONTS.glob("*.woff2"))])


def _unpacked(font: Path, folder: Path) -> _Font:
    """The web font as a plain one, for resvg reads no other; never given away."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  takes a while to load

    with TTFont(font, lazy=True, recalcTimestamp=False) as opened:
        opened.flavor = None
        opened["OS/2"].usWeightClass = 400
        for record in opened["name"].names:
            if record.nameID in _NAME_OF_FAMILY:
                record.string = _FAMILY
        target = folder / f"{font.stem}.ttf"
        opened.save(target)
        return _Font(target, frozenset(map(chr, opened.getBestCmap())))
