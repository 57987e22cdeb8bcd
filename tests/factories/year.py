"""Tasks of a cohort's year."""

from datetime import date

import factory

from mentorship_app.programs import Phase
from mentorship_app.programs.year import YearTask
from tests.factories.base import AppFactory
from tests.factories.people import MOMENT, CohortFactory


class YearTaskFactory(AppFactory):
    """A coordinator's own task; give it a ``key`` to make it one of the template."""

    class Meta:
        model = YearTask

    cohort = factory.SubFactory(CohortFactory)
    key = None
    title_en = "Book the hall"
    title_fr = "Réserver la salle"
    phase = Phase.ACTIVE
    due_on = date(2026, 11, 5)
    position = factory.Sequence(int)
    created_at = MOMENT
