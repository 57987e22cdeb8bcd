"""A mentor with more mentees than places."""

from sqlalchemy import func, select

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.monitoring.kinds import ActionKind, Cause, Message, People, Person, Scope, kinds, name_of
from mentorship_app.programs.models import Enrollment

KIND = "mentor_over"


def find(scope: Scope) -> list[Cause]:
    taken = (
        running_pairs(scope.cohort)
        .order_by(None)
        .with_only_columns(
            Pairing.mentor_id, func.count().label("mentees"), func.max(Pairing.started_on).label("since")
        )
        .group_by(Pairing.mentor_id)
        .subquery()
    )
    rows = scope.session.execute(
        select(Enrollment.id, Enrollment.public_id, Enrollment.capacity, taken.c.mentees, taken.c.since)
        .join(taken, taken.c.mentor_id == Enrollment.id)
        .where(taken.c.mentees > Enrollment.capacity)
        .order_by(Enrollment.public_id)
    )
    return [
        Cause(
            KIND,
            public_id,
            fingerprint=f"{mentees} {capacity}",
            since=since,
            people=(person,),
            readers=(person,),
            values={"mentees": mentees, "places": capacity},
        )
        for person, public_id, capacity, mentees, since in rows
        if person not in scope.own_ids
    ]


def _values(cause: Cause, people: People, _locale: str) -> dict[str, object]:
    return {"name": name_of(people, cause.people[0]), **cause.values}


def _for_reader(cause: Cause, _reader: Person, people: People, locale: str) -> dict[str, object]:
    return _values(cause, people, locale)


kinds.add(
    KIND,
    ActionKind(
        icon="people",
        find=find,
        name=N_("Mentors with more mentees than places"),
        title=N_("%(name)s has more mentees than places"),
        reason=N_("Mentees: %(mentees)s. Places offered: %(places)s. Ask whether that is all right."),
        many=(N_("%(num)s mentor has more mentees than places"), "%(num)s mentors have more mentees than places"),
        many_reason=N_("Ask them whether that is all right, or find another mentor for one of the mentees."),
        values=_values,
        message=Message(
            subject=N_("Your mentees, and your time"),
            text=N_(
                "You offered %(places)s places and have %(mentees)s mentees now. Is that all right for you? If it is "
                "too much, tell me, and I look for another mentor for one of them together with you."
            ),
            path=lambda _cause: "/pair",
            values=_for_reader,
        ),
    ),
)
