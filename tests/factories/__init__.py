"""Factories, one file per feature. Names are plainly made up."""

from sqlalchemy.orm import Session

from tests.factories.base import AppFactory
from tests.factories.people import (
    AccountFactory,
    CohortFactory,
    EnrollmentFactory,
    HelpLineFactory,
    ProgramFactory,
    StaffGrantFactory,
    TrainingLevelFactory,
)

__all__ = [
    "AccountFactory",
    "AppFactory",
    "CohortFactory",
    "EnrollmentFactory",
    "HelpLineFactory",
    "ProgramFactory",
    "StaffGrantFactory",
    "TrainingLevelFactory",
    "bind_factories",
]


def bind_factories(session: Session) -> None:
    """Let every factory write into ``session``."""
    pending = [AppFactory]
    while pending:
        factory = pending.pop()
        factory._meta.sqlalchemy_session = session
        pending.extend(factory.__subclasses__())
