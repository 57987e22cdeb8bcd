"""Which forms a program has, and who fills them in."""

from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.core.registry import Registry
from mentorship_app.forms.enums import People


@dataclass(frozen=True)
class FormKind:
    """One form of every program. ``title`` and ``purpose`` are msgids."""

    key: str
    title: str
    purpose: str
    people: People
    is_private: bool = False
    """Whether no answer is read by staff and none may be required, whatever a coordinator adds to the form."""
    is_sealed: bool = False
    """Whether its sections are asked in surveys: answers are sealed, go to nobody by name, and none may be required."""

    @property
    def is_voluntary(self) -> bool:
        """Whether no question of it may be required, and who reads an answer is not for a coordinator to choose."""
        return self.is_private or self.is_sealed

    def may_ask(self, question_type: str) -> bool:
        """Whether a question of that type can stand in it: a survey asks only what can be shown in groups."""
        return not self.is_sealed or question_type in SHOWN_IN_GROUPS


SHOWN_IN_GROUPS = ("scale", "single_choice", "multiple_choice", "yes_no", "number", "short_text", "long_text")
"""Types of questions whose answers can be shown without saying whose they are."""
form_kinds: Registry[FormKind] = Registry("form")


def _kind(
    key: str, title: str, purpose: str, people: People, *, is_private: bool = False, is_sealed: bool = False
) -> None:
    form_kinds.add(key, FormKind(key, title, purpose, people, is_private, is_sealed))


_kind(
    "mentor_application",
    N_("Mentor application"),
    N_("What people write who want to be mentors."),
    People.MENTORS,
)
_kind(
    "mentee_intake",
    N_("Mentee intake"),
    N_("What mentees write before they are matched."),
    People.MENTEES,
)
_kind(
    "agreement",
    N_("Mentoring agreement"),
    N_("What a mentor and a mentee settle at their first meeting."),
    People.BOTH,
)
_kind(
    "meeting_log",
    N_("Meeting log"),
    N_("What is noted after a meeting, in half a minute."),
    People.BOTH,
)
_kind(
    "goal_plan",
    N_("Goal plan"),
    N_("One goal of a mentee, from why to the first step."),
    People.MENTEES,
)
_kind(
    "midpoint_checkin",
    N_("Check-in"),
    N_("Whether the pair works, asked of each side alone."),
    People.BOTH,
)
_kind(
    "closing_evaluation",
    N_("Closing evaluation"),
    N_("What the year brought, asked of each side alone."),
    People.BOTH,
)
_kind(
    "rematch_request",
    N_("Re-match request"),
    N_("A wish for another mentor or mentee, without fault on any side."),
    People.BOTH,
)
_kind(
    "identity",
    N_("About who you are"),
    N_("Optional questions, asked after everything was sent. Nobody on staff reads an answer."),
    People.BOTH,
    is_private=True,
)
_kind(
    "survey_mentees",
    N_("Own questions for mentees"),
    N_("Sections of your own for the surveys of mentees. You choose for each survey which of them it asks."),
    People.MENTEES,
    is_sealed=True,
)
_kind(
    "survey_mentors",
    N_("Own questions for mentors"),
    N_("Sections of your own for the surveys of mentors. You choose for each survey which of them it asks."),
    People.MENTORS,
    is_sealed=True,
)
