"""What the pages of publishing show: the check, the mails as they will be read, both states of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from mentorship_app.core import clock
from mentorship_app.core.i18n import LOCALES
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.decisions import state_of
from mentorship_app.matching.drafting import draft_of, run_now, state_now
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.models import MatchDraft, MatchPublication
from mentorship_app.matching.publishing import Check, Differences, check
from mentorship_app.matching.publishing.queries import pairings_of
from mentorship_app.matching.run_inputs import InputsGone
from mentorship_app.matching.runs import facts_of
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.acceptance import Acceptance, Replies, acceptance_of, replies_of
from mentorship_app.programs import Enrollment
from mentorship_app.web.coordinator.matching.here import MatchingHere
from mentorship_app.web.coordinator.pairs import mails
from mentorship_app.web.coordinator.pairs.mails import ShownMail
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring


@dataclass(frozen=True)
class Looked:
    """A draft, what its run knew (None where that is deleted), and what stands in the way."""

    draft: MatchDraft
    known: Facts | None
    check: Check


def look(here: MatchingHere) -> Looked | None:
    """None where nothing is proposed."""
    draft = draft_of(db.session(), here.cohort, here.kind)
    if draft is None or not draft.position:
        return None
    known = known_by(draft)
    return Looked(draft, known, check(db.session(), draft, today(here), known=known))


def known_by(draft: MatchDraft) -> Facts | None:
    """What the draft's run was worked out from; None where that is deleted."""
    run = run_now(draft)
    if run is None:
        return None
    try:
        return facts_of(run, keyring())
    except InputsGone:
        return None


def today(here: MatchingHere) -> date:
    return clock.local_date(clock.now(), here.program.timezone)


def days_by_default(here: MatchingHere) -> int:
    """What the settings of the cohort say."""
    settings, _version = settings_of_cohort(db.session(), here.cohort)
    return settings.rules.days_to_accept


@dataclass(frozen=True)
class Example:
    """What is mailed in one language: to a mentee and a mentor who are new to each other, and to two who part."""

    locale: str
    new: Sequence[ShownMail]
    ending: Sequence[ShownMail]


def examples(here: MatchingHere, found: Differences, *, days: int) -> list[Example]:
    """The mails in every language, with the first people they concern; nothing is written."""
    accept_by = today(here) + timedelta(days=days)
    shown = []
    for locale in LOCALES:
        new = [
            mail
            for change in found.new[:1]
            if change.mentor is not None
            for mail in mails.published(change.mentor, change.mentee, accept_by=accept_by, locale=locale)
        ]
        parting = [
            mail
            for pairing in found.ending[:1]
            for mail in mails.changed(pairing.mentor, pairing.mentee, locale=locale)
        ]
        shown.append(Example(locale, new, parting))
    return shown


@dataclass(frozen=True)
class Moved:
    """A mentee for whom the draft that was looked at and the one that stands now say different things."""

    mentee: str
    then: str
    now: str


def moved(draft: MatchDraft, position: int) -> list[Moved]:
    """Who is with somebody else by now, by name; empty where the step that was looked at is gone."""
    seen = next((step for step in draft.steps if step.number == position), None)
    if seen is None:
        return []
    then, now = state_of(seen.state).mentor_of, state_now(draft).mentor_of
    changed = sorted(mentee for mentee in {*then, *now} if then.get(mentee) != now.get(mentee))
    people = [then.get(mentee, "") for mentee in changed] + [now.get(mentee, "") for mentee in changed] + changed
    rows = db.session.scalars(
        select(Enrollment).where(Enrollment.cohort_id == draft.cohort_id, Enrollment.public_id.in_(people))
    )
    names = {one.public_id: one.account.name for one in rows}
    return sorted(
        (
            Moved(names.get(one, ""), names.get(then.get(one, ""), ""), names.get(now.get(one, ""), ""))
            for one in changed
        ),
        key=lambda row: row.mentee,
    )


@dataclass(frozen=True)
class Answered:
    """A published pair and what was said to it."""

    pairing: Pairing
    replies: Replies
    acceptance: Acceptance


def answered(publication: MatchPublication) -> list[Answered]:
    """The pairs that it made, by the mentees' names."""
    made = pairings_of(db.session(), publication, ended=False)
    said = replies_of(db.session(), [pairing.id for pairing in made])
    rows = [
        Answered(pairing, said.get(pairing.id, {}), acceptance_of(pairing, said.get(pairing.id, {})))
        for pairing in made
    ]
    return sorted(rows, key=lambda row: (row.pairing.mentee.account.name, row.pairing.public_id))
