"""A mentee who has no mentor although the year is on its way."""

from sqlalchemy import func, select

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.queries import unpaired_mentees
from mentorship_app.monitoring.kinds import ActionKind, Cause, Message, People, Person, Scope, kinds, name_of
from mentorship_app.programs.models import Enrollment

KIND = "without_mentor"


def find(scope: Scope) -> list[Cause]:
    if not scope.is_active:
        return []
    ended = select(func.max(Pairing.ended_on)).where(Pairing.mentee_id == Enrollment.id).scalar_subquery()
    rows = scope.session.execute(
        unpaired_mentees(scope.cohort).with_only_columns(
            Enrollment.id, Enrollment.public_id, Enrollment.created_at, ended.label("ended_on")
        )
    )
    return [
        Cause(
            KIND,
            row.public_id,
            fingerprint=str(row.ended_on),
            since=row.ended_on or row.created_at.date(),
            people=(row.id,),
            readers=(row.id,),
        )
        for row in rows
        if row.id not in scope.own_ids
    ]


def _values(cause: Cause, people: People, _locale: str) -> dict[str, object]:
    return {"name": name_of(people, cause.people[0])}


def _for_reader(_cause: Cause, _reader: Person, _people: People, _locale: str) -> dict[str, object]:
    return {"nothing": ""}


kinds.add(
    KIND,
    ActionKind(
        icon="pair",
        find=find,
        name=N_("Mentees without a mentor"),
        title=N_("%(name)s has no mentor"),
        reason=N_("Find somebody with a free place. Until then, a word that they are not forgotten helps."),
        many=(N_("%(num)s mentee has no mentor"), "%(num)s mentees have no mentor"),
        many_reason=N_("Pair them; both are told, and you can take the mail back for ten minutes."),
        values=_values,
        message=Message(
            subject=N_("We are looking for your mentor"),
            text=N_(
                "You have no mentor at the moment, and you are not forgotten: I am looking for somebody who suits you. "
                "If there is something that I should know about what you hope for, write to me."
            ),
            path=lambda _cause: "/pair",
            values=_for_reader,
        ),
    ),
)
