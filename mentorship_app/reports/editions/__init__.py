"""Editions: which report somebody makes of a cohort, what they write into it, and what is fixed once it is frozen."""

from mentorship_app.reports.editions.enums import EditionStatus, Outline
from mentorship_app.reports.editions.models import Edition, EditionText, EditionTheme

__all__ = ["Edition", "EditionStatus", "EditionText", "EditionTheme", "Outline"]
