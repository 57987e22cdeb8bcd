"""Planning and opening waves. Answering is in ``answering``, closing in ``closing``."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import InvalidTransition, Obstacles
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy import sealing
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.surveys import licensing, readiness
from mentorship_app.surveys.audience import roster_of
from mentorship_app.surveys.contents import Contents, contents_of, of_measures
from mentorship_app.surveys.enums import USUAL_AUDIENCE, USUAL_TITLES, AudienceGroup, WaveKind, WaveStatus
from mentorship_app.surveys.mailings import services as mailings
from mentorship_app.surveys.mailings.schedule import InvitationTime
from mentorship_app.surveys.models import Wave, WaveInvitee
from mentorship_app.surveys.planning import check_audience, check_dates, in_order
from mentorship_app.surveys.strata import stamped

USUAL_DAYS = 14
USUAL_MEASURES = ("own_burnout_short",)

_USUAL_PLACE = {WaveKind.BASELINE: 0.05, WaveKind.EARLY: 0.25, WaveKind.MIDPOINT: 0.5, WaveKind.ENDPOINT: 0.9}
"""Share of the cohort's days after which each kind of wave usually opens."""


def usual_dates(cohort: Cohort, kind: WaveKind) -> tuple[date, date]:
    """First and last day of answering, proposed from the cohort's dates."""
    whole = (cohort.ends_on - cohort.starts_on).days
    opens_on = cohort.starts_on + timedelta(days=round(whole * _USUAL_PLACE[kind]))
    return opens_on, min(opens_on + timedelta(days=USUAL_DAYS), cohort.ends_on)


def create_wave(
    session: Session,
    cohort: Cohort,
    *,
    kind: WaveKind,
    opens_on: date,
    closes_on: date,
    by: Actor,
    now: datetime,
    title: LocalizedText | None = None,
    contents: Contents | None = None,
    audience: Collection[AudienceGroup] = USUAL_AUDIENCE,
) -> Wave:
    """Plan a wave; without ``contents`` it asks the app's short burnout check. Raises FieldError for wrong dates."""
    check_dates(cohort, opens_on, closes_on, now=now)
    check_audience(audience)
    contents = contents or of_measures(session, USUAL_MEASURES)
    words = title or USUAL_TITLES[kind]
    wave = Wave(
        cohort=cohort,
        kind=kind,
        title_en=words.en,
        title_fr=words.fr,
        contents=contents.as_stored(),
        audience=in_order(audience),
        opens_on=opens_on,
        closes_on=closes_on,
        bands={},
        created_at=now,
    )
    session.add(wave)
    session.flush()
    audit.record(
        session, "surveys.wave.created", by=by, subject=wave, at=now, program_id=cohort.program_id, kind=kind.value
    )
    return wave


def delete_wave(session: Session, wave: Wave, *, by: Actor, now: datetime) -> None:
    """Take a planned wave away; raises InvalidTransition once it was opened."""
    if wave.status is not WaveStatus.DRAFT:
        raise InvalidTransition(N_("A check-in that was opened cannot be deleted."))
    audit.record(session, "surveys.wave.deleted", by=by, subject=wave, at=now, program_id=wave.cohort.program_id)
    session.delete(wave)
    session.flush()


def open_wave(
    session: Session,
    keyring: Keyring,
    wave: Wave,
    *,
    by: Actor,
    now: datetime,
    invite: InvitationTime = InvitationTime.NOW,
) -> None:
    """Freeze the roster, make the keys, plan the invitation and its reminders. Opening an open wave changes nothing.

    Raises InvalidTransition for a closed wave, Conflict with all that ``readiness`` finds
    lacking, KeyringError when the key file is missing or readable by others.
    """
    if wave.status is WaveStatus.OPEN:
        return
    roster = roster_of(session, wave)
    _check_may_open(session, wave, roster, now=now)
    licensing.use_up(session, wave, contents_of(session, wave), people=len(roster), now=now)
    sealing.make_keys(keyring, program_id=wave.cohort.program_id, wave_id=wave.id)
    strata = stamped(session, wave, roster)
    wave.bands = {banding.stratum: [band.as_dict() for band in banding.bands] for banding in strata}
    for enrollment in roster:
        carried = {one.stratum: one.band_of[enrollment.id] for one in strata if enrollment.id in one.band_of}
        session.add(WaveInvitee(wave_id=wave.id, enrollment_id=enrollment.id, strata=carried))
    wave.status, wave.opened_at, wave.comment_floor = WaveStatus.OPEN, now, wave.cohort.program.comment_floor
    wave.version += 1
    session.flush()
    audit.record(
        session,
        "surveys.wave.opened",
        by=by,
        subject=wave,
        at=now,
        program_id=wave.cohort.program_id,
        invited=len(roster),
    )
    mailings.plan(session, keyring, wave, asked=len(roster), now=now, invite=invite)


def _check_may_open(session: Session, wave: Wave, roster: Sequence[Enrollment], *, now: datetime) -> None:
    if wave.status is WaveStatus.CLOSED:
        raise InvalidTransition(N_("This check-in is closed. Answers are no longer taken."))
    problems = readiness.lacking(session, wave, roster, now=now)
    if problems:
        raise problems[0] if len(problems) == 1 else Obstacles(problems)
