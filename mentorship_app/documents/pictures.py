"""SVG in, PNG out, in our own font. The only user of resvg, which is loaded when the first picture is drawn."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from mentorship_app.core.paths import STATIC

_FONTS = STATIC / "vendor" / "source-sans-3"
_FAMILY = "Source Sans 3"
_NAME_OF_FAMILY = (1, 16)


class Painter:
    """Draws pictures with fonts that lie ready; made by ``painter``."""

    def __init__(self, fonts: Iterable[Path]) -> None:
        self._fonts = [str(font) for font in fonts]

    def png(self, svg: str, *, width: int) -> bytes:
        """``svg`` on white, ``width`` pixels wide and as high as it is. Raises ValueError for what is no SVG."""
        import resvg_py  # noqa: PLC0415  only a process that draws pictures loads it

        # Machine fonts stand behind ours for the few signs that ours do not have, as in the PDF.
        drawn: bytes = bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                width=width,
                background="#ffffff",
                font_files=self._fonts,
                font_family=_FAMILY,
                sans_serif_family=_FAMILY,
            )
        )
        return drawn


@contextmanager
def painter() -> Iterator[Painter]:
    """Something that draws pictures in the font of the pages, as long as the block lasts."""
    with TemporaryDirectory(prefix="fonts-") as folder:
        yield Painter([_unpacked(font, Path(folder)) for font in sorted(_FONTS.glob("*.woff2"))])


def _unpacked(font: Path, folder: Path) -> Path:
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
    return target
