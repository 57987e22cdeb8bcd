"""How much a piece of work may take before it is ended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """For a process that draws. Memory is what the process has for itself, in megabytes; seconds are by the clock."""

    memory_mb: int = 512
    seconds: int = 120
