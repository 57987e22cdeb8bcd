"""The forms of the support plan."""

from datetime import date

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from mentorship_app.programs.support import SupportEntries, SupportPlan, SupportState
from mentorship_app.web.coordinator.support.words import FIELD, STATE
from mentorship_app.web.hours_field import HoursField
from mentorship_app.web.i18n import _l
from mentorship_app.web.versioned_form import VersionedForm


def _state(name: str) -> SelectField:
    return SelectField(
        FIELD[name],
        choices=[SelectChoice(state.value, word) for state, word in STATE.items()],
        default=SupportState.OPEN.value,
        validators=[InputRequired(_l("Choose how far this is."))],
    )


class PlanForm(VersionedForm):
    """The whole plan. ``version`` is that of the plan as it was read; 0: there was none."""

    mentor_hours = HoursField(FIELD["mentor_hours"], validators=[Optional()])
    mentee_hours = HoursField(FIELD["mentee_hours"], validators=[Optional()])
    released_by = StringField(FIELD["released_by"])
    time_state = _state("time_state")
    budget_amount = IntegerField(FIELD["budget_amount"], validators=[Optional()])
    budget_currency = StringField(FIELD["budget_currency"])
    budget_source = StringField(FIELD["budget_source"])
    budget_state = _state("budget_state")
    sponsor_name = StringField(FIELD["sponsor_name"])
    sponsor_role = StringField(FIELD["sponsor_role"])
    sponsor_state = _state("sponsor_state")
    lead_name = StringField(FIELD["lead_name"])
    lead_role = StringField(FIELD["lead_role"])
    lead_hours = HoursField(FIELD["lead_hours"], validators=[Optional()])
    lead_state = _state("lead_state")
    resources = TextAreaField(FIELD["resources"])
    resources_state = _state("resources_state")

    @classmethod
    def of(cls, plan: SupportPlan | None, **options: object) -> "PlanForm":
        """The form as it stands, or as it was just sent; ``formdata=None`` while the other form was sent."""
        entries = plan.entries if plan is not None else SupportEntries()
        return cls(**options, obj=entries, version=str(plan.version if plan is not None else 0))

    @property
    def entries(self) -> SupportEntries:
        """What was typed, once ``validate()`` held."""
        values = {name: self[name].data for name in SupportEntries.__dataclass_fields__}
        states = {name: SupportState(value) for name, value in values.items() if name.endswith("_state")}
        return SupportEntries(**values | states)


class SignForm(VersionedForm):
    """Who signed the plan, and when."""

    signed_by = StringField(_l("Name of the person who signed"))
    role = StringField(_l("Their role"))
    signed_on = DateField(_l("Signed on"), validators=[InputRequired(_l("Enter the day on which it was signed."))])

    @classmethod
    def of(cls, plan: SupportPlan, today: date, **options: object) -> "SignForm":
        """The sponsor is the most likely person, today the most likely day."""
        return cls(
            **options,
            version=str(plan.version),
            signed_by=plan.sponsor_name,
            role=plan.sponsor_role,
            signed_on=today,
        )
