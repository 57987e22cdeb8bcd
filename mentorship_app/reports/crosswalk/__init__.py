"""What accreditors ask, and where this program's evidence for it stands."""

from mentorship_app.reports.crosswalk.enums import Framework
from mentorship_app.reports.crosswalk.models import Requirement

__all__ = ["Framework", "Requirement"]
