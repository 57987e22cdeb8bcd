"""Who went through the modules that a cohort requires was trained to mentor."""

from mentorship_app.matching.gathering.trainings import trainings
from mentorship_app.training.requirements import trained_mentors

trainings.add("required modules", trained_mentors)
