"""What the demo's coordinator wrote into the evaluation, and the dean's report, frozen for those who only read."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.cli.demo.story import Story
from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.identity import Actor
from mentorship_app.db.engine import writing
from mentorship_app.jobs import JobContext, enqueue, job_kinds
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions import Edition, EditionStatus, Outline
from mentorship_app.reports.editions.freezing import require_drawn
from mentorship_app.reports.editions.services import start_edition
from mentorship_app.reports.editions.texts import save_words
from mentorship_app.reports.outline import PARTS
from mentorship_app.reports.recommendations import services as recommendations
from mentorship_app.reports.recommendations.services import Entries
from mentorship_app.reports.services import request_freezing, request_report

WEEK = 34
FREEZE = "demo.freeze_report"
LOOK_AGAIN = timedelta(seconds=20)

_WORDS = {
    "context": {
        "context.background": "Residents told us at the retreat that nobody but their evaluators knew how they were.",
        "context.aims": "Every resident meets one senior physician a month who does not evaluate them.",
    },
    "well-being": {
        "well-being.finding": "The months of nights lie between the two surveys, so we read these changes with care.",
        "well-being.action": "We ask again in June, and keep meetings out of post-call mornings until then.",
    },
}
_TO_DO = (
    ("Keep one protected hour a month for pairs, in the rota of every rotation.", "Program director", 60),
    ("Find two more mentors at Harbour hospital before the next matching.", "Coordinator", 90),
    ("Offer the module on recognising distress again in the autumn.", "Lead for training", 120),
)


def write(story: Story, cohort: Cohort) -> None:
    """Three recommendations, and words in the draft of the full report."""
    now = story.at(WEEK)
    for text, owner, days in _TO_DO:
        entries = Entries(text, owner=owner, due_on=now.date() + timedelta(days=days))
        recommendations.add(story.session, cohort, entries, by=story.by, now=now)
    edition = start_edition(story.session, cohort, outline=Outline.FULL, locale="en", by=story.by, now=now)
    for key, words in _WORDS.items():
        save_words(story.session, edition, PARTS[key], words, version=edition.version, by=story.by, now=now)


def have_frozen(session: Session, cohort: Cohort, *, by: Actor, context: JobContext) -> None:
    """Have the dean's report drawn, and frozen once it is."""
    edition = start_edition(session, cohort, outline=Outline.DEAN, locale="en", by=by, now=context.now)
    request_report(session, edition, by=by, now=context.now)
    payload = {"edition_id": str(edition.id), "by": by.name}
    enqueue(session, FREEZE, payload, now=context.now, run_at=context.now + LOOK_AGAIN, program_id=cohort.program_id)


@job_kinds.register(FREEZE)
def freeze(context: JobContext, payload: dict[str, Any]) -> None:
    """Freeze the demo's report if it is drawn; else look again a little later."""
    with writing(context.engine).begin() as session:
        edition = session.get(Edition, UUID(payload["edition_id"]))
        if edition is None or edition.status is EditionStatus.FROZEN:
            return
        try:
            require_drawn(session, edition)
        except InvalidTransition:
            enqueue(session, FREEZE, payload, now=context.now, run_at=context.now + LOOK_AGAIN)
            return
        by = Actor(account_id=None, name=payload["by"])
        request_freezing(session, edition, version=edition.version, by=by, now=context.now)
