"""Answering on paper: the code on a sheet, who types sheets in, and how a sheet is sealed."""

from mentorship_app.surveys.paper.models import PaperEntry, PaperEntryLink, PaperPlace

__all__ = ["PaperEntry", "PaperEntryLink", "PaperPlace"]
