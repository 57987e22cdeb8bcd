"""Whether somebody was trained to mentor."""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.registry import Registry
from mentorship_app.programs import Cohort

Training = Callable[[Session, Cohort], Mapping[UUID, bool]]
"""For enrollments of the mentors of a cohort, whether they were trained; who is not known is left out. Few queries,
whatever the size of the cohort."""

trainings: Registry[Training] = Registry("source of trainings")
"""Sources besides what mentors say in their application. Who was trained by any of them was trained."""


def trained_by_sources(session: Session, cohort: Cohort) -> dict[UUID, bool]:
    """What all sources say together."""
    found: dict[UUID, bool] = {}
    for _name, source in trainings.items():
        for mentor_id, trained in source(session, cohort).items():
            found[mentor_id] = found.get(mentor_id, False) or trained
    return found
