"""The release ledger: which groups were shown before, so that a later release cannot be subtracted from them."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.privacy.exposure import Members
from mentorship_app.privacy.models import Release

Member = str | int


def earlier_releases(session: Session, subject: str) -> dict[str, list[tuple[Members, ...]]]:
    """The groups shown so far about ``subject``, by figure, oldest first."""
    rows = session.scalars(select(Release).where(Release.subject == subject).order_by(Release.released_at, Release.id))
    releases: dict[str, list[tuple[Members, ...]]] = {}
    for row in rows:
        releases.setdefault(row.figure, []).append(tuple(frozenset(group) for group in row.groups))
    return releases


def unrecorded(released: Iterable[Members], earlier: Iterable[Collection[Members]]) -> tuple[Members, ...]:
    """Those of ``released`` that no earlier release has shown; empty when showing them tells nothing new."""
    public = {members for release in earlier for members in release}
    return tuple(members for members in released if members not in public)


def record(session: Session, subject: str, figure: str, groups: Collection[Members], *, now: datetime) -> None:
    """Write down that ``groups`` are shown from ``now`` on. The same groups again change nothing."""
    written = sorted(sorted(group, key=str) for group in groups)
    digest = hashlib.sha256(json.dumps(written).encode()).hexdigest()
    same = select(Release.id).where(Release.subject == subject, Release.figure == figure, Release.digest == digest)
    if session.scalar(same) is None:
        session.add(Release(subject=subject, figure=figure, groups=written, digest=digest, released_at=now))
        session.flush()
