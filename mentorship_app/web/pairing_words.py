"""How pairs are spoken of, for participants and staff alike."""

from babel.lists import format_list

from mentorship_app.intake.choices import RankedMentor
from mentorship_app.matching.common_ground import Interest
from mentorship_app.mentoring import PairingKind
from mentorship_app.web.i18n import _, _l, current_locale

KIND_NAMES = {
    PairingKind.PRIMARY: _l("Primary mentor"),
    PairingKind.CAREER: _l("Career mentor"),
    PairingKind.RESEARCH: _l("Research mentor"),
    PairingKind.WELLNESS: _l("Wellness mentor"),
    PairingKind.IDENTITY: _l("Identity mentor"),
    PairingKind.PEER: _l("Peer mentor"),
}

FUNCTION_NAMES = {
    PairingKind.PRIMARY: _l("A main mentor"),
    PairingKind.CAREER: _l("Career"),
    PairingKind.RESEARCH: _l("Research"),
    PairingKind.WELLNESS: _l("Wellness"),
    PairingKind.IDENTITY: _l("Somebody who shares part of who I am"),
    PairingKind.PEER: _l("Somebody a step ahead of me"),
}
"""What a mentor can be for, as mentees choose it."""

KIND_PURPOSES = {
    PairingKind.PRIMARY: _l("Day-to-day questions, goals and career."),
    PairingKind.CAREER: _l("Career choices and next steps."),
    PairingKind.RESEARCH: _l("A research or improvement project."),
    PairingKind.WELLNESS: _l("How you are doing, and life beside work."),
    PairingKind.IDENTITY: _l("Experiences that you share."),
    PairingKind.PEER: _l("Somebody a step ahead of you."),
}


_PLACES = {
    1: _l("Their first choice"),
    2: _l("Their second choice"),
    3: _l("Their third choice"),
    4: _l("Their fourth choice"),
    5: _l("Their fifth choice"),
}


def choice_words(choice: RankedMentor | None) -> str:
    """``Their second choice: Research mentor``, for staff; empty where the mentee did not choose this mentor."""
    if choice is None:
        return ""
    return _("%(place)s: %(kind)s", place=_PLACES[choice.rank], kind=KIND_NAMES[choice.function])


def words_of(interests: tuple[Interest, ...]) -> str:
    """``Research, Teaching and Burnout`` in the reader's language; empty if there is none."""
    locale = current_locale()
    return str(format_list([interest.text.in_(locale) for interest in interests], locale=locale))


def both_chose(topics: tuple[Interest, ...]) -> str:
    """Why these two, in one plain sentence; empty where their forms share no topic."""
    return _("You both chose: %(topics)s.", topics=words_of(topics)) if topics else ""
