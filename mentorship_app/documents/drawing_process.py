"""The process that draws one document: ``python -m mentorship_app.documents.drawing_process MEGABYTES SECONDS``.

Reads what to draw from standard input, where only ``apart`` puts it, and writes lines of JSON and the files to
standard output.
"""

import json
import os
import pickle
import resource
import sys
from typing import IO

from mentorship_app.core.errors import AppError
from mentorship_app.documents.printing import print_here

PDF, ARCHIVE = "//pdf", "//archive"
"""Names that no picture has."""
_MEGABYTE = 1024 * 1024
_OVERTIME = 10
"""Seconds of CPU beyond the limit, for a child whose parent died and ends it no more."""


def main() -> None:
    """Draw, say how far it is, give the files."""
    megabytes, seconds = map(int, sys.argv[1:3])
    answers = _taken_from_standard_output()
    # What the process keeps for itself; addresses alone cost nothing, and libraries reserve many.
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + _OVERTIME, seconds + _OVERTIME))
    try:
        task = pickle.load(sys.stdin.buffer)  # noqa: S301  written by our own parent, see above
        printed = print_here(task, lambda done, of: _say(answers, done=done, of=of))
    except MemoryError:
        _say(answers, memory=True)
        sys.exit(1)
    except AppError as error:
        values = {name: str(value) for name, value in error.values.items()}
        _say(answers, message=error.message, values=values)
        sys.exit(1)
    for name, content in {PDF: printed.pdf, ARCHIVE: printed.archive, **printed.pictures}.items():
        _say(answers, file=name, bytes=len(content))
        answers.write(content)
    _say(answers, whole=True)


def _taken_from_standard_output() -> IO[bytes]:
    """The pipe to the parent; whatever a library prints goes to the log instead."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _say(answers: IO[bytes], **said: object) -> None:
    answers.write(json.dumps(said).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
