"""Training: modules to read and answer, which of them are required, and what is known of who went through them."""

from mentorship_app.training.models import (
    OwnModule,
    RatingMoment,
    SkillRating,
    TrainingCertificate,
    TrainingProgress,
    TrainingReflection,
    TrainingRequirement,
)

__all__ = [
    "OwnModule",
    "RatingMoment",
    "SkillRating",
    "TrainingCertificate",
    "TrainingProgress",
    "TrainingReflection",
    "TrainingRequirement",
]
