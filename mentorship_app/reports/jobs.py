"""What the worker does for reports."""

from typing import Any
from uuid import UUID

from mentorship_app.jobs.queue import JobContext, job_kinds
from mentorship_app.reports import services


@job_kinds.register(services.BUILD)
def build(context: JobContext, payload: dict[str, Any]) -> None:
    """Build one report; its progress shows on the list. Running twice changes nothing."""
    services.build_report(
        context.engine, UUID(payload["report_id"]), now=context.now, progress=context.progress, limits=context.limits
    )
