"""What a program decided to do, who does it by when, and what became of it a year later."""

from mentorship_app.reports.recommendations.enums import Progress
from mentorship_app.reports.recommendations.models import Recommendation

__all__ = ["Progress", "Recommendation"]
