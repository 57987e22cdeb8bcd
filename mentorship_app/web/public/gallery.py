"""Every component on a few pages, with errors, long French words and a thousand rows. Development mode only."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request
from flask_sqlalchemy.pagination import Pagination
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length

from mentorship_app.charts import ChartWidth, IntervalRow, interval_dots, scale_axis
from mentorship_app.questions.answers import ParsedAnswers, parse_section
from mentorship_app.questions.loading import load_questionnaire
from mentorship_app.questions.presentation import problems, section_fields
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.components import NavEntry
from mentorship_app.web.htmx import page, page_or_block
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.questionnaires import MOVE, moved_question, pressed

bp = Blueprint("gallery", __name__, url_prefix="/gallery")

QUESTIONS = Path(__file__).with_name("gallery_questions.yaml")
ROWS = 1000
FIRST_NAMES = ("Wren", "Caspian", "Zélie", "Tobias", "Leif", "Amina", "Mireille", "Juniper", "Odalys", "Basile")
LAST_NAMES = ("Ito", "Rook", "Montbrume", "Windermoor", "Oakenshaw", "Starling-Roy", "Sablon", "Vale", "Fennimore")
TOPICS = ("Career choices", "Research", "Teaching", "Rural practice", "Parentalité pendant la formation", "Burnout")
LONG_FRENCH = (
    "Indiquez combien de résidents et résidentes vous pouvez accompagner pendant l’année de formation universitaire"
)


class SampleForm(FlaskForm):
    """One field of each type; sent empty, it shows every error state."""

    name = StringField("Name", [InputRequired("Write your name")])
    email = EmailField("E-mail address", [InputRequired("Write your e-mail address"), Email("Write a full address")])
    password = PasswordField("Password", [InputRequired("Write your password")])
    code = StringField("Code from your app", [InputRequired("Write the six digits")])
    hours = DecimalField("Hours you can give each month", [InputRequired("Write how many hours, for example 1.5")])
    day = DateField("First day of the cohort", [InputRequired("Choose a day")])
    level = SelectField("Training level", choices={"1": "PGY-1", "2": "PGY-2", "3": "Fellow"})
    capacity = RadioField(
        LONG_FRENCH,
        [InputRequired("Choisissez une réponse")],
        choices={"1": "Une personne", "2": "Deux personnes", "0": "Aucune cette année, mais demandez-moi plus tard"},
    )
    languages = SelectMultipleField("Languages", choices={"en": "English", "fr": "Français"})
    topics = SelectMultipleField("Topics", [InputRequired("Choose a topic")], choices=list(TOPICS))
    words = TextAreaField("What do you wish a mentor had told you?", [Length(max=200, message="Use 200 characters")])
    roster = FileField("Roster (CSV or XLSX)")
    agree = BooleanField("I have read who sees my answers", [InputRequired("Tick the box to go on")])


@dataclass(frozen=True)
class SampleMail:
    """What mail_preview needs."""

    subject: str
    body: str


class SamplePages(Pagination):
    """A thousand invented people, paged as a real list is."""

    def _query_items(self) -> list[Any]:
        start = self._query_offset
        return [_person(number) for number in range(start, min(start + self.per_page, ROWS))]

    def _query_count(self) -> int:
        return ROWS


def _person(number: int) -> str:
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]} {number + 1}"


def _navigation(current: str) -> list[NavEntry]:
    entries = [
        NavEntry("Today", "/gallery/desk", "today", count=4, count_label="to do"),
        NavEntry("People", "/gallery/desk?page=2", "people"),
        NavEntry("Candidatures", "/gallery", "document"),
        NavEntry("Pairs", "/gallery", "pair"),
        NavEntry("Surveys", "/gallery", "survey"),
        NavEntry("Reports", "/gallery", "chart"),
        NavEntry("Outbox", "/gallery", "mail", count=3, count_label="held", gap=True),
        NavEntry("Settings", "/gallery", "settings"),
    ]
    return [NavEntry(**{**vars(entry), "current": entry.label == current}) for entry in entries]


def _tabs() -> list[NavEntry]:
    return [
        NavEntry("Home", "/gallery", "home", current=True),
        NavEntry("Pair", "/gallery/desk", "pair"),
        NavEntry("Me", "/gallery", "person"),
    ]


def _chart(width: ChartWidth) -> str:
    rows = [
        IntervalRow("Everyone", 16.9, 16.5, 17.2, "n = 886", total=True),
        IntervalRow("PGY-1", 17.6, 16.9, 18.3, "n = 245"),
        IntervalRow("Programme de médecine interne générale, troisième année", 15.1, 14.1, 16.1, "n = 113"),
        IntervalRow("Fellows", withheld="Not shown: fewer than 5 answered"),
    ]
    return interval_dots(
        rows,
        title="First-year residents report the most exhaustion",
        axis=scale_axis(5, 30),
        axis_label="Exhaustion, 5 to 30",
        id_prefix=f"sample-{width.value}",
        reference_label="Everyone",
        width=width,
    )


def _samples() -> dict[str, Any]:
    return {
        "theme": request.args.get("theme"),
        "day": date(2026, 11, 24),
        "mail": SampleMail(
            "Your next mentoring meeting", "Hello Wren,\n\nYou last met on 30 September.\n\nBest wishes"
        ),
        "long_french": LONG_FRENCH,
        "demo": True,
        "demo_wipe_url": "/gallery",
        "mail_off": True,
        "outbox_url": "/gallery",
    }


@bp.route("", methods=["GET", "POST"])
@requires(anyone)
def narrow() -> Response:
    """The column of participants: forms and cards."""
    form = SampleForm()
    status = 422 if request.method == "POST" and not form.validate() else 200
    return page_or_block("gallery/narrow.html", "form", status, form=form, nav=_tabs(), **_samples())


@bp.route("/questions", methods=["GET", "POST"])
@requires(anyone)
def questions() -> Response:
    """Every type of question, on the screen and on paper. Nothing is kept."""
    section = load_questionnaire(QUESTIONS).sections[0]
    parsed: ParsedAnswers | None = None
    if request.method == "POST":
        parsed = parse_section(section, request.form)
        if pressed() == MOVE:
            parsed = parsed.unjudged
            moved = moved_question(section, parsed, {}, action=request.path, saved_id=None)
            if moved is not None:
                return moved
    fields = section_fields(section, current_locale(), answers={}, parsed=parsed)
    return page(
        "gallery/questions.html",
        422 if parsed and parsed.errors else 200,
        fields=fields,
        blank=section_fields(section, current_locale(), answers={}, numbered=True),
        problems=problems(fields),
        action=request.path,
        nav=_tabs(),
        **_samples(),
    )


@bp.get("/desk")
@requires(anyone)
def desk() -> Response:
    """The desk of coordinators: tables, numbers, actions."""
    pages = SamplePages(page=request.args.get("page", 1, type=int), per_page=25)
    order = {"key": request.args.get("sort", "name"), "descending": request.args.get("direction") == "down"}
    charts = {"wide": _chart(ChartWidth.WIDE), "narrow": _chart(ChartWidth.NARROW)}
    return page("gallery/desk.html", pages=pages, order=order, nav=_navigation("Today"), charts=charts, **_samples())
