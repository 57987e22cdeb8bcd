"""Facts that nobody would think of, for property tests; and a small cohort that reads well."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.matching.facts import Choice, Facts, MenteeFacts, MentorFacts, PastPair
from mentorship_app.mentoring import PairingKind

WORDS = {
    "topics.career": LocalizedText(en="Career choices", fr="Choix de carrière"),
    "topics.research": LocalizedText(en="Research", fr="Recherche"),
    "topics.teaching": LocalizedText(en="Teaching", fr="Enseignement"),
    "topics.burnout": LocalizedText(en="Burnout", fr="Épuisement"),
    "languages.english": LocalizedText(en="English", fr="English"),
    "languages.french": LocalizedText(en="Français", fr="Français"),
    "areas.research": LocalizedText(en="Research", fr="Recherche"),
    "areas.quality": LocalizedText(en="Quality improvement", fr="Amélioration de la qualité"),
    "path.rural": LocalizedText(en="Rural or remote", fr="Rural ou éloigné"),
    "style.advice": LocalizedText(en="Clear advice", fr="Des conseils clairs"),
    "style.both": LocalizedText(en="Some of both", fr="Un peu des deux"),
    "style.questions": LocalizedText(en="Questions that let me think", fr="Des questions qui font réfléchir"),
    "frequency.fortnight": LocalizedText(en="Every two weeks", fr="Toutes les deux semaines"),
    "frequency.month": LocalizedText(en="Once a month", fr="Une fois par mois"),
    "free_times.morning": LocalizedText(en="Mornings", fr="Le matin"),
    "free_times.evening": LocalizedText(en="Evenings", fr="Le soir"),
    "modality.in_person": LocalizedText(en="In person", fr="En personne"),
    "modality.video": LocalizedText(en="By video", fr="Par vidéo"),
}

TOPICS = ("career", "research", "teaching", "burnout", "nuits d’octobre")
LANGUAGES = ("english", "french", "cree")
TIMES = ("morning", "midday", "afternoon", "evening", "weekend", "varies", "before rounds")
WAYS = ("in_person", "video", "phone")
STYLES = ("advice", "both", "questions", "humour")
OFTEN = ("fortnight", "month", "six_weeks", "quarter", "yearly")
AREAS = ("research", "quality", "education")
PATHS = ("academic", "rural", "global")
TEXTS = (
    "",
    "of and the",
    "pediatric cardiology",
    "Cardiologie pédiatrique",
    "rural practice",
    "Médecine d’urgence",
    "finish my research project",
    "be better",
    "teaching",
    "œdème, cœur",
    "ICU",
    "simulation",
)
SITES = ("", " ", "Eastmere", "eastmère", "North Hill")
MENTORS = ("mentor-a", "mentor-b", "mentor-c", "mentor-d")
MENTEES = ("mentee-a", "mentee-b", "mentee-c", "mentee-d", "mentee-e")


def _some(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True, min_size=1).map(tuple)


def _one(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sampled_from(codes).map(lambda code: (code,))


_BOTH = {
    "topics": _some(TOPICS),
    "languages": _some(LANGUAGES),
    "free_times": _some(TIMES),
    "modality": _some(WAYS),
    "style": _one(STYLES),
    "frequency": _one(OFTEN),
}
_MENTEE = st.fixed_dictionaries(
    {},
    optional=_BOTH
    | {
        "career": _some(TEXTS),
        "goals": _some(TEXTS),
        "research": _one(("project", "curious", "not_now", "something else")),
    },
)
_MENTOR = st.fixed_dictionaries(
    {}, optional=_BOTH | {"areas": _some(AREAS), "path": _some(PATHS), "fields": _some(TEXTS)}
)


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """Up to five mentees and four mentors who said anything or nothing."""
    mentor_ids = MENTORS[: draw(st.integers(0, len(MENTORS)))]
    mentee_ids = MENTEES[: draw(st.integers(0, len(MENTEES)))]
    mentors = tuple(
        MentorFacts(
            id=one,
            name=f"Mentor {one[-1].upper()}",
            capacity=draw(st.integers(0, 3)),
            load=draw(st.integers(0, 3)),
            department=draw(st.sampled_from(("", "Cardiology", "Médecine d’urgence"))),
            site=draw(st.sampled_from(SITES)),
            said=draw(_MENTOR),
            ranking=tuple(draw(st.lists(st.sampled_from((*mentee_ids, "gone")), unique=True))),
        )
        for one in mentor_ids
    )
    mentees = tuple(
        MenteeFacts(
            id=one,
            name=f"Mentee {one[-1].upper()}",
            site=draw(st.sampled_from(SITES)),
            level_code=draw(st.sampled_from(("", "r1", "r2"))),
            said=draw(_MENTEE),
            matters_most=draw(st.sampled_from(("", "topics", "languages", "career", "site", "style", "unheard of"))),
            choices=_choices(draw(st.lists(st.sampled_from((*mentor_ids, "gone")), unique=True))),
        )
        for one in mentee_ids
    )
    anybody = st.tuples(st.sampled_from((*mentee_ids, "gone")), st.sampled_from((*mentor_ids, "gone")))
    past = draw(st.lists(anybody, max_size=4))
    shared = draw(st.dictionaries(anybody, st.floats(0, 1), max_size=6))
    return Facts(
        kind=PairingKind.PRIMARY,
        mentors=mentors,
        mentees=mentees,
        past=tuple(PastPair(mentee, mentor, draw(st.sampled_from(("", "2025–26")))) for mentee, mentor in past),
        shared_identity=tuple((mentee, mentor, share) for (mentee, mentor), share in shared.items()),
        words=WORDS,
    )


def _choices(mentors: list[str]) -> tuple[Choice, ...]:
    return tuple(Choice(mentor, rank) for rank, mentor in enumerate(mentors, start=1))


HALE = MentorFacts(
    "hale",
    "Dr. Sunniva Hale",
    2,
    department="Cardiology",
    site="Eastmere",
    said={
        "topics": ("career", "research"),
        "languages": ("english",),
        "free_times": ("evening",),
        "modality": ("in_person", "video"),
        "style": ("advice",),
        "frequency": ("month",),
        "areas": ("research",),
        "fields": ("pediatric cardiology",),
    },
)
BROOK = MentorFacts(
    "brook",
    "Dr. Anselm Brook",
    1,
    load=1,
    department="Surgery",
    site="North Hill",
    said={
        "topics": ("burnout",),
        "languages": ("french", "english"),
        "free_times": ("varies",),
        "modality": ("in_person",),
        "style": ("questions",),
        "frequency": ("fortnight",),
    },
)
SILENT = MentorFacts("silent", "Dr. Idris Calloway", 1)
ITO = MenteeFacts(
    "ito",
    "Wren Ito",
    site="Eastmere",
    level_code="r1",
    has_intake=True,
    said={
        "topics": ("research", "career", "burnout"),
        "languages": ("french", "english"),
        "free_times": ("evening", "morning"),
        "modality": ("in_person",),
        "style": ("advice",),
        "frequency": ("month",),
        "career": ("Cardiology", "rural practice"),
        "research": ("curious",),
        "goals": ("Finish my research project", "Sleep"),
    },
    matters_most="topics",
    choices=(Choice("brook", 1), Choice("hale", 2)),
)
ROOK = MenteeFacts("rook", "Caspian Rook")
"""Who said nothing."""


def small(**changes: Any) -> Facts:
    """Three mentors and two mentees."""
    return replace(Facts(PairingKind.PRIMARY, (HALE, BROOK, SILENT), (ITO, ROOK), words=WORDS), **changes)
