"""Tasks of the year that reports can tell are done."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.queries import plan_of
from mentorship_app.programs.year.done_when import done_when
from mentorship_app.reports.enums import ReportStatus
from mentorship_app.reports.models import Report

CLOSING_LASTS = timedelta(days=60)


@done_when.register("build_report")
def report_of_the_year_is_built(session: Session, cohort: Cohort, _today: date) -> bool:
    """A report is ready that was asked for in the closing weeks: an earlier one lacks the end of the year."""
    plan = plan_of(cohort, Phase.CLOSING)
    since = plan.starts_on if plan is not None else cohort.ends_on - CLOSING_LASTS
    begin = datetime.combine(since, time(), tzinfo=UTC)
    return bool(
        session.scalar(
            select(
                exists().where(
                    Report.cohort_id == cohort.id, Report.status == ReportStatus.READY, Report.created_at >= begin
                )
            )
        )
    )
