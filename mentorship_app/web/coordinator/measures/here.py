"""Which measure, licence or wording file a staff page is about."""

from dataclasses import dataclass

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.binding.uploads import WordingUpload, find_upload
from mentorship_app.instruments.licences import LicenceRecord
from mentorship_app.instruments.licences.services import find_licence
from mentorship_app.web.coordinator.place import NOT_HERE, Place, place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class MeasureHere(Place):
    """A measure of the library, in a program."""

    instrument: Instrument


@dataclass(frozen=True)
class LicenceHere(MeasureHere):
    """A licence that the program holds for it."""

    licence: LicenceRecord


@dataclass(frozen=True)
class UploadHere(MeasureHere):
    """A wording file for it that staff look at."""

    upload: WordingUpload


def measure_here(program_slug: str, measure_key: str) -> MeasureHere:
    """The measure of the address; raises NotFound for one that the app does not know."""
    here = place(program_slug)
    try:
        return MeasureHere(here.program, here.cohort, catalogue.get(measure_key))
    except KeyError:
        raise NotFound(NOT_HERE) from None


def unbundled_here(program_slug: str, measure_key: str) -> MeasureHere:
    """The same, only where the wording does not come with the app; raises NotFound."""
    here = measure_here(program_slug, measure_key)
    if here.instrument.licence.wording_bundled:
        raise NotFound(NOT_HERE)
    return here


def licence_here(program_slug: str, measure_key: str, licence_id: str) -> LicenceHere:
    """The licence of the address; raises NotFound for one of another program or measure."""
    here = measure_here(program_slug, measure_key)
    licence = find_licence(db.session(), here.program, here.instrument, licence_id)
    if licence is None:
        raise NotFound(NOT_HERE)
    return LicenceHere(here.program, here.cohort, here.instrument, licence)


def upload_here(program_slug: str, measure_key: str, upload_id: str) -> UploadHere:
    """The file of the address; raises NotFound for one of another program or measure, and after a day."""
    here = unbundled_here(program_slug, measure_key)
    upload = find_upload(db.session(), here.program, here.instrument, upload_id, now=clock.now())
    if upload is None:
        raise NotFound(NOT_HERE)
    return UploadHere(here.program, here.cohort, here.instrument, upload)
