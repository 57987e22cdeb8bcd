"""How many places of a mentor are taken, asked of the features above that take them."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.errors import AppError, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.registry import Registry
from mentorship_app.programs.models import Enrollment

Load = Callable[[Session, Collection[UUID]], Mapping[UUID, int]]
loads: Registry[Load] = Registry("load of mentors")
"""Functions that count, for enrollment ids of mentors, the places taken; who has none taken is left out."""

HindranceToReturn = Callable[[Session, Enrollment], AppError | None]
hindrances_to_return: Registry[HindranceToReturn] = Registry("hindrance to a return")
"""Functions that say why somebody who left cannot simply be taken back; None when nothing is in the way."""


def taken_of(session: Session, mentor_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many places of each mentor are taken; one query for each feature that takes places."""
    taken: dict[UUID, int] = {}
    for _name, load in loads.items():
        for mentor_id, number in load(session, mentor_ids).items():
            taken[mentor_id] = taken.get(mentor_id, 0) + number
    return taken


def require_places_for_load(session: Session, mentor: Enrollment, capacity: int) -> None:
    """Raises FieldError("capacity") when a mentor would keep fewer places than they have mentees."""
    taken = taken_of(session, [mentor.id]).get(mentor.id, 0)
    if capacity < taken:
        raise FieldError(
            "capacity",
            N_("%(taken)s places are taken now. Keep at least that many, or have a pair ended first."),
            taken=taken,
        )


def hindrance_to_return(session: Session, enrollment: Enrollment) -> AppError | None:
    """The first reason why this person cannot simply come back; None when there is none."""
    found = (hindrance(session, enrollment) for _name, hindrance in hindrances_to_return.items())
    return next((reason for reason in found if reason is not None), None)


def require_room_to_return(session: Session, enrollment: Enrollment) -> None:
    """Raises what :func:`hindrance_to_return` says."""
    if (reason := hindrance_to_return(session, enrollment)) is not None:
        raise reason
