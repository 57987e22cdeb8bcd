"""What mentees say about themselves before they are paired."""

from mentorship_app.intake.models import MentorChoice, Profile, Waitlist

__all__ = ["MentorChoice", "Profile", "Waitlist"]
