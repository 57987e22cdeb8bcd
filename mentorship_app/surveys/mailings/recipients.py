"""Whom a mailing concerns, as of this moment: answers and wishes are opened with the wave's key and not kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Enrollment, EnrollmentStatus
from mentorship_app.surveys.answering import draft_owner, has_answered
from mentorship_app.surveys.mailings.models import Mailing, MailingKind
from mentorship_app.surveys.mailings.progress import Progress
from mentorship_app.surveys.mailings.schedule import local_day
from mentorship_app.surveys.wishes import Wish, wish_of


def is_wanted(
    session: Session,
    keyring: Keyring,
    mailing: Mailing,
    progress: Progress,
    enrollment: Enrollment,
    *,
    now: datetime,
) -> bool:
    """Whether the person gets this mailing. Whoever left the program, or may not sign in, gets none.

    After staff changed an address only what its new reader sent and wished counts: else a reminder that stays away
    would tell them about the reader before.
    """
    account, wave = enrollment.account, mailing.wave
    if enrollment.status is not EnrollmentStatus.ACTIVE or not account.active:
        return False
    if mailing.kind is MailingKind.INVITATION:
        return True
    owner = draft_owner(wave, account)
    wish = wish_of(session, keyring, wave, owner)
    answered = has_answered(session, keyring, wave, account.id, owner=owner)
    if mailing.kind is MailingKind.EVENING:
        return not answered and _asked_for_this_evening(wish, progress)
    if wish.has_stopped or wish.tonight == local_day(wave, now):
        return False
    return wave.is_strict or not answered


def _asked_for_this_evening(wish: Wish, progress: Progress) -> bool:
    if wish.tonight is None or progress.evening is None or wish.tonight > progress.evening:
        return False
    return progress.evening_before is None or wish.tonight > progress.evening_before
