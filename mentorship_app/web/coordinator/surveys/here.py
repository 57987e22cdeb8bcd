"""Which wave or import of this cohort a staff page is about."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from mentorship_app.core.errors import Conflict, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.surveys import Wave
from mentorship_app.surveys.models import ScoreImport
from mentorship_app.web.coordinator.place import NOT_HERE, Place, place
from mentorship_app.web.coordinator.surveys.forms import ConfirmForm
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class WaveHere(Place):
    """A wave of the cohort that staff look at."""

    wave: Wave


@dataclass(frozen=True)
class ImportHere(Place):
    """An import of the cohort that staff look at."""

    imported: ScoreImport


def wave_here(program_slug: str, public_id: str) -> WaveHere:
    """The wave of the address, if it belongs to this cohort; raises NotFound otherwise."""
    here = place(program_slug)
    wave = db.session.scalar(select(Wave).where(Wave.public_id == public_id, Wave.cohort_id == here.cohort.id))
    if wave is None:
        raise NotFound(NOT_HERE)
    return WaveHere(here.program, here.cohort, wave)


def import_here(program_slug: str, public_id: str) -> ImportHere:
    """The import of the address, if it belongs to this cohort; raises NotFound otherwise."""
    here = place(program_slug)
    imported = db.session.scalar(
        select(ScoreImport).where(ScoreImport.public_id == public_id, ScoreImport.cohort_id == here.cohort.id)
    )
    if imported is None:
        raise NotFound(NOT_HERE)
    return ImportHere(here.program, here.cohort, imported)


STALE = N_("Somebody else changed this check-in in the meantime. Look at it again before you go on.")


def check_version(wave: Wave) -> None:
    """Raises Conflict when the form was drawn from an older state."""
    form = ConfirmForm()
    if form.version.data != wave.version:
        raise Conflict(STALE)


def wave_url(here: Place, wave: Wave) -> str:
    """The wave's own page."""
    return url_for("coordinator.surveys.show", program_slug=here.program.slug, public_id=wave.public_id)
