"""Wording from a program's own file: read, compared with the definition, bound for the surveys to come."""

from mentorship_app.instruments.binding.checking import Report
from mentorship_app.instruments.binding.services import all_in_use, bind, check, in_use, with_wording

__all__ = ["Report", "all_in_use", "bind", "check", "in_use", "with_wording"]
