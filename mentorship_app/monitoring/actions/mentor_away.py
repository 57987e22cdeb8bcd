"""A mentor who is away for two weeks or more, and a mentee of theirs who has no other mentor meanwhile."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from mentorship_app.core.dates import long_day_text
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.monitoring.kinds import ActionKind, Cause, Message, People, Person, Scope, kinds, name_of
from mentorship_app.programs import Enrollment, EnrollmentStatus
from mentorship_app.programs.absences import Absence, AbsenceKind

KIND = "mentor_away"
LONG = timedelta(days=14)


def find(scope: Scope) -> list[Cause]:
    if not scope.is_active:
        return []
    away = scope.session.execute(
        select(Absence.enrollment_id, Enrollment.public_id, Absence.starts_on, Absence.ends_on)
        .join(Enrollment, Enrollment.id == Absence.enrollment_id)
        .where(
            Enrollment.cohort_id == scope.cohort.id,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            Absence.kind == AbsenceKind.AWAY,
            Absence.starts_on <= scope.today,
            Absence.ends_on >= scope.today,
        )
        .order_by(Absence.starts_on, Enrollment.public_id)
    ).all()
    mentors = _mentors_by_mentee(scope) if away else {}
    gone = {row.enrollment_id for row in away}
    return [
        _cause(row.enrollment_id, row.public_id, row.starts_on, row.ends_on, alone)
        for row in away
        if row.ends_on - row.starts_on >= LONG
        and row.enrollment_id not in scope.own_ids
        and (alone := _alone(row.enrollment_id, mentors, gone, scope))
    ]


def _mentors_by_mentee(scope: Scope) -> dict[UUID, set[UUID]]:
    rows = running_pairs(scope.cohort).order_by(None).with_only_columns(Pairing.mentee_id, Pairing.mentor_id)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for mentee, mentor in scope.session.execute(rows):
        found[mentee].add(mentor)
    return found


def _alone(mentor: UUID, mentors: dict[UUID, set[UUID]], gone: set[UUID], scope: Scope) -> tuple[UUID, ...]:
    """Mentees of this mentor all of whose mentors are away."""
    mine = (mentee for mentee, of_mentee in mentors.items() if mentor in of_mentee and of_mentee <= gone)
    return tuple(sorted(mentee for mentee in mine if mentee not in scope.own_ids))


def _cause(mentor: UUID, public_id: str, starts_on: date, ends_on: date, alone: tuple[UUID, ...]) -> Cause:
    return Cause(
        KIND,
        public_id,
        fingerprint=f"{starts_on} {ends_on}",
        since=starts_on,
        people=(mentor, *alone),
        readers=alone,
        values={"until": ends_on},
    )


def _values(cause: Cause, people: People, locale: str) -> dict[str, object]:
    mentor, *alone = cause.people
    return {
        "name": name_of(people, mentor),
        "day": long_day_text(cause.values["until"], locale),  # type: ignore[arg-type]  # a day
        "mentees": ", ".join(name_of(people, mentee) for mentee in alone),
    }


def _for_reader(cause: Cause, _reader: Person, people: People, locale: str) -> dict[str, object]:
    values = _values(cause, people, locale)
    return {"name": values["name"], "day": values["day"]}


kinds.add(
    KIND,
    ActionKind(
        icon="calendar",
        find=find,
        name=N_("Mentors away without a stand-in"),
        title=N_("%(name)s is away, and there is nobody meanwhile"),
        reason=N_("Back after %(day)s. Without another mentor until then: %(mentees)s."),
        many=(
            N_("%(num)s mentor is away, and there is nobody meanwhile"),
            "%(num)s mentors are away, and there is nobody meanwhile",
        ),
        many_reason=N_("Ask their mentees whether they would like somebody to turn to until then."),
        values=_values,
        message=Message(
            subject=N_("While your mentor is away"),
            text=N_(
                "%(name)s is away until %(day)s. Would you like somebody to turn to until then? Tell me, and I look "
                "for another mentor for these weeks. If you would rather wait, there is nothing to do."
            ),
            path=lambda _cause: "/pair",
            values=_for_reader,
        ),
    ),
)
