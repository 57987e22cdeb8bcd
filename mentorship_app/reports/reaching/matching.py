"""How pairs were found: what the last published run was to achieve, what is proved of it, how far wishes were met."""

import statistics
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from mentorship_app.core import clock
from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.fairness import Dimension, Numbers, numbers_from
from mentorship_app.matching.models import MatchPublication, MatchRun
from mentorship_app.matching.publishing.queries import last_publication, pairings_of
from mentorship_app.matching.run_results import Result, result_from
from mentorship_app.matching.run_words import proof_in_words, rules_in_words, weights_of
from mentorship_app.matching.settings import settings_of
from mentorship_app.mentoring import PairingKind, PairingStatus
from mentorship_app.mentoring.models import Pairing, PairingException
from mentorship_app.monitoring.values import Middle, NotAsked, TooFew, Value, at_least
from mentorship_app.reports.reaching.mentees import Roster
from mentorship_app.reports.reaching.told import FEWEST_TO_SPREAD, Told, exact, nested, rough


@dataclass(frozen=True)
class GroupFit:
    """Mean fit of the pairs of a group of mentees, 0–100; only of groups with five matched mentees or more."""

    dimension: Dimension
    name: str
    """Empty for those of whom it is not known."""
    mean: float


@dataclass(frozen=True)
class Run:
    """The last run that was published."""

    mode: Mode
    published_on: date
    proof: tuple[Phrase, ...]
    rules: tuple[Phrase, ...]
    weights: tuple[tuple[LocalizedText, int], ...]
    top: Told
    """Matched mentees who have one of their first three choices, out of those who chose."""
    first: Told
    """Those who have their first choice."""
    kept: Told
    """Published pairs that stand as the run proposed them; people decided about the rest."""
    fits: tuple[GroupFit, ...]


@dataclass(frozen=True)
class Matching:
    """What is told of matching. ``run`` is None where pairs were made by hand, or before there were runs."""

    run: Run | None
    days: Told
    """From a sent intake to the beginning of the pair."""
    exceptions: Value
    """Running pairs for which a rule was set aside, in steps of five: fewer would tell of one pair."""


def matching_of(roster: Roster) -> Matching | None:
    """None where nobody has a mentor."""
    if not roster.matched:
        return None
    return Matching(_run(roster), _days(roster), _exceptions(roster))


def _run(roster: Roster) -> Run | None:
    session, cohort = roster.frame.session, roster.frame.cohort
    publication = last_publication(session, cohort, PairingKind.PRIMARY)
    if publication is None or publication.run_id is None:
        return None
    run = session.scalar(select(MatchRun).where(MatchRun.id == publication.run_id).options(undefer(MatchRun.result)))
    if run is None or not run.result:
        return None
    result, settings = result_from(run.result), settings_of(run.settings)
    numbers = numbers_from(result.numbers)
    top, first = _choices(numbers)
    return Run(
        mode=run.mode,
        published_on=clock.local_date(publication.created_at, cohort.program.timezone),
        proof=proof_in_words(result.proof, run.mode),
        rules=rules_in_words(settings.rules),
        weights=weights_of(settings),
        top=top,
        first=first,
        kept=_kept(roster, publication, result),
        fits=tuple(
            GroupFit(group.dimension, group.name, round(100 * group.mean, 1))
            for group in numbers.groups
            if group.mean is not None
        ),
    )


def _choices(numbers: Numbers) -> tuple[Told, Told]:
    """First three choices, and first choices within them, each guarded against the other."""
    if not numbers.ranked:
        return NotAsked(), NotAsked()
    top = nested(numbers.top, numbers.ranked)
    firsts = sum(one.rank == 1 for one in numbers.pairs.values())
    told = exact(top)
    return top, nested(firsts, numbers.ranked) if told is None else nested(firsts, numbers.ranked, told)


def _kept(roster: Roster, publication: MatchPublication, result: Result) -> Told:
    made = pairings_of(roster.frame.session, publication, ended=False)
    if not made:
        return NotAsked()
    proposed = set(result.pairs)
    kept = sum((pair.mentee.public_id, pair.mentor.public_id) in proposed for pair in made)
    return nested(kept, len(made))


def _days(roster: Roster) -> Told:
    """The middle one and the quartiles, from ten mentees on, as with everything that tells of single ones in a row."""
    timezone = roster.frame.cohort.program.timezone
    waited = [
        (min(pair.started_on for pair in roster.of_mentee[mentee]) - clock.local_date(sent, timezone)).days
        for mentee, sent in roster.intakes.items()
        if mentee in roster.matched
    ]
    waited = [days for days in waited if days >= 0]
    if len(waited) < FEWEST_TO_SPREAD:
        return TooFew(FEWEST_TO_SPREAD)
    low, median, high = statistics.quantiles(waited, n=4, method="inclusive")
    return rough(Middle(median, low, high, len(waited)))


def _exceptions(roster: Roster) -> Value:
    found = roster.frame.session.scalar(
        select(func.count(PairingException.pairing_id))
        .join(Pairing, Pairing.id == PairingException.pairing_id)
        .where(Pairing.cohort_id == roster.frame.cohort.id, Pairing.status == PairingStatus.ACTIVE)
    )
    return at_least(found or 0, len(roster.pairs)).value
