"""What recruitment carries into the next cohort: its calls, as drafts."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.programs.rollover import Carried, Shift, carries, next_name
from mentorship_app.recruitment.calls import CallText, create_call
from mentorship_app.recruitment.invitations.queries import mentors_of_earlier_years
from mentorship_app.recruitment.models import Call
from mentorship_app.recruitment.targets import TargetEntry, set_targets, targets_of_call


@carries(
    "recruitment.calls",
    title=N_("Calls for mentors"),
    hint=N_(
        "As drafts that nobody sees yet, with dates moved. Once open, they invite this year’s mentors in one step."
    ),
)
def calls(session: Session, old: Cohort, new: Cohort, shift: Shift, by: Actor, now: datetime) -> Carried | None:
    """A draft of each call at an address of its own, since the old one keeps leading to the old call."""
    found = session.scalars(
        select(Call).where(Call.cohort_id == old.id).order_by(Call.opens_on, Call.created_at, Call.id)
    ).all()
    targets, mentors = 0, 0
    for call in found:
        draft = create_call(session, new, _moved(call, new, shift), by=by, now=now)
        wanted = [
            TargetEntry(target.dimension, target.value, target.places_wanted)
            for target in targets_of_call(session, call)
        ]
        if wanted:
            set_targets(session, draft, wanted, version=draft.version, by=by, now=now)
        targets += len(wanted)
        # The same for each draft: whoever mentors now is offered as people to invite, and nobody is before that.
        mentors = len(mentors_of_earlier_years(session, draft))
    if not found:
        return None
    return Carried(
        N_("Drafts of calls: %(calls)s, with targets: %(targets)s. Mentors ready to be invited, by you: %(mentors)s."),
        {"calls": len(found), "targets": targets, "mentors": mentors},
    )


def _moved(call: Call, new: Cohort, shift: Shift) -> CallText:
    opens_on = shift.workday(call.opens_on)
    return CallText(
        title_en=_renamed(call.title_en, call, new),
        title_fr=_renamed(call.title_fr, call, new),
        intro_en=_renamed(call.intro_en, call, new),
        intro_fr=_renamed(call.intro_fr, call, new),
        hours_per_month=call.hours_per_month,
        places_wanted=call.places_wanted,
        opens_on=opens_on,
        closes_on=max(opens_on, shift.workday(call.closes_on)),
        reminders=call.reminders,
    )


def _renamed(text: str, call: Call, new: Cohort) -> str:
    """The old cohort's name becomes the new one's. Other years stay: they may tell of something that was."""
    return text.replace(call.cohort.name, next_name(call.cohort.name, new.starts_on, new.ends_on))
