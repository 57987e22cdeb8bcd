"""The year as a to-do list: a template of tasks with dates, and the rows that a cohort makes of it."""

from mentorship_app.programs.year.models import YearTask

__all__ = ["YearTask"]
