"""Templates compiled once in a run, whichever worker or server needs them first.

The compiled form is kept under a checksum of the template's text. Only tests keep it: after an upgrade that changes the
Python behind a template and not its text it would be wrong, and within a run nothing is upgraded.
"""

from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache


def keep_compiled(folder: Path) -> None:
    """Every app built in this process from now on keeps its compiled templates in ``folder``."""
    folder.mkdir(mode=0o700, exist_ok=True)
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}


def kept_in() -> Path:
    """The folder named last."""
    return Path(Flask.jinja_options["bytecode_cache"].directory)
