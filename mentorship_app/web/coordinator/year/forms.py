"""The forms of the year: one task, and the dates of the phases."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired

from mentorship_app.accounts import Account
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.phases import ORDER
from mentorship_app.programs.queries import plan_of
from mentorship_app.programs.year import YearTask
from mentorship_app.programs.year.queries import title_of
from mentorship_app.programs.year.services import TaskEntry
from mentorship_app.web.coordinator.audit_sentences import PHASE
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.versioned_form import VersionedForm

PLANNED = tuple(phase for phase in ORDER if phase is not Phase.CLOSED)
ENTER_A_DATE = InputRequired(_l("Enter a date."))


def strip(text: str | None) -> str:
    """What was typed, without the spaces around it."""
    return (text or "").strip()


class TaskForm(VersionedForm):
    """One task. ``version`` is that of the task as it was read."""

    title_en = StringField(_l("What there is to do, in English"), filters=[strip])
    title_fr = StringField(_l("What there is to do, in French"), filters=[strip])
    phase = SelectField(
        _l("Phase"),
        choices=[SelectChoice(phase.value, PHASE[phase]) for phase in PLANNED],
        validate_choice=False,
        validators=[AnyOf([phase.value for phase in PLANNED], _l("Choose a phase."))],
    )
    due_on = DateField(_l("Due on"), validators=[ENTER_A_DATE])
    owner = SelectField(_l("Who sees to it"), choices=[], validate_choice=False)
    note = TextAreaField(_l("Note for staff"), filters=[strip])

    @classmethod
    def new(cls, phase: Phase, due_on: date, staff: Sequence[Account]) -> "TaskForm":
        """An empty form, or as it was just sent."""
        form = cls(phase=phase.value, due_on=due_on)
        form.offer(staff)
        return form

    @classmethod
    def of(cls, task: YearTask, staff: Sequence[Account]) -> "TaskForm":
        """The form as it stands, or as it was just sent."""
        own = task.is_own
        form = cls(
            version=str(task.version),
            title_en=task.title_en if own else title_of(task, "en"),
            title_fr=task.title_fr if own else title_of(task, "fr"),
            phase=task.phase.value,
            due_on=task.due_on,
            owner=str(task.owner_id or ""),
            note=task.note,
        )
        form.offer(staff)
        return form

    def offer(self, staff: Sequence[Account]) -> None:
        """Who can be chosen."""
        self.owner.choices = [
            SelectChoice("", _("Nobody yet")),
            *(SelectChoice(str(person.id), person.name) for person in staff),
        ]

    @property
    def owner_name(self) -> str:
        """What the chosen owner is called."""
        return next((str(one.label) for one in self.owner.choices if one.value == (self.owner.data or "")), "")

    @property
    def entry(self) -> TaskEntry:
        return TaskEntry(
            self.title_en.data,
            self.title_fr.data,
            Phase(self.phase.data),
            self.due_on.data,
            _account_id(self.owner.data or ""),
            self.note.data or "",
        )


def _account_id(text: str) -> UUID | None:
    """An id that means nobody comes out as one that no member of staff has."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)


class DatesForm(VersionedForm):
    """When each phase begins, and when the last one is over. ``version`` is that of the cohort as it was read."""

    setup = DateField(_l("Set-up begins"), validators=[ENTER_A_DATE])
    recruitment = DateField(_l("Recruitment begins"), validators=[ENTER_A_DATE])
    intake = DateField(_l("Intake begins"), validators=[ENTER_A_DATE])
    matching = DateField(_l("Matching begins"), validators=[ENTER_A_DATE])
    active = DateField(_l("Active phase begins"), validators=[ENTER_A_DATE])
    closing = DateField(_l("Closing begins"), validators=[ENTER_A_DATE])
    ends_on = DateField(_l("Last day"), validators=[ENTER_A_DATE])

    @classmethod
    def of(cls, cohort: Cohort) -> "DatesForm":
        """The form as it stands, or as it was just sent."""
        return cls(version=str(cohort.version), **planned_days(cohort))

    @property
    def begins(self) -> dict[Phase, date]:
        return {phase: self[phase.value].data for phase in PLANNED}


def planned_days(cohort: Cohort) -> dict[str, date]:
    """The days as they are planned, by name of the field; those that nobody planned are left out."""
    plans = {phase: plan_of(cohort, phase) for phase in PLANNED}
    days = {phase.value: plan.starts_on for phase, plan in plans.items() if plan is not None}
    last = plans[Phase.CLOSING]
    return days | {"ends_on": last.ends_on if last is not None else cohort.ends_on}
