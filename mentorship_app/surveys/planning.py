"""What a coordinator settles about a wave before it opens: its name, its days, whom it asks, what it says."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.programs.versions import claim
from mentorship_app.surveys.enums import AudienceGroup, WaveStatus
from mentorship_app.surveys.models import Wave

LONGEST_TITLE, LONGEST_WORDS = 120, 1500
OF_MENTORS = frozenset({AudienceGroup.MENTORS})
OF_MENTEES = frozenset(AudienceGroup) - OF_MENTORS


@dataclass(frozen=True)
class WaveEntry:
    """What the coordinator says about a wave. ``consent`` and ``news`` may be empty in both languages."""

    title: LocalizedText
    opens_on: date
    closes_on: date
    audience: frozenset[AudienceGroup]
    consent: LocalizedText
    news: LocalizedText
    has_comment: bool
    is_strict: bool

    @classmethod
    def of(cls, wave: Wave) -> "WaveEntry":
        """As it stands."""
        return cls(
            title=wave.title,
            opens_on=wave.opens_on,
            closes_on=wave.closes_on,
            audience=frozenset(wave.groups),
            consent=LocalizedText(en=wave.consent_en, fr=wave.consent_fr),
            news=LocalizedText(en=wave.news_en, fr=wave.news_fr),
            has_comment=bool(wave.contents["comment"]),
            is_strict=wave.is_strict,
        )


def change_wave(session: Session, wave: Wave, entry: WaveEntry, *, version: int, by: Actor, now: datetime) -> None:
    """Write what was settled. Raises FieldError, InvalidTransition once it was opened, Conflict for a stale version."""
    require_draft(wave)
    given = _checked(wave, entry, now=now)
    claim(session, wave, version)
    before = WaveEntry.of(wave)
    if given == before:
        return
    wave.title_en, wave.title_fr = given.title.en, given.title.fr
    wave.opens_on, wave.closes_on = given.opens_on, given.closes_on
    wave.audience = in_order(given.audience)
    wave.consent_en, wave.consent_fr = given.consent.en, given.consent.fr
    wave.news_en, wave.news_fr = given.news.en, given.news.fr
    wave.contents = wave.contents | {"comment": given.has_comment}
    wave.is_strict = given.is_strict
    session.flush()
    changed = sorted(name for name in vars(given) if getattr(given, name) != getattr(before, name))
    record_change(session, wave, by=by, now=now, changed=changed)


def in_order(audience: Collection[AudienceGroup]) -> list[str]:
    """The groups as a wave stores them."""
    return [group.value for group in AudienceGroup if group in audience]


def require_draft(wave: Wave) -> None:
    """Raises InvalidTransition once the wave was opened."""
    if wave.status is not WaveStatus.DRAFT:
        raise InvalidTransition(N_("This check-in was opened, so what it asks and whom stays as it is."))


def check_dates(cohort: Cohort, opens_on: date, closes_on: date, *, now: datetime) -> None:
    """Raises FieldError("closes_on") for days out of order, over already, or after the cohort."""
    if closes_on < opens_on:
        raise FieldError("closes_on", N_("The last day must not lie before the first."))
    if closes_on < clock.local_date(now, cohort.program.timezone):
        raise FieldError("closes_on", N_("The last day is already over. Choose a later one."))
    if closes_on > cohort.ends_on:
        raise FieldError("closes_on", N_("The cohort ends before that day. Choose an earlier one."))


def check_audience(audience: Collection[AudienceGroup]) -> None:
    """Raises FieldError("audience") for nobody, and for mentors among others."""
    groups = frozenset(audience)
    if not groups:
        raise FieldError("audience", N_("Choose at least one group."))
    if groups & OF_MENTORS and groups - OF_MENTORS:
        raise FieldError("audience", N_("Mentors are asked in check-ins of their own: choose them alone, or not."))


def _checked(wave: Wave, entry: WaveEntry, *, now: datetime) -> WaveEntry:
    given = replace(
        entry, title=_one_line(entry.title), consent=_tidy("consent", entry.consent), news=_tidy("news", entry.news)
    )
    for name, words in (("title_en", given.title.en), ("title_fr", given.title.fr)):
        if not words:
            raise FieldError(name, N_("Name it in both languages: people read it in theirs."))
        if len(words) > LONGEST_TITLE:
            raise FieldError(name, N_("Use at most %(most)s characters."), most=LONGEST_TITLE)
    if (given.opens_on, given.closes_on) != (wave.opens_on, wave.closes_on):
        check_dates(wave.cohort, given.opens_on, given.closes_on, now=now)
    check_audience(given.audience)
    if wave.asks_mentors is not bool(given.audience & OF_MENTORS):
        raise FieldError(
            "audience",
            N_("What it asks was chosen for the others. Plan a check-in of its own for this group."),
        )
    return given


def _tidy(name: str, words: LocalizedText) -> LocalizedText:
    """Without space around it; raises FieldError for one language without the other, and for a page of words."""
    tidy = LocalizedText(en=words.en.strip(), fr=words.fr.strip())
    for key, text, other in (("en", tidy.en, tidy.fr), ("fr", tidy.fr, tidy.en)):
        if other and not text:
            raise FieldError(f"{name}_{key}", N_("Write it in both languages, or leave both empty."))
        if len(text) > LONGEST_WORDS:
            raise FieldError(f"{name}_{key}", N_("Use at most %(most)s characters."), most=LONGEST_WORDS)
    return tidy


def _one_line(words: LocalizedText) -> LocalizedText:
    return LocalizedText(en=" ".join(words.en.split()), fr=" ".join(words.fr.split()))


def record_change(session: Session, wave: Wave, *, by: Actor, now: datetime, changed: Collection[str]) -> None:
    """One line of the trail: which entries of a planned wave are new. Never what people answered: there is nothing."""
    audit.record(
        session,
        "surveys.wave.changed",
        by=by,
        subject=wave,
        at=now,
        program_id=wave.cohort.program_id,
        wave=wave.title_en,
        changed=list(changed),
    )
