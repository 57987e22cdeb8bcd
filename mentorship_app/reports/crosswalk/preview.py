"""What a report would show for each requirement now: for the page where the crosswalk is written. It only reads."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.mentoring.queries import count_mentees, count_unpaired
from mentorship_app.programs import Cohort
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.crosswalk.evidence import Shown, evidence_of
from mentorship_app.reports.crosswalk.grounds import grounds_of
from mentorship_app.reports.crosswalk.models import Requirement
from mentorship_app.reports.crosswalk.queries import line_of, requirements_in
from mentorship_app.reports.reach import reach_of
from mentorship_app.reports.recommendations.queries import plan_of
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import list_datasets, published
from mentorship_app.surveys.linking import published_outcomes


@dataclass(frozen=True)
class Standing:
    """A requirement with the evidence there is for it."""

    requirement: Requirement
    evidence: tuple[Shown, ...]

    @property
    def is_unread(self) -> bool:
        """Whether nobody has entered its text yet, so that its number is unchecked too."""
        return not self.requirement.text

    @property
    def lacking(self) -> tuple[str, ...]:
        """Names of the evidence that has nothing to show."""
        return tuple(shown.title for shown in self.evidence if not shown.evidence.is_there)

    @property
    def is_unanswered(self) -> bool:
        """Whether neither a result nor a document answers it."""
        return not self.requirement.link and len(self.lacking) == len(self.evidence)

    @property
    def has_gap(self) -> bool:
        """Whether there is still something to do about it."""
        return bool(self.requirement.gap or self.lacking) or self.is_unread or self.is_unanswered


def standings(session: Session, cohort: Cohort, locale: str, *, now: datetime) -> list[Standing]:
    """The requirements of the cohort's program with what was released so far; writes nothing."""
    requirements = requirements_in(session, cohort.program)
    if not requirements:
        return []
    context = shown_so_far(session, cohort, locale, now=now)
    keys = {key for requirement in requirements for key in requirement.evidence}
    found = {shown.key: shown for shown in evidence_of(tuple(keys), context)}
    return [
        Standing(requirement, tuple(shown for key, shown in found.items() if key in requirement.evidence))
        for requirement in requirements
    ]


def shown_so_far(session: Session, cohort: Cohort, locale: str, *, now: datetime) -> ReportContext:
    """What evidence looks at, from numbers that were released before."""
    program, mentees = cohort.program, count_mentees(session, cohort)
    datasets = (published(session, ref) for ref in list_datasets(session, cohort))
    return ReportContext(
        words=Words(locale),
        program=program.name,
        organization=program.organization,
        cohort=cohort.name,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        mentees=mentees,
        mentors=0,
        mentees_paired=mentees - count_unpaired(session, cohort),
        mentors_paired=0,
        today=clock.local_date(now, program.timezone),
        datasets=tuple(dataset for dataset in datasets if dataset is not None),
        outcomes=published_outcomes(session, cohort),
        reach=reach_of(session, cohort, now=now),
        plan=plan_of(session, cohort),
        requirements=tuple(line_of(requirement) for requirement in requirements_in(session, program)),
        grounds=grounds_of(session, cohort),
    )
