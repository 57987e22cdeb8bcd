"""How many people answered each version of a form, and how many are writing. Numbers only, of no one in particular."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from mentorship_app.forms import FormVersion
from mentorship_app.intake import Profile
from mentorship_app.programs import Program
from mentorship_app.recruitment import MentorApplication
from mentorship_app.web.extensions import db

ANSWERED_BY_NAME: Mapping[str, type[MentorApplication | Profile]] = {
    "mentor_application": MentorApplication,
    "mentee_intake": Profile,
}
"""The forms whose answers the coordinator reads, and where they are kept."""


@dataclass(frozen=True)
class Answered:
    """Of one version, over all cohorts."""

    sent: int = 0
    writing: int = 0


def counts(program: Program, keys: Iterable[str]) -> Mapping[UUID, Answered]:
    """By id of the version; versions that nobody began are absent. One query for each kind of answers."""
    found: dict[UUID, Answered] = {}
    for key in keys:
        kept = ANSWERED_BY_NAME.get(key)
        if kept is None:
            continue
        rows = db.session.execute(
            select(kept.form_version_id, func.count(kept.id), func.count(kept.submitted_at))
            .join(FormVersion, FormVersion.id == kept.form_version_id)
            .where(FormVersion.program_id == program.id)
            .group_by(kept.form_version_id)
        )
        found.update({version_id: Answered(sent, everybody - sent) for version_id, everybody, sent in rows})
    return found
