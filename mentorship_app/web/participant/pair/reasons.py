"""Why two people are a pair, as it was kept when the pair was published."""

from collections.abc import Sequence
from uuid import UUID

from mentorship_app.intake.queries import sent_profiles
from mentorship_app.matching.common_ground import accepted_applications
from mentorship_app.matching.explaining import told_to_mentee, told_to_mentor
from mentorship_app.mentoring import Pairing
from mentorship_app.programs import CohortRole
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale


def kept_reasons(pairings: Sequence[Pairing], reader: CohortRole) -> dict[UUID, tuple[str, ...]]:
    """At most three for each pair that has any, by its id, in the reader's language; no query where none has.

    Each rests on answers that this side may read today: forms and what they let others read may have changed since.
    """
    kept = [pairing for pairing in pairings if pairing.reasons]
    told = _for_mentees(kept) if reader is CohortRole.MENTEE else _for_mentors(kept)
    return {pairing_id: lines for pairing_id, lines in told.items() if lines}


def _for_mentees(pairings: Sequence[Pairing]) -> dict[UUID, tuple[str, ...]]:
    locale = current_locale()
    answered = accepted_applications(db.session(), {pairing.mentor_id for pairing in pairings}) if pairings else {}
    forms = {mentor_id: application.questionnaire for mentor_id, application in answered.items()}
    return {
        pairing.id: tuple(
            phrase.in_(locale) for phrase in told_to_mentee(pairing.reasons, forms.get(pairing.mentor_id))
        )
        for pairing in pairings
    }


def _for_mentors(pairings: Sequence[Pairing]) -> dict[UUID, tuple[str, ...]]:
    locale = current_locale()
    sent = sent_profiles(db.session(), {pairing.mentee_id for pairing in pairings}) if pairings else {}
    forms = {mentee_id: profile.questionnaire for mentee_id, profile in sent.items()}
    return {
        pairing.id: tuple(
            phrase.in_(locale) for phrase in told_to_mentor(pairing.reasons, forms.get(pairing.mentee_id))
        )
        for pairing in pairings
    }
