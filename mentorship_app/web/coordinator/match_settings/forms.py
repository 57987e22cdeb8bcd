"""The forms of weights and rules."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from wtforms import BooleanField, Field, Form, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, StopValidation

from mentorship_app.matching.configuring import MOST_CAP, MOST_DAYS, MOST_OVERLAP
from mentorship_app.matching.criteria import Criterion, readable
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.scoring import weight_of
from mentorship_app.matching.settings import MOST_WEIGHT, Rules, Settings
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Enrollment
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.pairing_words import KIND_NAMES
from mentorship_app.web.versioned_form import VersionedForm

CRITERIA: tuple[Criterion, ...] = tuple(readable())
MODES = {
    Mode.OPTIMAL: _l("The best for everybody together"),
    Mode.STABLE: _l("Nobody would rather trade"),
}
MODE_HINTS = {
    Mode.OPTIMAL.value: _l(
        "As many mentees with a mentor as can be; then the worst-off mentee as well off as can be; then the "
        "highest fit in all. Right for most programs, and it needs no choices."
    ),
    Mode.STABLE.value: _l(
        "Mentees by their choices, mentors by theirs where they were asked, everybody else by fit: in the end no "
        "mentee and mentor would both rather have each other than whom they have. The fit in all may be lower."
    ),
}
SWITCHES = ("needs_language", "needs_meeting", "needs_training", "mentors_rank")


class WholeNumber(IntegerField):
    """A number of a range; whatever is wrong with what was typed, one sentence says what to enter."""

    def __init__(self, label: Any, low: int, high: int, *, may_be_empty: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.low, self.high, self.may_be_empty = low, high, may_be_empty

    @property
    def number(self) -> int | None:
        """What was entered; None where it is no whole number."""
        data: int | None = self.data
        return data

    def process_formdata(self, valuelist: list[str]) -> None:
        """Nothing is refused yet: :meth:`pre_validate` has the words."""
        with suppress(ValueError):
            super().process_formdata([value.strip() for value in valuelist])

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  the shape of a field
        """Raises StopValidation in one sentence."""
        is_empty = not "".join(self.raw_data or ()).strip()
        if is_empty and self.may_be_empty:
            self.data = None
        elif self.number not in range(self.low, self.high + 1):
            raise StopValidation(_("Enter a whole number from %(low)s to %(high)s.", low=self.low, high=self.high))


def weight_field(criterion: Criterion) -> str:
    """The name of the field of a criterion."""
    return f"weight_{criterion.key}"


def cap_field(kind: PairingKind) -> str:
    """The name of the field of a kind of pairs."""
    return f"cap_{kind.value}"


class _SettingsForm(VersionedForm):
    """Weights, rules and how pairs are found; a field for each criterion and each kind is added below."""

    needs_language = BooleanField(_l("A language in common"))
    needs_meeting = BooleanField(_l("A way to meet"))
    min_overlap = WholeNumber(_l("Times of day in common"), 0, MOST_OVERLAP)
    needs_training = BooleanField(_l("Only mentors who were trained to mentor"))
    mode = RadioField(
        _l("How pairs are found"),
        choices=[SelectChoice(mode.value, word) for mode, word in MODES.items()],
        validators=[InputRequired(_l("Choose how pairs are found."))],
    )
    mentors_rank = BooleanField(_l("Ask mentors whom they would choose"))
    days_to_accept = WholeNumber(_l("Days to accept a published pair"), 1, MOST_DAYS)

    @classmethod
    def of(cls, settings: Settings, version: int, **options: Any) -> "_SettingsForm":
        """The form as it stands, or as it was just sent."""
        rules = settings.rules
        values = {name: getattr(rules, name) for name in (*SWITCHES, "min_overlap", "days_to_accept")}
        values |= {weight_field(one): weight_of(settings, one) for one in CRITERIA}
        values |= {cap_field(kind): rules.caps.get(kind) for kind in PairingKind}
        return cls(**options, version=str(version), mode=settings.mode.value, **values)

    @property
    def settings(self) -> Settings:
        """What was entered, once ``validate()`` held."""
        caps = {kind: self[cap_field(kind)].data for kind in PairingKind}
        return Settings(
            weights={one.key: int(self[weight_field(one)].data) for one in CRITERIA},
            rules=Rules(
                min_overlap=self.min_overlap.number or 0,
                days_to_accept=self.days_to_accept.number or 1,
                caps={kind: int(cap) for kind, cap in caps.items() if cap is not None},
                **{name: bool(self[name].data) for name in SWITCHES},
            ),
            mode=Mode(self.mode.data),
        )

    @property
    def weights(self) -> list[tuple[Criterion, Field]]:
        """The criteria with their fields."""
        return [(one, self[weight_field(one)]) for one in CRITERIA]

    @property
    def has_caps(self) -> bool:
        """Whether a limit is set, or one was entered wrongly."""
        return any(cap.data is not None or cap.errors for cap in self.caps)

    @property
    def caps(self) -> list[Field]:
        """A field for each kind of pairs."""
        return [self[cap_field(kind)] for kind in PairingKind]


SettingsForm: type[_SettingsForm] = type(
    "SettingsForm",
    (_SettingsForm,),
    {weight_field(one): WholeNumber(_l(one.name), 0, MOST_WEIGHT) for one in CRITERIA}
    | {cap_field(kind): WholeNumber(KIND_NAMES[kind], 0, MOST_CAP, may_be_empty=True) for kind in PairingKind},
)


class SideRuleForm(VersionedForm):
    """Two mentees and what is decided about them."""

    one = SelectField(_l("The first of the two"), validate_choice=False)
    other = SelectField(_l("The second of the two"), validate_choice=False)
    together = RadioField(
        _l("What holds for them"),
        choices=[
            SelectChoice("apart", _l("Never the same mentor")),
            SelectChoice("together", _l("The same mentor, or neither of them any")),
        ],
        validators=[InputRequired(_l("Choose what holds for the two."))],
    )
    rationale = TextAreaField(_l("Why"))

    def offer(self, mentees: Iterable[Enrollment]) -> None:
        """Let these mentees be chosen."""
        named = [SelectChoice(one.public_id, _name(one)) for one in mentees]
        for select in (self.one, self.other):
            select.choices = [SelectChoice("", _("Choose somebody")), *named]


def _name(mentee: Enrollment) -> str:
    level = mentee.training_level
    return f"{mentee.account.name}, {level.code}" if level is not None else mentee.account.name


class ExclusionsFilter(Form):
    """What narrows the list; everything stands in the address."""

    q = StringField(_l("Person"))
    constraint = SelectField(_l("Reason"), validate_choice=False)

    def offer(self, constraints: Iterable[tuple[str, str]]) -> None:
        """Let these reasons be chosen: keys and names."""
        self.constraint.choices = [SelectChoice("", _("Every reason")), *(SelectChoice(*one) for one in constraints)]
