"""The meetings that people wrote down are the dose."""

from mentorship_app.mentoring.meetings.queries import meetings_by_person
from mentorship_app.surveys.doses import meeting_counts

meeting_counts.add("meetings written down", meetings_by_person)
