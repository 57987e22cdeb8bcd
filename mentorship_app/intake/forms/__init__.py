"""The questionnaires of intake, as YAML beside this file. A profile keeps the version it was begun with."""

from functools import cache
from pathlib import Path

from mentorship_app.questions.loading import load_questionnaire
from mentorship_app.questions.questionnaire import Questionnaire

CURRENT = ("mentee_intake", 1)
"""Key and version for new profiles. A changed form is a new file with a higher version; old files stay."""


@cache
def _shipped() -> dict[tuple[str, int], Questionnaire]:
    loaded = [load_questionnaire(path) for path in sorted(Path(__file__).parent.glob("*.yaml"))]
    return {(questionnaire.key, questionnaire.version): questionnaire for questionnaire in loaded}


def questionnaire(key: str, version: int) -> Questionnaire:
    """That version of a form; raises KeyError if it is not shipped."""
    return _shipped()[key, version]
