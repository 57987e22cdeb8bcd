"""What mentees say about themselves before they are paired."""

from mentorship_app.intake.models import Profile

__all__ = ["Profile"]
