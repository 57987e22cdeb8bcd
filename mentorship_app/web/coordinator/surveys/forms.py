"""The forms of check-ins: shape only."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms import TextAreaField as Text
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.surveys import Wave, WaveKind
from mentorship_app.surveys.enums import AudienceGroup
from mentorship_app.surveys.planning import OF_MENTORS, WaveEntry
from mentorship_app.surveys.year_plan import PlannedWave
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.versioned_form import VersionedForm

KIND_NAMES = {
    WaveKind.BASELINE: _l("At the start, before anybody is paired"),
    WaveKind.EARLY: _l("Some months after the match"),
    WaveKind.MIDPOINT: _l("At mid-year"),
    WaveKind.ENDPOINT: _l("At the end of the year"),
}
GROUP_NAMES = {
    AudienceGroup.MENTEES: _l("Mentees who have a mentor"),
    AudienceGroup.UNMATCHED: _l("Mentees who have none"),
    AudienceGroup.ALUMNI: _l("Mentees of earlier years"),
    AudienceGroup.MENTORS: _l("Mentors"),
}
MENTEES, MENTORS = "mentees", "mentors"
USUAL = "usual"
FIRST_DAY = InputRequired(_l("Enter the first day, for example 2026-11-22."))
LAST_DAY = InputRequired(_l("Enter the last day, for example 2026-12-06."))


class NewWaveForm(FlaskForm):
    """A check-in to plan. ``asks``: what is usual, or the address of an earlier check-in to repeat."""

    kind = RadioField(
        _l("When in the year"),
        [InputRequired(_l("Choose when in the year it is."))],
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()],
    )
    side = RadioField(
        _l("Who is asked"),
        [InputRequired(_l("Choose who is asked."))],
        choices=[SelectChoice(MENTEES, _l("Mentees")), SelectChoice(MENTORS, _l("Mentors"))],
    )
    opens_on = DateField(_l("First day"), [FIRST_DAY])
    closes_on = DateField(_l("Last day"), [LAST_DAY])
    asks = SelectField(_l("What is asked"), default=USUAL)

    def offer(self, waves: Iterable[tuple[str, str]]) -> None:
        """Let earlier check-ins be repeated: their addresses and titles."""
        self.asks.choices = [
            SelectChoice(USUAL, _("What is usual at that time of the year")),
            *(SelectChoice(address, _("The same as “%(title)s”", title=title)) for address, title in waves),
        ]


def strip(text: str | None) -> str:
    """What was typed, without the spaces around it."""
    return (text or "").strip()


class WaveForm(VersionedForm):
    """What a planned check-in is called, when it is, whom it asks and what it says first."""

    title_en = StringField(_l("Name, in English"), filters=[strip])
    title_fr = StringField(_l("Name, in French"), filters=[strip])
    opens_on = DateField(_l("First day"), [FIRST_DAY])
    closes_on = DateField(_l("Last day"), [LAST_DAY])
    audience = SelectMultipleField(_l("Who is asked"), choices=[])
    has_comment = BooleanField(_l("End with a free comment"))
    news_en = Text(_l("What changed since last time, in English"), filters=[strip])
    news_fr = Text(_l("What changed since last time, in French"), filters=[strip])
    consent_en = Text(_l("Your own words before the start, in English"), filters=[strip])
    consent_fr = Text(_l("Your own words before the start, in French"), filters=[strip])
    is_strict = BooleanField(_l("Send reminders to everybody, also to those who answered"))
    groups: list[AudienceGroup]
    """Those that the check-in may ask."""

    @classmethod
    def of(cls, wave: Wave) -> "WaveForm":
        """The form as it stands, or as it was just sent."""
        made = cls(
            version=str(wave.version),
            audience=[group.value for group in wave.groups],
            has_comment=bool(wave.contents["comment"]),
            **{name: getattr(wave, name) for name in _AS_STORED},
        )
        made.groups = [group for group in AudienceGroup if (group in OF_MENTORS) is wave.asks_mentors]
        made.audience.choices = [SelectChoice(group.value, GROUP_NAMES[group]) for group in made.groups]
        return made

    @property
    def entry(self) -> WaveEntry:
        return WaveEntry(
            title=LocalizedText(en=self.title_en.data, fr=self.title_fr.data),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            audience=frozenset(AudienceGroup(value) for value in self.audience.data or ()),
            consent=LocalizedText(en=self.consent_en.data, fr=self.consent_fr.data),
            news=LocalizedText(en=self.news_en.data, fr=self.news_fr.data),
            has_comment=bool(self.has_comment.data),
            is_strict=bool(self.is_strict.data),
        )


_AS_STORED = (
    "title_en",
    "title_fr",
    "opens_on",
    "closes_on",
    "news_en",
    "news_fr",
    "consent_en",
    "consent_fr",
    "is_strict",
)


class PlannedForm(FlaskForm):
    """One proposed check-in of the year: whether it is wanted, and its days. The page's one token is checked before."""

    class Meta:
        csrf = False

    wanted = BooleanField()
    opens_on = DateField(_l("First day"), [FIRST_DAY])
    closes_on = DateField(_l("Last day"), [LAST_DAY])

    @classmethod
    def of(cls, planned: PlannedWave, *, is_wanted: bool) -> "PlannedForm":
        """The row as proposed, or as it was just sent."""
        return cls(
            prefix=f"{planned.name}-",
            wanted=is_wanted,
            opens_on=planned.opens_on,
            closes_on=planned.closes_on,
        )


class ConfirmForm(FlaskForm):
    """Opening, closing or deleting a check-in as it was read."""

    version = IntegerField(default=0)
