"""What a report was drawn with. Its data do not depend on this, its look does."""

import platform
from functools import cache
from importlib.metadata import version

from mentorship_app import __version__

_LIBRARIES = (("NumPy", "numpy"), ("SciPy", "scipy"), ("WeasyPrint", "weasyprint"))


@cache
def software() -> tuple[tuple[str, str], ...]:
    """Names and versions: the app, Python, and the libraries that compute and draw."""
    own = (("Mentorship", __version__), ("Python", platform.python_version()))
    return (*own, *((name, version(package)) for name, package in _LIBRARIES))
