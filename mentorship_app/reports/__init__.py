"""The evaluation report: released numbers in, one page out, kept as HTML, tagged PDF and CSV.

To add a section: one file in ``sections/`` with a ``draw`` function, one template of the same name in
``templates/reports/sections/``, one line in ``outline.py``.
"""

from mentorship_app.reports.enums import ReportStatus
from mentorship_app.reports.models import Report, ReportFile

__all__ = ["Report", "ReportFile", "ReportStatus"]
