"""Addresses as QR codes, drawn on our own server."""

import segno
from markupsafe import Markup

INK, GROUND = "#13262B", "#FFFFFF"
BORDER = 4
"""Modules of white around the code; scanners ask for four."""


def code_of(url: str) -> segno.QRCode:
    """The code of an address. Quality Q: a quarter of it may be torn off or written over."""
    return segno.make(url, error="q", micro=False)


def drawn(url: str) -> Markup:
    """The code as SVG within a page; it holds nothing but squares."""
    drawing = code_of(url).svg_inline(scale=10, border=BORDER, dark=INK, light=GROUND, omitsize=True)
    return Markup(drawing)  # noqa: S704  made of numbers by segno, no word of anybody in it
