"""Problems of matching as JSON files, and what comes out of them: research, tests and use without the rest of the app.

What may stand in the files is in ``docs/matching.md``.
"""

from mentorship_app.matching.problem_file.careful_json import MOST_BYTES, Malformed
from mentorship_app.matching.problem_file.reading import ProblemFile, read_problem

__all__ = ["MOST_BYTES", "Malformed", "ProblemFile", "read_problem"]
