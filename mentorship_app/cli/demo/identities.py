"""About half of the demo's people answer the optional questions about who they are; the others skip them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mentorship_app.accounts import Account
from mentorship_app.cli.demo.story import Story
from mentorship_app.forms.identity import WithIdentity, save_identity
from mentorship_app.intake import Profile
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.recruitment import Call, MentorApplication

_SAID: tuple[tuple[dict[str, Any], dict[str, str]], ...] = (
    ({"first_generation": "yes", "parent": "no"}, {"first_generation": "match"}),
    ({"gender": {"chosen": ["woman"], "own": []}, "parent": "yes"}, {"parent": "match"}),
    ({"trained_abroad": "yes", "communities": "Harbour towns, two languages at home"}, {"communities": "match"}),
    ({"gender": {"chosen": ["nonbinary"], "own": []}, "disability": "yes"}, {"disability": "not_in_reports"}),
)
_WISHES: tuple[dict[str, str], ...] = (
    {"wish_first_generation": "same"},
    {"wish_parent": "same"},
    {"wish_trained_abroad": "same"},
    {},
)


def tell(story: Story, cohort: Cohort) -> None:
    """Every second person answers, by address, so that it is the same on every machine."""
    profiles = story.session.scalars(
        select(Profile)
        .join(Profile.enrollment)
        .join(Enrollment.account)
        .where(Enrollment.cohort_id == cohort.id)
        .order_by(Account.email)
    ).all()
    applications = story.session.scalars(
        select(MentorApplication)
        .join(MentorApplication.call)
        .where(Call.cohort_id == cohort.id, MentorApplication.submitted_at.is_not(None))
        .order_by(MentorApplication.email)
    ).all()
    _answer(story, cohort, [row for row in profiles if row.is_sent], with_wishes=True)
    _answer(story, cohort, applications, with_wishes=False)


def _answer(story: Story, cohort: Cohort, people: Sequence[WithIdentity], *, with_wishes: bool) -> None:
    for number, person in enumerate(people[::2]):
        answers, uses = _SAID[number % len(_SAID)]
        wishes = _WISHES[number % len(_WISHES)] if with_wishes else {}
        save_identity(story.session, cohort.program, person, answers | wishes, uses)
