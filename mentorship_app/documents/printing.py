"""Everything of a document that takes memory and time to draw: both PDFs and its pictures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mentorship_app.documents.pdf import Attached, render_both
from mentorship_app.documents.pictures import painter

STEPS = 2
"""Steps that ``print_here`` reports: the PDFs, the pictures."""

Progress = Callable[[int, int], None]
"""Called with the number of steps done and of steps in all."""


@dataclass(frozen=True)
class Picture:
    """An SVG to be drawn as PNG, so many pixels wide."""

    name: str
    svg: str
    width: int


@dataclass(frozen=True)
class PrintTask:
    """What is to be drawn. Plain words and bytes: whoever draws it needs to know nothing else."""

    html: str
    base: Path
    made_at: datetime
    enclosed: tuple[Attached, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Printed:
    """A PDF/UA-1, a PDF/A-3a with the files enclosed, and the pictures by name."""

    pdf: bytes
    archive: bytes
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def print_here(task: PrintTask, progress: Progress) -> Printed:
    """Draw it in this process. Raises PdfUnavailable where Pango is missing."""
    pdf, archive = render_both(task.html, base=task.base, made_at=task.made_at, enclosed=task.enclosed)
    progress(1, STEPS)
    pictures = {}
    if task.pictures:
        with painter() as drawing:
            pictures = {picture.name: drawing.png(picture.svg, width=picture.width) for picture in task.pictures}
    progress(2, STEPS)
    return Printed(pdf, archive, pictures)
