"""The forms of meetings: written down in four presses, planned in five."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.mentoring.meetings.notes import OwnNote
from mentorship_app.mentoring.meetings.services import Held, Plan
from mentorship_app.mentoring.meetings.wording import USUAL_MINUTES, Choice, Wording
from mentorship_app.web.i18n import _l, current_locale
from mentorship_app.web.versioned_form import VersionedForm

TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
USUAL_LENGTH = 30
HOW_MISSING = _l("Choose how you meet.")
DAY_MISSING = _l("Enter the day on which you met.")


def _minutes_field(label: str) -> RadioField:
    chips = [SelectChoice(str(minutes), str(minutes)) for minutes in USUAL_MINUTES]
    return RadioField(label, choices=chips, validate_choice=False, default=str(USUAL_LENGTH))


class _Lengths(VersionedForm):
    """How long, and how: chips for what is usual, a box for anything else, which counts where it is filled."""

    minutes = _minutes_field(_l("How long, in minutes"))
    other_minutes = IntegerField(_l("Another length"), [Optional()])
    how = RadioField(_l("How"), [InputRequired(HOW_MISSING)], validate_choice=False)

    def offer(self, wording: Wording) -> None:
        """Fill the chips with the words of the program's form."""
        self.how.choices = _chips(wording.hows)

    def choose_usual(self) -> None:
        """Choose what most choose: one press less."""
        self.how.data = str(self.how.choices[0].value) if self.how.choices else ""

    @property
    def length(self) -> int:
        """What was chosen or typed; 0 where it is no number."""
        if self.other_minutes.data is not None:
            return int(self.other_minutes.data)
        chosen = str(self.minutes.data or "")
        return int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) <= 4 else 0

    def show_length(self, minutes: int) -> None:
        """Tick the chip of that length, or write it into the box."""
        is_usual = minutes in USUAL_MINUTES
        self.minutes.data = str(minutes) if is_usual else ""
        self.other_minutes.data = None if is_usual else minutes


class NoteForm(FlaskForm):
    """What one keeps for oneself about a meeting."""

    note = TextAreaField(_l("A note for yourself"))
    useful = RadioField(
        _l("How useful was it for you?"),
        choices=[
            SelectChoice("1", _l("Not useful")),
            SelectChoice("2", _l("A little")),
            SelectChoice("3", _l("Fairly")),
            SelectChoice("4", _l("Very")),
            SelectChoice("5", _l("Could not do without")),
        ],
        validate_choice=False,
    )

    @property
    def own_note(self) -> OwnNote:
        """What was typed."""
        chosen = str(self.useful.data or "")
        return OwnNote(self.note.data or "", int(chosen) if chosen in {"1", "2", "3", "4", "5"} else None)


class LogForm(_Lengths, NoteForm):
    """A meeting that took place."""

    when = RadioField(
        _l("When"),
        choices=[
            SelectChoice(TODAY, _l("Today")),
            SelectChoice(YESTERDAY, _l("Yesterday")),
            SelectChoice(OTHER, _l("Another day")),
        ],
        validate_choice=False,
        default=TODAY,
    )
    met_on = DateField(_l("The day"), [Optional()])
    topics = SelectMultipleField(
        _l("What about"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), validate_choice=False
    )

    present = IntegerField(_l("How many people came"), [Optional()])

    def offer(self, wording: Wording) -> None:
        super().offer(wording)
        self.topics.choices = _chips(wording.topics)

    def held(self, today: date) -> Held | None:
        """What was written; None while no day can be read. A day in the box counts, whatever chip is pressed."""
        day = self.met_on.data or {TODAY: today, YESTERDAY: today - timedelta(days=1)}.get(str(self.when.data or ""))
        if day is None:
            self.met_on.errors = (*self.met_on.errors, DAY_MISSING)
            return None
        return Held(day, self.length, str(self.how.data or ""), tuple(self.topics.data or ()), self.present.data)

    def show(self, meeting: Meeting) -> None:
        """Fill in what is kept."""
        self.when.data, self.met_on.data = OTHER, meeting.met_on
        self.show_length(meeting.minutes)
        self.how.data, self.topics.data = meeting.how, list(meeting.topics)
        self.present.data = meeting.present


class PlanForm(_Lengths):
    """A meeting to come, by the clock of the program's place."""

    day = DateField(_l("Day"), [InputRequired(_l("Enter the day."))])
    at = TimeField(_l("Time"), [InputRequired(_l("Enter the time, such as 16:30."))])
    place = StringField(_l("Where, or the link of the call"))

    @property
    def plan(self) -> Plan:
        """What was typed, once ``validate()`` held."""
        return Plan(self.day.data, self.at.data, self.length, str(self.how.data or ""), self.place.data or "")

    def show(self, meeting: Meeting, timezone: str) -> None:
        """Fill in what is kept, by the clock of ``timezone``."""
        if meeting.starts_at is not None:
            local = meeting.starts_at.astimezone(ZoneInfo(timezone))
            self.day.data, self.at.data = local.date(), local.time()
        self.show_length(meeting.minutes)
        self.how.data, self.place.data = meeting.how, meeting.place


def _chips(choices: tuple[Choice, ...]) -> list[SelectChoice]:
    return [SelectChoice(choice.code, choice.words.in_(current_locale())) for choice in choices]
