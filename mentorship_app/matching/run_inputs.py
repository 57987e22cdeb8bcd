"""What a run was worked out from, sealed: it holds wishes that nobody on staff may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching.facts import Facts, digest_of
from mentorship_app.matching.facts import facts_of as facts_from
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.records.models import MatchRecord
from mentorship_app.privacy.sealing import matching_key_name, seal_packed, unseal_packed
from mentorship_app.programs import Enrollment


class InputsGone(Conflict):
    """What a run was worked out from is deleted."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "What this run was worked out from is deleted, because somebody in it left or the program ended. "
                "Its pairs stay; it can no longer be worked out again."
            )
        )


@dataclass(frozen=True)
class Inputs:
    """The snapshot, and the whole certificate with true values: ``{}`` unless solving ended well."""

    facts: Facts
    certificate: Mapping[str, Any]


def inputs_digest(facts: Facts, run: MatchRun) -> str:
    """SHA-256 of everything that decides a run: facts, settings, decisions."""
    return digest_of([facts.digest, run.settings, run.decisions])


def sealed(inputs: Inputs, keyring: Keyring, *, program_id: UUID, run_id: UUID) -> bytes:
    """The inputs as a run keeps them: only that run, with the program's key, opens them. Raises KeyringError."""
    key = keyring.create(matching_key_name(program_id))
    contents = {"facts": inputs.facts.as_json(), "certificate": dict(inputs.certificate)}
    return seal_packed(key, contents, name=run_id.bytes)


def inputs_of(run: MatchRun, keyring: Keyring) -> Inputs:
    """Raises InputsGone where they or their key are deleted, SealBroken where they were changed, KeyringError."""
    name = matching_key_name(run.cohort.program_id)
    if run.inputs is None or not keyring.has(name):
        raise InputsGone
    stored = unseal_packed(keyring.get(name), run.inputs, name=run.id.bytes)
    return Inputs(facts_from(stored["facts"]), stored["certificate"])


def runs_with_inputs_about(session: Session, enrollment: Enrollment) -> list[MatchRun]:
    """The runs that still hold what they knew about this person."""
    candidates = session.scalars(
        select(MatchRun)
        .where(MatchRun.cohort_id == enrollment.cohort_id, MatchRun.inputs.is_not(None))
        .options(undefer(MatchRun.result))
    )
    return [run for run in candidates if _is_about(run, enrollment)]


def _is_about(run: MatchRun, enrollment: Enrollment) -> bool:
    return enrollment.public_id in {*run.result["mentees"], *run.result["mentors"]}


def drop_inputs_of(session: Session, enrollment: Enrollment) -> None:
    """Delete what runs knew about this person, and the records drawn of them. The pairs of those runs stay."""
    runs = runs_with_inputs_about(session, enrollment)
    for run in runs:
        run.inputs = None
    session.execute(delete(MatchRecord).where(MatchRecord.run_id.in_([run.id for run in runs])))
    session.flush()
