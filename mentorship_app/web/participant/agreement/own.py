"""An agreement as one of its two people sees it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from mentorship_app.core import clock
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.agreements import Agreement, AgreementStatus, AgreementVersion
from mentorship_app.mentoring.agreements.queries import agreement_of, newest_of, waits_for
from mentorship_app.mentoring.agreements.services import BEFORE_THE_FIRST
from mentorship_app.mentoring.agreements.wording import Change, Part, Wording, compared, parts_of
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.participant.pair.acceptance import OwnPair
from mentorship_app.web.participant.pair.lines import Line, lines, read_at_once


@dataclass(frozen=True)
class Signed:
    """A name under a version."""

    name: str
    is_mentor: bool
    on: date


@dataclass(frozen=True)
class VersionView:
    """One version with its text in the reader's language. ``is_mine``: the reader's side proposed it."""

    number: int
    status: AgreementStatus
    is_mine: bool
    proposed_on: date
    in_force_on: date | None
    review_on: date
    signed: tuple[Signed, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class AgreementView:
    """What waits, what holds, and what a proposal would change. ``version``: to write on top of."""

    version: int
    proposed: VersionView | None
    in_force: VersionView | None
    changes: tuple[Change, ...]
    since: VersionView | None
    """The version that ``changes`` compares with."""

    @property
    def is_there(self) -> bool:
        return self.proposed is not None or self.in_force is not None


def agreement_view(own: OwnPair) -> AgreementView:
    """What the page of an agreement shows; two queries."""
    agreement = agreement_of(db.session(), own.pairing)
    if agreement is None:
        return AgreementView(BEFORE_THE_FIRST, None, None, (), None)
    proposed, in_force = agreement.proposed, agreement.in_force
    before = _before(agreement, proposed) if proposed else None
    return AgreementView(
        version=agreement.version,
        proposed=version_view(own, proposed) if proposed else None,
        in_force=version_view(own, in_force) if in_force else None,
        changes=changes_between(before, proposed) if before and proposed else (),
        since=version_view(own, before) if before else None,
    )


def _before(agreement: Agreement, proposed: AgreementVersion) -> AgreementVersion | None:
    """What a proposal is best compared with: what is in force, else the proposal that it answers."""
    if agreement.in_force is not None:
        return agreement.in_force
    earlier = [one for one in agreement.versions if one.number == proposed.number - 1]
    return next((one for one in earlier if one.status is AgreementStatus.REPLACED), None)


def changes_between(one: AgreementVersion, other: AgreementVersion) -> tuple[Change, ...]:
    """What changed from one version to the other, word for word."""
    return compared(wording_of(one), wording_of(other), current_locale())


def wording_of(version: AgreementVersion) -> Wording:
    """The text of a version."""
    return Wording(version.questionnaire, version.terms)


def version_view(own: OwnPair, version: AgreementVersion) -> VersionView:
    """One version for a page."""
    timezone = own.pairing.cohort.program.timezone
    return VersionView(
        number=version.number,
        status=version.status,
        is_mine=version.proposed_by is own.side,
        proposed_on=clock.local_date(version.proposed_at, timezone),
        in_force_on=clock.local_date(version.in_force_at, timezone) if version.in_force_at else None,
        review_on=version.review_on,
        signed=tuple(
            Signed(one.name, one.side is CohortRole.MENTOR, clock.local_date(one.signed_at, timezone))
            for one in version.signatures
        ),
        parts=parts_of(wording_of(version), current_locale()),
    )


def agreement_record(pairing: Pairing, locale: str) -> list[dict[str, Any]]:
    """Every version of a pair's agreement, for one of its two people to take away."""
    agreement = agreement_of(db.session(), pairing)
    return [
        {
            "version": version.number,
            "status": version.status.value,
            "proposed_by": version.proposed_by.value,
            "proposed_on": version.proposed_at.date().isoformat(),
            "signed": [{"name": one.name, "on": one.signed_at.date().isoformat()} for one in version.signatures],
            "text": [
                {"question": term.label, "answer": "\n".join(term.lines)}
                for part in parts_of(wording_of(version), locale)
                for term in part.terms
            ],
            "kept_as": version.terms,
        }
        for version in (agreement.versions if agreement else ())
    ]


@lines.register("agreement")
def agreement_line(pairing: Pairing, reader: Enrollment) -> Line:
    """Where the agreement of a pair stands, for one of its two people."""
    newest = read_at_once("agreement", pairing, lambda pairs: newest_of(db.session(), [pair.id for pair in pairs]))
    version = newest.get(pairing.id)
    if version is None:
        words, icon = _("Agreement: not written yet"), "document"
    elif waits_for(version, reader.role):
        words, icon = _("Agreement: waiting for your signature"), "edit"
    elif version.status is AgreementStatus.PROPOSED:
        words, icon = _("Agreement: waiting for the other person"), "clock"
    else:
        words, icon = _("Agreement: signed by both"), "check"
    return Line(words, url_for("participant.agreement.show", pairing_id=pairing.public_id), icon)
