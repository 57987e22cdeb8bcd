"""The training of one person with everything they wrote and rated, for that person to take away."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import select

from mentorship_app.programs import Enrollment
from mentorship_app.training.catalogue import modules_for
from mentorship_app.training.definition import Module
from mentorship_app.training.models import TrainingProgress, TrainingReflection
from mentorship_app.training.sealed import ratings_of, reflection_of
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring, unless_destroyed


def training_record(mine: Enrollment, locale: str) -> dict[str, Any]:
    """Modules begun and completed, answers, reflections, own ratings from 0 to 4. Raises SealBroken.

    Of what was sealed nothing is left once the program has ended.
    """
    known = {module.key: module for module in modules_for(db.session(), mine.cohort.program)}
    places = db.session.scalars(
        select(TrainingProgress)
        .where(TrainingProgress.enrollment_id == mine.id)
        .order_by(TrainingProgress.created_at, TrainingProgress.module_key)
    )
    ratings = unless_destroyed(lambda: ratings_of(db.session(), keyring(), mine))
    written = select(TrainingReflection.module_key).where(TrainingReflection.enrollment_id == mine.id)
    return {
        "modules": [_place(place, known, locale) for place in places],
        "reflections": [
            {
                "module": _title(known, key, locale),
                "text": unless_destroyed(partial(reflection_of, db.session(), keyring(), mine, key)),
            }
            for key in db.session.scalars(written.order_by(TrainingReflection.module_key))
        ],
        "own_ratings_of_4": {moment.value: dict(given) for moment, given in (ratings or {}).items()},
    }


def _title(known: Mapping[str, Module], key: str, locale: str) -> str:
    """The title; the bare key of a module that the program no longer has."""
    return known[key].title.in_(locale) if key in known else key


def _place(place: TrainingProgress, known: Mapping[str, Module], locale: str) -> dict[str, Any]:
    return {
        "module": _title(known, place.module_key, locale),
        "begun_on": place.created_at.date().isoformat(),
        "completed_on": place.completed_at.date().isoformat() if place.completed_at else None,
        "minutes": place.minutes,
        "kept_as": dict(place.answers),
    }
