"""The questionnaires that calls can use, as YAML beside this file. A call keeps the version it was made with."""

from functools import cache
from pathlib import Path

from mentorship_app.questions.loading import load_questionnaire
from mentorship_app.questions.questionnaire import Questionnaire

CURRENT = ("mentor_application", 1)
"""Key and version for new calls. A changed form is a new file with a higher version; old files stay."""


@cache
def _shipped() -> dict[tuple[str, int], Questionnaire]:
    loaded = [load_questionnaire(path) for path in sorted(Path(__file__).parent.glob("*.yaml"))]
    return {(questionnaire.key, questionnaire.version): questionnaire for questionnaire in loaded}


def questionnaire(key: str, version: int) -> Questionnaire:
    """That version of a form; raises KeyError if it is not shipped."""
    return _shipped()[key, version]
