"""A summary for participants on their pages, and comments that are sorted into themes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions import Edition, EditionStatus, EditionTheme, Outline
from mentorship_app.reports.editions.themes import ThemeLine, commented_waves, comments_of
from mentorship_app.reports.models import ReportFile
from mentorship_app.reports.page import draw_body
from mentorship_app.reports.recommendations import Progress
from mentorship_app.reports.recommendations.queries import Plan, RecommendationLine
from mentorship_app.reports.section import Numbering
from mentorship_app.reports.sections import heard, will_do
from tests.factories.results import closed_wave_of
from tests.reports.answers import HOPE, STRAIN, context, dataset

REMARKS = [
    f"Between two wards and one clinic the hour that we had set aside was gone again, this time for reason {number}."
    for number in range(14)
]
TIME = ThemeLine("Finding an hour", "Pairs want to meet and lose the hour to the schedule.", "", 12, 14, 10)
PLAN = Plan(
    (
        RecommendationLine(
            "Keep one hour a month free for mentoring", "Program director", date(2027, 9, 1), Progress.PLANNED, ""
        ),
    ),
    (RecommendationLine("Match before September", "", None, Progress.DONE, "All pairs were told in August"),),
    "The year before",
)


def summary_on_stage(session: Session, cohort: Cohort, *, by: Actor, now: datetime) -> str:
    """Frozen, published, and as its sections draw it."""
    given = replace(context(dataset(scales=(STRAIN, HOPE))), plan=PLAN, themes=(TIME,), contact="m@example.org")
    drawn = [section for part in (heard, will_do) if (section := part.PART.draw(given, Numbering())) is not None]
    file = ReportFile(
        cohort_id=cohort.id,
        content_hash="summary",
        data_hash="0",
        title="What you said, what we will do",
        html=draw_body(drawn, given),
        pdf=b"%PDF-1.7",
        csv=b"a",
    )
    session.add(file)
    session.flush()
    made = Edition(cohort=cohort, locale="en", outline=Outline.PARTICIPANTS, sections=["heard", "will-do"])
    made.created_by = made.frozen_by = by.name
    made.status, made.frozen_file_id = EditionStatus.FROZEN, file.id
    made.created_at = made.frozen_at = made.published_at = now
    made.themes = [EditionTheme(position=0, name=TIME.name, summary=TIME.summary)]
    session.add(made)
    session.flush()
    return made.public_id


def themes_on_stage(session: Session, cohort: Cohort) -> Mapping[str, str]:
    """A survey with comments, and a theme with most of them in the edition that is drawn."""
    wave = closed_wave_of(session, [{}] * 14, cohort=cohort, comments={"comment": REMARKS})
    wave.comment_floor = 5
    session.flush()
    editions = session.scalars(select(Edition).where(Edition.cohort_id == cohort.id)).all()
    edition = next(one for one in editions if "recommendations" in one.sections)
    comments = comments_of(session, commented_waves(session, cohort))
    theme = EditionTheme(position=0, name=TIME.name, summary=TIME.summary, quote="Three attempts for one meeting.")
    theme.comments = [comment.id for comment in comments[:12]]
    edition.themes = [theme]
    session.flush()
    return {"theme": theme.public_id}
