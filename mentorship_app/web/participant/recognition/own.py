"""Letters, declared hours, and numbers of one person, for that person to take away."""

from typing import Any

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.recognition.feedback import numbers_for, own_number
from mentorship_app.mentoring.recognition.letters import letters_of
from mentorship_app.mentoring.recognition.services import choice_of, line_to
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring


def recognition_record(mine: Enrollment) -> dict[str, Any] | None:
    """What a mentor declared, what there is for them, and the averages only they see; None for a mentee."""
    if mine.role is not CohortRole.MENTOR:
        return None
    session = db.session()
    choice, line = choice_of(session, mine), line_to(session, mine)
    return {
        "hours_outside_meetings": choice.outside_quarters / 4 if choice else 0,
        "wants_a_letter": choice is None or choice.wants_letter,
        "line_of_thanks": line.line if line else None,
        "letters": [
            {
                "kind": one.kind.value,
                "language": one.locale,
                "drawn_on": one.drawn_at.date().isoformat() if one.drawn_at else None,
            }
            for one in letters_of(session, mine)
        ],
        "averages_of_mentees": [
            {"of_10": one.halves / 2, "of_at_least": one.people, "since": one.published_on.isoformat()}
            for one in numbers_for(session, mine.account_id, mine.cohort.program_id)
        ],
    }


def number_record(mine: Enrollment, pairing: Pairing) -> int | None:
    """The number from 1 to 10 that a mentee gave the mentor of this pair. Raises SealBroken."""
    if mine.role is not CohortRole.MENTEE:
        return None
    own = own_number(db.session(), keyring(), pairing)
    return own.value if own else None
