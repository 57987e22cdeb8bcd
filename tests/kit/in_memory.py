"""Whether the folders of tests may lie in memory: databases and keys are written there as anywhere, without a disk."""

import os
import re
from pathlib import Path

FOLDER = Path("/dev/shm")  # noqa: S108  pytest makes a private folder of its own in it
ENOUGH_BYTES = 4 * 1024**3
"""A whole run needs less than half of it."""


def has_room() -> bool:
    """Whether this machine has such a folder, large enough, and the memory for it."""
    if not FOLDER.is_dir() or not os.access(FOLDER, os.W_OK):
        return False
    disk = os.statvfs(FOLDER)
    available = re.search(r"^MemAvailable:\s+(\d+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE)
    memory = int(available[1]) * 1024 if available else 0
    return min(disk.f_bavail * disk.f_frsize, memory) >= ENOUGH_BYTES
