"""What the first page of a check-in says, for those who answer and for staff who look at it beforehand."""

from typing import Any

from mentorship_app.surveys import Wave
from mentorship_app.surveys.contents import Contents
from mentorship_app.surveys.questionnaire import minutes_of
from mentorship_app.surveys.stratum_words import described
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.participant.surveys.finished import dates_of


def first_page(wave: Wave, contents: Contents) -> dict[str, Any]:
    """The same for everybody; where somebody stands comes on top."""
    locale = current_locale()
    return {
        "wave": wave,
        "minutes": minutes_of(contents),
        "topics": [block.title.in_(locale) for block in contents.blocks],
        "has_comment": contents.has_comment,
        "comment_floor": contents.comment_floor,
        "carried": [sentence.in_(locale) for sentence in described(db.session(), wave)],
        "news": wave.news_fr if locale == "fr" else wave.news_en,
        "own_words": wave.consent_fr if locale == "fr" else wave.consent_en,
        **dates_of(wave),
    }
