"""Matching in the demo: a trial before the pairs were made, and proposals for those who wait today."""

from datetime import datetime

from mentorship_app.cli.demo.story import Story
from mentorship_app.matching.configuring import add_side_rule
from mentorship_app.matching.drafting import Judge, draft_of, forbid, lock, release, state_now
from mentorship_app.matching.models import MatchDraft, MatchRun
from mentorship_app.matching.run_solving import solve_within
from mentorship_app.matching.runs import facts_of, start_run
from mentorship_app.matching.settings import settings_of
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort

OPENED = (3, 11, 19)
"""Mentees, by place on the list, whose pair is open to change: a rotation elsewhere, a mentor on leave, a wish."""


def try_out(story: Story, cohort: Cohort) -> None:
    """What matching would have proposed before anybody was paired."""
    _run(story, cohort, now=story.at(10))


def look_again(story: Story, cohort: Cohort, *, week: int) -> None:
    """Proposals for two who wait and three whose pairs are open; the other pairs stand."""
    run = _run(story, cohort, now=story.at(week))
    draft = draft_of(story.session, cohort, PairingKind.PRIMARY)
    if draft is None:
        raise LookupError("the run gave no pairs")
    judge = Judge(facts_of(run, story.keyring), settings_of(run.settings))
    for place in OPENED:
        mentee = story.enrolled_mentees[place].public_id
        release(story.session, draft, judge, mentee, version=draft.version, by=story.by, now=story.at(week))
    _keep_apart(story, draft, judge, week=week)
    _two_mentors_for_two(story, cohort, judge, week=week)
    _run(story, cohort, now=story.at(week))
    _hold_on(story, draft, judge, week=week)


def _keep_apart(story: Story, draft: MatchDraft, judge: Judge, *, week: int) -> None:
    """The first of the open pairs is not to come out of the next run once more."""
    mentee = story.enrolled_mentees[OPENED[0]].public_id
    pair = (mentee, state_now(draft).mentor_of[mentee])
    forbid(
        story.session,
        draft,
        judge,
        pair,
        rationale="They will share a ward from January on.",
        version=draft.version,
        by=story.by,
        now=story.at(week),
    )


def _two_mentors_for_two(story: Story, cohort: Cohort, judge: Judge, *, week: int) -> None:
    """Two who share a call room have different mentors, and are to keep different ones."""
    mentor_of = dict(judge.facts.standing)
    opened = {story.enrolled_mentees[place].public_id for place in OPENED}
    settled = [one for one in story.enrolled_mentees if one.public_id in mentor_of.keys() - opened]
    first = settled[0]
    second = next(one for one in settled if mentor_of[one.public_id] != mentor_of[first.public_id])
    add_side_rule(
        story.session,
        cohort,
        first,
        second,
        together=False,
        rationale="They share a call room and asked for different people.",
        by=story.by,
        now=story.at(week),
    )


def _hold_on(story: Story, draft: MatchDraft, judge: Judge, *, week: int) -> None:
    """One of the new proposals is settled already: both were asked."""
    state = state_now(draft)
    new = next(pair for pair in state.pairs if pair not in judge.standing)
    lock(story.session, draft, judge, new, version=draft.version, by=story.by, now=story.at(week))


def _run(story: Story, cohort: Cohort, *, now: datetime) -> MatchRun:
    """One run, solved at once. The work in the queue then finds nothing to do."""
    draft = draft_of(story.session, cohort, PairingKind.PRIMARY)
    run = start_run(story.session, cohort, PairingKind.PRIMARY, by=story.by, now=now)
    solve_within(story.session, story.keyring, run, now=now, draft_version=draft.version if draft else 0)
    return run
