"""The system libraries that WeasyPrint binds to. No wheel brings them."""

from collections.abc import Mapping
from types import MappingProxyType

LIBRARIES: Mapping[str, str] = MappingProxyType(
    {
        "libpango-1.0.so.0": "libpango-1.0-0",
        "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
        "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    }
)
"""File that is loaded, and the package of Debian and Ubuntu that brings it."""

INSTALL_LINE = f"sudo apt-get install -y --no-install-recommends {' '.join(LIBRARIES.values())}"
