"""All figures of a report in one ZIP: as drawn, as a picture on a page's width, and on a slide."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mentorship_app.charts import svg
from mentorship_app.documents import Picture
from mentorship_app.reports.section import Figure, Section
from mentorship_app.reports.words import Words

PAGE_PIXELS = 2055
"""The 174 mm between the margins of A4, at 300 dots to the inch."""
SLIDE = (1920, 1080)
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The only moment in the ZIP, so that the same figures give the same bytes."""
_MARGIN = 110
_TITLE_SIZE, _TITLE_LINE, _SMALL_SIZE = 52, 66, 28
_OPENING = re.compile(r"<svg\b[^>]*>")
_VIEW_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


@dataclass(frozen=True)
class Drawing:
    """One figure with what stands around it on a slide."""

    name: str
    figure: Figure
    drawn: str
    source: str

    @cached_property
    def slide(self) -> str:
        return slide_of(self)

    @property
    def pictures(self) -> tuple[Picture, Picture]:
        """On a page's width, and on a slide."""
        return (
            Picture(f"{self.name}.png", self.drawn, PAGE_PIXELS),
            Picture(f"{self.name}-slide.png", self.slide, SLIDE[0]),
        )


def pictures_of(sections: Sequence[Section], *, source: str) -> list[Drawing]:
    """Every figure of a report. ``source`` stands small at the foot of each slide: whose report it is."""
    return [
        Drawing(f"{figure.number:02}-{section.key}", figure, _standing_alone(drawn), source)
        for section in sections
        for figure in section.figures
        if (drawn := figure.wide or figure.narrow)
    ]


def to_draw(drawings: Sequence[Drawing]) -> tuple[Picture, ...]:
    """What must be drawn as pictures for ``write_figures``."""
    return tuple(picture for drawing in drawings for picture in drawing.pictures)


def write_figures(drawings: Sequence[Drawing], drawn: Mapping[str, bytes], words: Words) -> bytes:
    """A ZIP with four files for each figure and a list of what they show; empty where there is no figure."""
    if not drawings:
        return b""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        _add(archive, "figures.txt", _list_of(drawings, words).encode("utf-8-sig"))
        for drawing in drawings:
            _add(archive, f"{drawing.name}.svg", drawing.drawn.encode())
            _add(archive, f"{drawing.name}-slide.svg", drawing.slide.encode())
            for picture in drawing.pictures:
                _add(archive, picture.name, drawn[picture.name])
    return sink.getvalue()


def slide_of(picture: Drawing) -> str:
    """The finding as a title, the figure as large as it may be, how it was made and whose it is at the foot."""
    width, height = SLIDE
    title = svg.wrapped(picture.figure.finding, width - 2 * _MARGIN, _TITLE_SIZE, weight=600)
    parts = [svg.rect(0, 0, width, height, paint=svg.SURFACE), svg.rect(0, 0, width, 14, paint=svg.BRAND)]
    baseline = 90.0
    for line in title:
        baseline += _TITLE_LINE
        parts.append(svg.text(_MARGIN, baseline - 20, line, size=_TITLE_SIZE, weight=600))
    foot = svg.wrapped(picture.figure.measure, width - 2 * _MARGIN, _SMALL_SIZE)
    bottom = height - 64 - (len(foot) + 1) * (_SMALL_SIZE + 8)
    parts.append(_placed(picture, baseline + 10, bottom - 20))
    for number, line in enumerate((*foot, picture.source)):
        y = bottom + (number + 1) * (_SMALL_SIZE + 8)
        parts.append(svg.text(_MARGIN, y, line, size=_SMALL_SIZE, paint=svg.QUIET))
    return _standing_alone(
        svg.document(width, height, parts, title=picture.figure.finding, id_prefix=f"slide-{picture.figure.number}")
    )


def _placed(picture: Drawing, top: float, bottom: float) -> str:
    """The figure inside the slide, as large as its space allows, in the middle of it."""
    drawn = picture.figure.slide or picture.drawn
    width, height = _size_of(drawn)
    scale = min((SLIDE[0] - 2 * _MARGIN) / width, (bottom - top) / height)
    x, y = (SLIDE[0] - width * scale) / 2, top + (bottom - top - height * scale) / 2
    placed = (
        f'<svg x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(width * scale)}" '
        f'height="{svg.number(height * scale)}" viewBox="0 0 {svg.number(width)} {svg.number(height)}">'
    )
    return _OPENING.sub(placed, drawn, count=1)


def _size_of(drawn: str) -> tuple[float, float]:
    found = _VIEW_BOX.search(drawn)
    if found is None:
        raise ValueError("a figure without a size")
    return float(found[1]), float(found[2])


def _standing_alone(drawn: str) -> str:
    """As a file of its own: a family whose name ends in a number must be quoted where no page names it."""
    return drawn.replace(f'font-family="{svg.FONT_FAMILY}"', "font-family=\"'Source Sans 3', sans-serif\"")


def _list_of(pictures: Sequence[Drawing], words: Words) -> str:
    """For people who cannot see them, and for whoever writes a caption."""
    lines = []
    for picture in pictures:
        figure = picture.figure
        lines += [words.gettext("Figure %(number)s. %(finding)s", number=figure.number, finding=figure.finding)]
        lines += [figure.measure, *figure.notes, f"{picture.name}.svg, {picture.name}.png", ""]
    return "\r\n".join(lines)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
