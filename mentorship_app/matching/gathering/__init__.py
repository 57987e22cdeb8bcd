"""Reading a cohort into the facts of one run: as many queries for six people as for three thousand."""

from mentorship_app.matching.gathering.gather import gather
from mentorship_app.matching.gathering.trainings import trainings

__all__ = ["gather", "trainings"]
