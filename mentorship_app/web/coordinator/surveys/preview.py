"""A check-in as people meet it on a phone, page by page, in either language. Nothing that is typed here is sent."""

from dataclasses import dataclass

from flask import Response, render_template, request, url_for
from flask_babel import force_locale
from jinja2_fragments.flask import render_block
from markupsafe import Markup
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, NotFound
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.questions.presentation import field_view
from mentorship_app.questions.questionnaire import Question
from mentorship_app.surveys.building import is_worded
from mentorship_app.surveys.contents import Contents, contents_of
from mentorship_app.surveys.questionnaire import Part, parts
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.place import NOT_HERE, coordinates
from mentorship_app.web.coordinator.surveys.here import WaveHere, wave_here
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.participant.surveys.finished import dates_of
from mentorship_app.web.participant.surveys.first_page import first_page

START, DONE = "start", "done"
UNWORDED = N_("The wording of a measure is missing, so there is nothing to look at yet. Bind it, or take it out.")


def _db() -> Session:
    return db.session()


@dataclass(frozen=True)
class Leaf:
    """One page to look at: its name in the address, and what it is called."""

    name: str
    title: str


@bp.get("/<public_id>/preview")
@requires(coordinates, load=wave_here)
def show_questions(here: WaveHere) -> Response:
    """The page that the address names, the first one otherwise, in a frame of a phone's width."""
    contents = contents_of(_db(), here.wave)
    if not is_worded(contents):
        raise Conflict(UNWORDED)
    pages = parts(contents) if contents.blocks or contents.has_comment else ()
    leaves = [Leaf(START, _("First page")), *(_leaf(part) for part in pages), Leaf(DONE, _("Thanks"))]
    names = [leaf.name for leaf in leaves]
    chosen = request.args.get("page", START)
    if chosen not in names:
        raise NotFound(NOT_HERE)
    language = request.args.get("language", "")
    language = language if language in LOCALES else current_locale()
    following = names[names.index(chosen) + 1] if chosen != DONE else ""
    with force_locale(language):
        phone = _phone(here, contents, chosen, _preview_url(here, following, language) if following else "")
    return page(
        "coordinator/surveys/preview.html",
        wave=here.wave,
        leaves=leaves,
        chosen=chosen,
        phone=Markup(phone),  # noqa: S704  rendered just above, with everything in it escaped
        language=language,
        languages=LOCALES,
        preview_url=lambda name, key: _preview_url(here, name, key),
    )


def _leaf(part: Part) -> Leaf:
    return Leaf(str(part.number), part.section.title.in_(current_locale()))


def _preview_url(here: WaveHere, name: str, language: str) -> str:
    return url_for(
        "coordinator.surveys.show_questions",
        program_slug=here.program.slug,
        public_id=here.wave.public_id,
        page=name,
        language=language,
    )


def _phone(here: WaveHere, contents: Contents, chosen: str, next_url: str) -> str:
    """What stands in the frame, in the language in force."""
    if chosen == START:
        return _start(here, contents, next_url)
    if chosen == DONE:
        return render_template("coordinator/surveys/phone_done.html", wave=here.wave, **dates_of(here.wave))
    part, locale = parts(contents)[int(chosen) - 1], current_locale()
    questions = part.section.questions
    return render_template(
        "coordinator/surveys/phone_part.html",
        wave=here.wave,
        part=part,
        title=part.section.title.in_(locale),
        lead=part.section.intro.in_(locale) if part.section.intro else "",
        fields=[
            (
                field_view(question, locale, position=(number, len(questions)) if part.counts_questions else None),
                _condition(question, contents, locale),
            )
            for number, question in enumerate(questions, start=1)
        ],
        next_url=next_url,
    )


def _start(here: WaveHere, contents: Contents, next_url: str) -> str:
    """The page on which people decide, as the player draws it."""
    return render_block(
        "participant/surveys/start.html",
        "content",
        minutes_left=1,
        has_begun=False,
        # A person's own code for paper is for that person alone.
        on_paper=lambda _wave: None,
        is_trial=False,
        next_url=next_url,
        **first_page(here.wave, contents),
    )


def _condition(question: Question, contents: Contents, locale: str) -> str:
    """On which earlier question this one depends; empty where it is always asked."""
    if question.show_if is None:
        return ""
    other = next((one for one in contents.own_questions if one.id == question.show_if.question), None)
    return _("Shown only after certain answers to “%(question)s”", question=other.text.in_(locale)) if other else ""
