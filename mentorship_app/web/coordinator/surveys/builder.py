"""What a planned check-in asks: a list with buttons beside it. Without a script each press loads the page anew."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from jinja2_fragments.flask import render_block
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.binding.services import all_in_use, with_wording
from mentorship_app.instruments.licences import obstacles_among, standings_of
from mentorship_app.surveys import building
from mentorship_app.surveys.audience import roster_of
from mentorship_app.surveys.building import form_key, is_worded, length_of, name_of, newest, own_sections
from mentorship_app.surveys.comparing import earlier_waves
from mentorship_app.surveys.contents import Contents
from mentorship_app.surveys.enums import WaveKind
from mentorship_app.surveys.planning import require_draft
from mentorship_app.surveys.questionnaire import minutes_of
from mentorship_app.surveys.usual import MOST_ITEMS, MOST_MINUTES, usual_measures
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.coordinator.surveys.here import WaveHere, wave_here
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.coordinator.surveys.wave_page import asked_blocks, contents_or_none
from mentorship_app.web.errors import STATUS, message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.versioned_form import NEVER

BUILDER = "coordinator/surveys/build.html"
_NOTHING = Contents(())


def _db() -> Session:
    return db.session()


@bp.get("/<public_id>/build")
@requires(coordinates, load=wave_here)
def build(here: WaveHere) -> Response:
    require_draft(here.wave)
    return _builder(here)


@bp.post("/<public_id>/build")
@requires(coordinates, load=wave_here)
def rebuild(here: WaveHere) -> Response | BaseResponse:
    """One press of a button: add, take out, move, bring up to date, or ask the same as an earlier check-in."""
    verb = _VERBS.get(request.form.get("do", ""))
    if verb is None:
        return _builder(here, 422, _("Press one of the buttons of this page."))
    try:
        done = verb(here, request.form.get("what", ""))
    except AppError as error:
        if isinstance(error, Conflict):
            _db().refresh(here.wave)
        return _builder(here, STATUS[type(error)], message_of(error))
    if is_fragment_request():
        return _builder(here, done=done)
    return see_other(url_for(".build", program_slug=here.program.slug, public_id=here.wave.public_id, _anchor="asked"))


def _settled() -> dict[str, Any]:
    typed = request.form.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else NEVER
    return {"version": version, "by": current_actor(), "now": clock.now()}


def _add(here: WaveHere, what: str) -> str:
    building.add_measure(_db(), here.wave, what, **_settled())
    return _("Added. It is asked after the others; you can move it.")


def _section(here: WaveHere, what: str) -> str:
    building.add_section(_db(), here.wave, what, **_settled())
    return _("Added. It is asked after the others; you can move it.")


def _remove(here: WaveHere, what: str) -> str:
    building.remove_block(_db(), here.wave, what, **_settled())
    return _("Taken out.")


def _move(direction: str) -> Callable[[WaveHere, str], str]:
    def move(here: WaveHere, what: str) -> str:
        building.move_block(_db(), here.wave, what, direction, **_settled())
        return _("Moved.")

    return move


def _renew(here: WaveHere, what: str) -> str:
    building.renew_block(_db(), here.wave, what, **_settled())
    return _("It asks the new version now.")


def _same(here: WaveHere, what: str) -> str:
    earlier = next((wave for wave in earlier_waves(_db(), here.wave) if wave.public_id == what), None)
    if earlier is None:
        raise FieldError("what", _("Choose one of the earlier check-ins."))
    building.take_over(_db(), here.wave, earlier, **_settled())
    return _("It asks the same now, in the same words and order.")


_VERBS: Mapping[str, Callable[[WaveHere, str], str]] = {
    "add": _add,
    "section": _section,
    "remove": _remove,
    "up": _move(building.UP),
    "down": _move(building.DOWN),
    "renew": _renew,
    "same": _same,
}


def _builder(here: WaveHere, status: int = 200, problem: str = "", done: str = "") -> Response:
    """The page; only what changes in it for htmx."""
    context = _context(here) | {"problem": problem, "done": done}
    text = render_block(BUILDER, "rows", **context) if is_fragment_request() else render_template(BUILDER, **context)
    return make_response(text, status)


def _context(here: WaveHere) -> dict[str, Any]:
    wave, locale = here.wave, current_locale()
    contents = contents_or_none(wave) or _NOTHING
    before = {name_of(block): block for block in contents.blocks}
    return {
        "wave": wave,
        "blocks": asked_blocks(wave, contents),
        "outdated": {name for name, block in newest(_db(), wave, contents).items() if block != before[name]},
        "length": length_of(contents),
        "minutes": minutes_of(contents) if contents.blocks and is_worded(contents) else 0,
        "most_items": MOST_ITEMS,
        "most_minutes": MOST_MINUTES,
        "measures": [entry for entry in _offered(here) if entry["key"] not in before],
        "sections": [
            (section.id, section.title.in_(locale), len(section.questions))
            for section in own_sections(_db(), wave)
            if f"section:{section.id}" not in before
        ],
        "form_key": form_key(wave),
        "earlier": [(other.public_id, other.title.in_(locale)) for other in reversed(earlier_waves(_db(), wave))],
        "action": url_for(".rebuild", program_slug=here.program.slug, public_id=wave.public_id),
    }


def _offered(here: WaveHere) -> list[dict[str, Any]]:
    """Every measure, ours first; with what those lack that cannot be asked."""
    today = clock.local_date(clock.now(), here.program.timezone)
    people = len(roster_of(_db(), here.wave))
    bound, licences = all_in_use(_db(), here.program), standings_of(_db(), here.program)
    found = []
    for known in catalogue.instruments():
        instrument, _wording = with_wording(known, bound.get((known.key, known.version)))
        problems = obstacles_among(
            licences.get(known.key, ()), instrument, people=people, today=today, until=here.wave.closes_on
        )
        found.append(
            {
                "key": known.key,
                "title": known.title.in_(current_locale()),
                "items": len(known.items),
                "is_ours": known.scoring is None,
                "is_for_others": known.key in _of_side(not here.wave.asks_mentors) - _of_side(here.wave.asks_mentors),
                "can_be_asked": instrument.can_be_asked,
                "problems": [message_of(problem) for problem in problems],
            }
        )
    return sorted(found, key=lambda entry: (not entry["is_ours"], entry["is_for_others"], entry["title"]))


def _of_side(mentors: bool) -> set[str]:
    """Measures that mentors, or mentees, are usually asked."""
    return {key for kind in WaveKind for key in usual_measures(kind, mentors)}
