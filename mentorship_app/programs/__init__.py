"""Programs, their yearly cohorts, the phases of a cohort, and who takes part."""

from mentorship_app.programs.enums import CohortRole, EnrollmentStatus, Phase
from mentorship_app.programs.models import Cohort, Enrollment, HelpLine, PhasePlan, Program, RosterUpload, TrainingLevel

__all__ = [
    "Cohort",
    "CohortRole",
    "Enrollment",
    "EnrollmentStatus",
    "HelpLine",
    "Phase",
    "PhasePlan",
    "Program",
    "RosterUpload",
    "TrainingLevel",
]
