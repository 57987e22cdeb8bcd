"""``/p/<program>/reports/e/<edition>/words/<section>``: people's own words beside the numbers of a section."""

from dataclasses import dataclass

from flask import Response, flash, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.reports.editions.drawn_parts import drawn_html, split_parts
from mentorship_app.reports.editions.queries import line_of_edition
from mentorship_app.reports.editions.texts import LONGEST, save_words, words_of
from mentorship_app.reports.outline import PARTS, parts_of
from mentorship_app.reports.section import Part, TextPlace
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.reports.editions import address, bp
from mentorship_app.web.coordinator.reports.forms import VersionForm
from mentorship_app.web.coordinator.reports.here import EditionHere, edition_here, orm, writes_edition
from mentorship_app.web.coordinator.reports.words import edition_name
from mentorship_app.web.errors import message_of
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.versioned_form import Difference


@dataclass(frozen=True)
class WordsHere:
    """One section of an edition."""

    edition_here: EditionHere
    part: Part


@dataclass(frozen=True)
class Box:
    """A text area: its place, what stands in it, what is wrong with it."""

    place: TextPlace
    text: str
    error: str = ""

    @property
    def id(self) -> str:
        """Fit for a control, a link to it and a label."""
        return self.place.key.replace(".", "-")


def words_here(program_slug: str, edition_id: str, section_key: str) -> WordsHere:
    """The section of the address; raises NotFound where people cannot write into it."""
    here = edition_here(program_slug, edition_id)
    if section_key not in PARTS or not PARTS[section_key].places:
        raise NotFound(N_("There is no such section."))
    return WordsHere(here, PARTS[section_key])


def writes_words(actor: object, here: WordsHere) -> bool:
    """Coordinators of the program."""
    return writes_edition(actor, here.edition_here)  # type: ignore[arg-type]  # the guard gives an Actor


@bp.get("/e/<edition_id>/words/<section_key>")
@requires(writes_words, load=words_here)
def words(here: WordsHere) -> Response:
    """The section as it was last drawn, beside what people write into it."""
    written = words_of(here.edition_here.edition, here.part)
    boxes = [Box(place, written[place.key]) for place in here.part.places]
    return _page(here, boxes, VersionForm.of(here.edition_here.edition))


def _page(
    here: WordsHere,
    boxes: list[Box],
    form: VersionForm,
    *,
    problem: str = "",
    theirs: list[Difference] | None = None,
    status: int = 200,
) -> Response:
    edition = here.edition_here.edition
    drawn = split_parts(drawn_html(orm(), line_of_edition(orm(), edition)))
    # Our own templates wrote this markup and escaped what people had typed, when the report was built.
    section = Markup(drawn.get(here.part.key, ""))  # noqa: S704
    return page(
        "coordinator/reports/words.html",
        status,
        edition=edition,
        name=edition_name(edition),
        part=here.part,
        boxes=boxes,
        form=form,
        problem=problem,
        problems=[{"message": box.error, "target": box.id} for box in boxes if box.error],
        theirs=theirs or [],
        section=section,
        limit=LONGEST,
        following=_following(here),
        edition_url=address(edition, here.edition_here.program.slug),
    )


def _following(here: WordsHere) -> Part | None:
    """The next chosen section into which people can write."""
    keys = [part.key for part in parts_of(here.edition_here.edition.sections) if part.places]
    if here.part.key not in keys[:-1]:
        return None
    return PARTS[keys[keys.index(here.part.key) + 1]]


@bp.post("/e/<edition_id>/words/<section_key>")
@requires(writes_words, load=words_here)
def save_words_of(here: WordsHere) -> Response | BaseResponse:
    """Keep what was written; the second of two who wrote at once sees both texts."""
    edition, form = here.edition_here.edition, VersionForm.of(here.edition_here.edition)
    typed = {place.key: request.form[place.key] for place in here.part.places if place.key in request.form}
    before = words_of(edition, here.part)
    boxes = [Box(place, typed.get(place.key, before[place.key])) for place in here.part.places]
    try:
        save_words(orm(), edition, here.part, typed, version=form.read_version, by=current_actor(), now=clock.now())
    except FieldError as error:
        boxes = [Box(box.place, box.text, message_of(error) if box.place.key == error.field else "") for box in boxes]
        return _page(here, boxes, form, status=422)
    except Conflict as conflict:
        form.renew(edition.version)
        now_says = words_of(edition, here.part)
        theirs = [
            Difference(_(box.place.label), now_says[box.place.key], box.text)
            for box in boxes
            if now_says[box.place.key] != box.text
        ]
        return _page(here, boxes, form, problem=message_of(conflict), theirs=theirs, status=409)
    except InvalidTransition as error:
        return _page(here, boxes, form, problem=message_of(error), status=409)
    flash(_("Saved."), "success")
    if "next" in request.form and (following := _following(here)) is not None:
        slug, edition_id = here.edition_here.program.slug, edition.public_id
        return see_other(url_for(".words", program_slug=slug, edition_id=edition_id, section_key=following.key))
    return see_other(address(edition, here.edition_here.program.slug))
