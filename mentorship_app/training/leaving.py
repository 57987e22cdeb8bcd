"""What becomes of training when somebody leaves, and when two people are made one."""

from mentorship_app.core.i18n import N_
from mentorship_app.programs.merging import movers, repointed
from mentorship_app.programs.withdrawal import belongings, deleted
from mentorship_app.training.models import SkillRating, TrainingCertificate, TrainingProgress, TrainingReflection

belongings.add(
    "training.progress",
    deleted(
        N_("Modules begun and completed, with every answer in them"), TrainingProgress, TrainingProgress.enrollment_id
    ),
)
belongings.add(
    "training.reflections",
    deleted(
        N_("Reflections on the training, which nobody else can read"),
        TrainingReflection,
        TrainingReflection.enrollment_id,
        secret=True,
    ),
)
belongings.add(
    "training.ratings",
    deleted(
        N_("Own ratings of mentoring skills, which nobody else can read"),
        SkillRating,
        SkillRating.enrollment_id,
        secret=True,
    ),
)
belongings.add(
    "training.certificates",
    deleted(N_("The certificate of training"), TrainingCertificate, TrainingCertificate.enrollment_id),
)
movers.add(
    "training.progress",
    repointed(
        TrainingProgress.enrollment_id, within=(TrainingProgress.module_key,), words=N_("Modules of the training")
    ),
)
movers.add("training.reflections", repointed(TrainingReflection.enrollment_id, within=(TrainingReflection.module_key,)))
movers.add("training.ratings", repointed(SkillRating.enrollment_id, within=(SkillRating.moment,)))
movers.add("training.certificates", repointed(TrainingCertificate.enrollment_id, within=(TrainingCertificate.locale,)))
