"""How far a mailing has come, sealed: whom it passed over, and why, must show in no copy of the database.

A mailing goes through the whole roster in an order of its own that only the wave's key gives. After each person the
box is sealed anew, whether that person got a mail or not; its size depends on the roster alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.privacy import sealing
from mentorship_app.privacy.models import SealedMailing
from mentorship_app.surveys.mailings.models import Mailing
from mentorship_app.surveys.models import WaveInvitee

LEASE = timedelta(minutes=5)
_KIBIBYTE = 1024
_BYTES_OF_ONE = 32
_SHORT = 16
"""Hex digits that stand for a person among those to try again: 64 bits."""


@dataclass
class Progress:
    """What the next worker needs to know."""

    after: str = ""
    """Rank, in hex, of the last person who was dealt with in this pass."""
    finished: int = 0
    """Passes through the roster that are over; later ones only try deferred addresses again."""
    deferred: dict[str, int] = field(default_factory=dict)
    """Addresses that the server asked to try later: short rank to its code."""
    refused: dict[str, int] = field(default_factory=dict)
    """Code of the server to number of addresses that it refused for good."""
    tries: int = 0
    """How often in a row the server could not be used."""
    next_at: datetime | None = None
    """Not before then: the server was away, or the next pass is later."""
    leased_until: datetime | None = None
    leased_by: str = ""
    evening: date | None = None
    """Of the evening mail: the last evening that was dealt with, or is being."""
    evening_before: date | None = None
    """The one before that."""

    def is_leased(self, *, now: datetime) -> bool:
        """Whether another worker is at it. A lease from a clock that was set back since does not count."""
        return self.leased_until is not None and now < self.leased_until <= now + LEASE

    def rests(self, *, now: datetime, longest: timedelta) -> bool:
        """Whether it is too early to go on; likewise."""
        return self.next_at is not None and now < self.next_at <= now + longest

    def is_deferred(self, rank: bytes) -> bool:
        return rank.hex()[:_SHORT] in self.deferred

    def defer(self, rank: bytes, code: int) -> None:
        self.deferred[rank.hex()[:_SHORT]] = code

    def settle(self, rank: bytes) -> None:
        """The person's mail is on its way, or never will be."""
        self.deferred.pop(rank.hex()[:_SHORT], None)

    def refuse(self, rank: bytes, reason: str) -> None:
        self.settle(rank)
        self.refused[reason] = self.refused.get(reason, 0) + 1


def read(session: Session, wave_key: bytes, mailing: Mailing) -> Progress:
    """The progress of a mailing; a fresh one if it has not begun. Raises SealBroken for a changed box."""
    name = sealing.mailing_slot(wave_key, mailing.id)
    kept = session.get(SealedMailing, name)
    if kept is None:
        return Progress()
    return _read(sealing.unseal(wave_key, kept.body, name=name))


def write(session: Session, wave_key: bytes, mailing: Mailing, progress: Progress) -> None:
    """Seal the progress anew."""
    name = sealing.mailing_slot(wave_key, mailing.id)
    asked = session.scalar(select(func.count()).select_from(WaveInvitee).where(WaveInvitee.wave_id == mailing.wave_id))
    box = -(-(_KIBIBYTE + _BYTES_OF_ONE * (asked or 0)) // _KIBIBYTE) * _KIBIBYTE
    body = sealing.seal(wave_key, _written(progress), name=name, box=box)
    kept = session.get(SealedMailing, name)
    if kept is None:
        session.add(SealedMailing(slot=name, wave_id=mailing.wave_id, body=body))
    else:
        kept.body = body
    session.flush()


_MOMENTS = ("next_at", "leased_until")
_DAYS = ("evening", "evening_before")


def _written(progress: Progress) -> dict[str, Any]:
    values = dict(vars(progress))
    for name in (*_MOMENTS, *_DAYS):
        values[name] = values[name].isoformat() if values[name] is not None else None
    return values


def _read(values: Mapping[str, Any]) -> Progress:
    read_back = dict(values)
    for name in _MOMENTS:
        read_back[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name in _DAYS:
        read_back[name] = date.fromisoformat(values[name]) if values[name] else None
    return Progress(**read_back)
