"""Working a stored run out again, and saying whether the same comes out."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.decisions import state_of
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.facts import digest_of
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.run_inputs import Inputs, inputs_digest, inputs_of
from mentorship_app.matching.run_results import Result, result_from
from mentorship_app.matching.run_solving import Question, answered, asked
from mentorship_app.matching.settings import settings_of
from mentorship_app.matching.solving.blocking import blocking_pairs
from mentorship_app.matching.solving.checking import certificate_holds, measure, violations
from mentorship_app.matching.solving.problem import Objective, Solution, Status

CHECKS = (
    N_("What went in is what the run was started with"),
    N_("What came out was not changed since"),
    N_("The pairs keep every rule"),
    N_("The stored proof holds for these pairs"),
    N_("Solved again, the same pairs come out"),
    N_("Solved again, every goal has the same value"),
)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. ``words``: marked with ``N_``; ``detail``: what differs, without any fit."""

    words: str
    holds: bool
    detail: Phrase | None = None


@dataclass(frozen=True)
class Verified:
    """What came of it."""

    checks: tuple[Check, ...]

    @property
    def is_equal(self) -> bool:
        """Whether everything holds."""
        return all(check.holds for check in self.checks)


def verify(session: Session, run: MatchRun, keyring: Keyring) -> Verified:
    """Open what the run was worked out from, solve it again, and compare. Writes nothing; takes as long as solving.

    Raises Conflict for a run that gave no pairs, InputsGone, SealBroken, KeyringError.
    """
    if run.status is not RunStatus.SOLVED:
        raise Conflict(N_("Run %(number)s gave no pairs, so there is nothing to verify."), number=run.number)
    whole = session.scalars(
        select(MatchRun).where(MatchRun.id == run.id).options(undefer(MatchRun.inputs), undefer(MatchRun.result))
    ).one()
    inputs, result = inputs_of(whole, keyring), result_from(whole.result)
    question = asked(inputs.facts, settings_of(whole.settings), state_of(whole.decisions))
    kept, again = _kept(inputs, result), answered(question)
    holds = (
        inputs_digest(inputs.facts, whole) == whole.inputs_digest,
        digest_of(whole.result) == whole.result_digest,
        not violations(question.problem, result.pairs),
        _proof_holds(question, kept),
        result.pairs == again.pairs,
        kept.objective == again.objective == measure(question.problem, result.pairs),
    )
    details = {4: _differing(result, again)} if not holds[4] else {}
    return Verified(
        tuple(
            Check(words, held, details.get(place))
            for place, (words, held) in enumerate(zip(CHECKS, holds, strict=True))
        )
    )


def _kept(inputs: Inputs, result: Result) -> Solution:
    """The solution as it was stored."""
    objective = inputs.certificate["objective"]
    return Solution(
        status=Status(inputs.certificate["status"]),
        pairs=result.pairs,
        unmatched=(),
        objective=Objective(**objective) if objective else None,
        certificate=inputs.certificate["certificate"],
    )


def _proof_holds(question: Question, kept: Solution) -> bool:
    """A stable matching is proved by nobody who would leave it."""
    if kept.status is Status.STABLE:
        return not blocking_pairs(question.problem, kept.pairs)
    return certificate_holds(question.problem, kept)


def _differing(result: Result, again: Solution) -> Phrase:
    before, after = dict(result.pairs), dict(again.pairs)
    count = sum(before.get(mentee) != after.get(mentee) for mentee in {*before, *after})
    return Phrase(
        N_("%(num)s mentee has another mentor, or none."),
        plural="%(num)s mentees have another mentor, or none.",
        n=count,
    )
