"""Soft criteria: what makes a pair better, one small class each. Hard ones are in ``constraints``."""

from mentorship_app.matching.criteria.base import Criterion, Reason, criteria, readable
from mentorship_app.matching.criteria.career import Career
from mentorship_app.matching.criteria.frequency import Frequency
from mentorship_app.matching.criteria.goals import Goals
from mentorship_app.matching.criteria.identity import Identity
from mentorship_app.matching.criteria.languages import Languages
from mentorship_app.matching.criteria.load import Load
from mentorship_app.matching.criteria.mentors_choice import MentorsChoice
from mentorship_app.matching.criteria.modality import Modality
from mentorship_app.matching.criteria.past import Past
from mentorship_app.matching.criteria.ranking import Ranking
from mentorship_app.matching.criteria.research import Research
from mentorship_app.matching.criteria.schedule import Schedule
from mentorship_app.matching.criteria.site import Site
from mentorship_app.matching.criteria.style import Style
from mentorship_app.matching.criteria.topics import Topics

__all__ = ["Criterion", "Reason", "criteria", "readable"]

for _criterion in (
    Ranking(),
    Topics(),
    Career(),
    MentorsChoice(),
    Languages(),
    Style(),
    Schedule(),
    Research(),
    Modality(),
    Goals(),
    Frequency(),
    Site(),
    Past(),
    Load(),
    Identity(),
):
    # In the order of the sliders: what counts most by default first, what nobody sets last.
    criteria.add(_criterion.key, _criterion)
