"""Every criterion, by the same questions; then what each of them looks at."""

import numpy as np
import pytest
from hypothesis import given, settings

from mentorship_app.core.i18n import translations
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria import Criterion, criteria, readable
from mentorship_app.matching.criteria.words import compared, telling_words
from mentorship_app.matching.facts import Choice, Facts, MenteeFacts, MentorFacts, PastPair
from tests.matching.kinds_of_facts import BROOK, HALE, ITO, ROOK, SILENT, any_facts, small

ALL = [criterion for _key, criterion in criteria.items()]
EACH = pytest.mark.parametrize("criterion", ALL, ids=list(criteria))


def grid(criterion: Criterion, facts: Facts) -> list[list[float | None]]:
    return [[criterion.score(facts, mentee, mentor) for mentor in facts.mentors] for mentee in facts.mentees]


@given(facts=any_facts())
@settings(max_examples=150, deadline=None)
def test_the_table_of_all_scores_is_the_same_as_each_score(facts: Facts) -> None:
    for criterion in ALL:
        table = criterion.matrix(facts)

        each = np.array(grid(criterion, facts), dtype=np.float64).reshape(len(facts.mentees), len(facts.mentors))
        assert table.dtype == np.float64
        np.testing.assert_array_equal(table, each, err_msg=criterion.key)


@given(facts=any_facts())
@settings(max_examples=150, deadline=None)
def test_scores_lie_between_nothing_and_all_and_a_wish_is_the_mentees(facts: Facts) -> None:
    for row in (row for criterion in ALL for row in grid(criterion, facts)):
        assert all(score is None or 0 <= score <= 1 for score in row)
        assert len({score is None for score in row}) <= 1


@given(facts=any_facts())
@settings(max_examples=150, deadline=None)
def test_there_are_words_in_both_languages_exactly_where_there_is_a_score(facts: Facts) -> None:
    everybody = [(criterion, one, other) for criterion in ALL for one in facts.mentees for other in facts.mentors]
    for criterion, mentee, mentor in everybody:
        score, reason = criterion.score(facts, mentee, mentor), criterion.reason(facts, mentee, mentor)
        assert (reason is None) == (score is None)
        if reason is not None:
            assert (reason.criterion, reason.score) == (criterion.key, score)
            assert all(_is_bilingual(phrase) for phrase in (reason.words, reason.plainly) if phrase is not None)
            assert reason.plainly is None or reason.score > 0


def _is_bilingual(phrase: Phrase) -> bool:
    french = translations("fr")._catalog  # type: ignore[attr-defined]  # the only way to ask
    known = phrase.message in french or (phrase.message, 0) in french
    return known and all("%(" not in phrase.in_(locale) for locale in ("en", "fr"))


@EACH
def test_it_can_be_set_by_a_slider(criterion: Criterion) -> None:
    assert criteria[criterion.key] is criterion
    assert 0 <= criterion.default_weight <= 10
    assert criterion.name
    assert criterion.hint.endswith(".")


def test_only_who_people_are_is_private() -> None:
    assert [key for key in criteria if criteria[key].is_private] == ["identity"]
    assert "identity" not in {criterion.key for criterion in readable()}


def score(key: str, mentee: MenteeFacts = ITO, mentor: MentorFacts = HALE, facts: Facts | None = None) -> float | None:
    return criteria[key].score(facts or small(), mentee, mentor)


def words(key: str, mentee: MenteeFacts = ITO, mentor: MentorFacts = HALE, facts: Facts | None = None) -> str:
    reason = criteria[key].reason(facts or small(), mentee, mentor)
    assert reason is not None
    return reason.words.in_("en")


@pytest.mark.parametrize(
    ("key", "with_hale", "with_brook"),
    [
        ("topics", "Topics 2 of 3: Research, Career choices", "Topics 1 of 3: Burnout"),
        ("career", "Field in common: Cardiology", "No field in common"),
        ("languages", "Language: English, not the first one named", "Language: Français, English"),
        ("style", "Way of mentoring: the same, “Clear advice”", None),
        ("schedule", "Times in common: Evenings", "No time of day in common for certain: it varies"),
        ("research", "Research that can be joined", "Wants research, which this mentor did not name"),
        ("modality", "Ways to meet: In person", "Ways to meet: In person, at two different sites"),
        ("goals", "Goal mentions: research", "No goal mentions a topic or field of this mentor"),
        ("frequency", "How often: the same, “Once a month”", None),
        ("site", "Same site: Eastmere", "Another site: North Hill"),
        ("ranking", "Their second choice", "Their first choice"),
        ("load", "Mentors nobody in another role", "Mentors 1 person in another role"),
    ],
)
def test_words_for_staff(key: str, with_hale: str, with_brook: str | None) -> None:
    assert words(key) == with_hale
    if with_brook is not None:
        assert words(key, mentor=BROOK) == with_brook


@pytest.mark.parametrize(
    ("key", "with_hale", "with_brook"),
    [
        ("topics", 2 / 3, 1 / 3),
        ("career", 1 / 2, 0),
        ("languages", 1 / 2, 1),
        ("style", 1, 0),
        ("schedule", 1 / 2, 1 / 2),
        ("research", 1, 0),
        ("modality", 1, 1 / 2),
        ("goals", 1 / 2, 0),
        ("frequency", 1, 2 / 3),
        ("site", 1, 0),
        ("ranking", 0.85, 1),
        ("load", 1, 1 / 2),
    ],
)
def test_scores(key: str, with_hale: float, with_brook: float) -> None:
    assert (score(key), score(key, mentor=BROOK)) == (with_hale, pytest.approx(with_brook))


def test_who_says_nothing_wishes_nothing_and_who_offers_nothing_known_is_neither_for_nor_against() -> None:
    asked = {key for key in criteria if score(key) is not None}
    assert {key for key in asked if score(key, mentee=ROOK) is not None} == {"load"}
    unknown = {key for key in asked if score(key, mentor=SILENT) == 0.5}
    assert unknown == asked - {"load", "ranking"}


@pytest.mark.parametrize(
    ("free", "offered", "expected"),
    [
        (("morning",), ("morning",), 1.0),
        (("morning", "evening", "weekend"), ("morning",), 0.5),
        (("morning", "evening", "weekend"), ("morning", "evening"), 1.0),
        (("morning",), ("varies",), 0.5),
        (("varies",), ("morning",), 0.25),
        (("varies",), ("varies",), 0.625),
        (("morning",), ("evening",), 0.0),
    ],
)
def test_two_times_in_common_are_enough_and_what_varies_is_half_of_each(
    free: tuple[str, ...], offered: tuple[str, ...], expected: float
) -> None:
    mentee = MenteeFacts("one", "One", said={"free_times": free})
    mentor = MentorFacts("other", "Other", 1, said={"free_times": offered})
    assert score("schedule", mentee, mentor) == expected


@pytest.mark.parametrize(
    ("said", "areas", "topics", "expected"),
    [
        ("project", ("quality",), ("research",), 1.0),
        ("curious", ("quality",), ("research",), 0.5),
        ("curious", ("research",), (), 1.0),
        ("not_now", ("research",), ("research",), None),
    ],
)
def test_who_looks_for_a_project_needs_research_to_join(
    said: str, areas: tuple[str, ...], topics: tuple[str, ...], expected: float | None
) -> None:
    mentee = MenteeFacts("one", "One", said={"research": (said,)})
    mentor = MentorFacts("other", "Other", 1, said={"areas": areas, "topics": topics})
    assert score("research", mentee, mentor) == expected


def test_places_in_the_list_of_choices() -> None:
    mentee = MenteeFacts("one", "One", choices=tuple(Choice(f"m{rank}", rank) for rank in range(1, 6)))
    mentors = [MentorFacts(f"m{rank}", "Other", 1) for rank in range(1, 7)]
    assert [score("ranking", mentee, mentor) for mentor in mentors] == [1.0, 0.85, 0.7, 0.55, 0.4, 0.0]


def test_the_place_of_a_choice_is_not_told_to_the_mentee() -> None:
    """An earlier choice that does not count would show, and with it a refusal."""
    told = [criteria["ranking"].reason(small(), ITO, mentor) for mentor in (HALE, BROOK)]
    assert [reason and reason.plainly for reason in told] == [Phrase("This mentor is on your list of choices")] * 2


def test_mentors_who_were_asked_count_by_place_and_others_are_unknown() -> None:
    hale = MentorFacts("hale", "Dr. Sunniva Hale", 1, ranking=("rook", "ito"))
    brook = MentorFacts("brook", "Dr. Anselm Brook", 1, ranking=("rook",))
    facts = small(mentors=(hale, brook, SILENT))
    assert [score("mentors_choice", ITO, mentor, facts) for mentor in facts.mentors] == [0.85, 0.0, 0.5]
    assert score("mentors_choice", ROOK, hale, small()) is None


def test_a_mentor_of_an_earlier_year_counts_only_while_they_mentor() -> None:
    facts = small(past=(PastPair("ito", "hale", "2025–26"), PastPair("rook", "gone", "2025–26")))
    assert [score("past", ITO, mentor, facts) for mentor in facts.mentors] == [1.0, 0.0, 0.0]
    assert score("past", ROOK, HALE, facts) is None
    assert words("past", facts=facts) == "Paired before: 2025–26"


def test_who_people_are_counts_where_both_told_it() -> None:
    facts = small(shared_identity=(("ito", "hale", 1.0), ("ito", "brook", 0.0)))
    assert [score("identity", ITO, mentor, facts) for mentor in facts.mentors] == [1.0, 0.0, 0.5]
    assert score("identity", ROOK, HALE, facts) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Médecine d’urgence, en région", {"urgence", "region"}),
        ("Emergency medicine and family practice", {"emergency", "family"}),
        ("ICU, OB", set()),
        ("CŒUR et vaisseaux", {"coeur", "vaisseaux"}),
        ("I would like to learn more", set()),
    ],
)
def test_words_are_whole_folded_and_say_something(text: str, expected: set[str]) -> None:
    assert compared(text) == expected


def test_words_are_shown_as_they_were_written() -> None:
    assert telling_words("Pédiatrie pédiatrie") == (("pediatrie", "Pédiatrie"),)


def test_a_part_of_a_word_is_no_match() -> None:
    mentee = MenteeFacts("one", "One", said={"career": ("cardio",)})
    assert score("career", mentee, HALE) == 0.0
