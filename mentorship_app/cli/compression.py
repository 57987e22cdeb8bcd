"""Compressed copies of the static files, which the server sends in place of the plain ones."""

import gzip
from pathlib import Path

from mentorship_app.core.paths import STATIC

COMPRESSIBLE = frozenset({".css", ".js", ".svg"})


def compress_static(folder: Path = STATIC) -> int:
    """Write ``name.gz`` beside every text file whose copy is missing or older; gives how many were written.

    A checkout that this user may not write is left as it is: pages are then larger, and nothing else changes.
    """
    written = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix not in COMPRESSIBLE:
            continue
        copy = path.with_name(path.name + ".gz")
        if copy.exists() and copy.stat().st_mtime >= path.stat().st_mtime:
            continue
        try:
            copy.write_bytes(gzip.compress(path.read_bytes(), compresslevel=9, mtime=0))
        except OSError:
            return written
        written += 1
    return written
