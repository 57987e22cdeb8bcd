"""Hard constraints: which pairs each of them forbids, in which words, and what an exception opens."""

from dataclasses import replace
from typing import Any

import pytest

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.matching.constraints import constraints
from mentorship_app.matching.decisions import Excepted
from mentorship_app.matching.excluding import exclusions
from mentorship_app.matching.facts import Conflict, Facts, MenteeFacts, MentorFacts
from mentorship_app.matching.settings import Rules
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED

LOOSE = Rules(needs_language=False, needs_meeting=False)
PAIR = ("ivy", "dr-marsh")


def two(mentor: dict[str, Any] | None = None, mentee: dict[str, Any] | None = None, **more: Any) -> Facts:
    """One mentee and one mentor; ``said`` and every other field by name."""
    return Facts(
        **({"kind": PairingKind.PRIMARY} | more),
        mentors=(MentorFacts("dr-marsh", "Ottoline Marsh", **({"capacity": 1} | (mentor or {}))),),
        mentees=(MenteeFacts("ivy", "Ivy Vale", **(mentee or {})),),
    )


def said(**codes: tuple[str, ...]) -> dict[str, Any]:
    return {"said": codes}


def reasons(facts: Facts, rules: Rules = LOOSE) -> list[tuple[str, str, str]]:
    """Key and words in both languages of each readable reason between the two."""
    found = exclusions(facts, rules).reasons(*PAIR)
    words = [constraint.words(facts, facts.mentees[0], facts.mentors[0]) for constraint in found]
    return [(one.key, word.in_("en"), word.in_("fr")) for one, word in zip(found, words, strict=True)]


def keys(facts: Facts, rules: Rules = LOOSE) -> list[str]:
    return [key for key, _english, _french in reasons(facts, rules)]


@pytest.mark.parametrize(
    ("asked", "offered", "is_apart"),
    [
        (("french",), ("english",), True),
        (("french", "cree"), ("english", "cree"), False),
        ((), ("english",), False),
        (("french",), (), False),
        ((), (), False),
    ],
)
def test_a_language_in_common(asked: tuple[str, ...], offered: tuple[str, ...], is_apart: bool) -> None:
    facts = two(said(languages=offered), said(languages=asked))
    assert keys(facts, Rules(needs_meeting=False)) == (["language"] if is_apart else [])
    assert keys(facts) == []


@pytest.mark.parametrize(
    ("asked", "offered", "sites", "is_apart"),
    [
        (("video",), ("phone",), ("North", "North"), True),
        (("in_person",), ("in_person", "video"), ("North", "South"), True),
        (("in_person",), ("in_person",), ("North  hospital", "north Hospital"), False),
        (("in_person",), ("in_person",), ("", "South"), False),
        (("in_person", "video"), ("in_person", "video"), ("North", "South"), False),
        ((), ("in_person",), ("North", "South"), False),
        (("in_person",), (), ("North", "South"), False),
    ],
)
def test_a_way_to_meet(
    asked: tuple[str, ...], offered: tuple[str, ...], sites: tuple[str, str], is_apart: bool
) -> None:
    facts = two(said(modality=offered) | {"site": sites[1]}, said(modality=asked) | {"site": sites[0]})
    assert keys(facts, Rules()) == (["meeting"] if is_apart else [])
    assert keys(facts) == []


@pytest.mark.parametrize(
    ("asked", "offered", "least", "is_apart"),
    [
        (("morning", "evening"), ("evening",), 1, False),
        (("morning", "evening"), ("evening",), 2, True),
        (("morning",), ("evening",), 1, True),
        (("morning",), ("evening",), 0, False),
        (("varies",), ("evening",), 3, False),
        (("morning",), ("varies", "evening"), 2, False),
        ((), ("evening",), 1, False),
        (("morning",), (), 1, False),
    ],
)
def test_times_in_common(asked: tuple[str, ...], offered: tuple[str, ...], least: int, is_apart: bool) -> None:
    facts = two(said(free_times=offered), said(free_times=asked))
    assert keys(facts, replace(LOOSE, min_overlap=least)) == (["overlap"] if is_apart else [])


@pytest.mark.parametrize(("trained", "is_apart"), [(True, False), (False, True), (None, True)])
def test_training_where_it_is_required(trained: bool | None, is_apart: bool) -> None:
    facts = two({"trained": trained})
    assert keys(facts, replace(LOOSE, needs_training=True)) == (["training"] if is_apart else [])
    assert keys(facts) == []
    assert keys(replace(facts, standing=(PAIR,)), replace(LOOSE, needs_training=True)) == []


@pytest.mark.parametrize(
    ("mentor", "mentee", "is_apart"), [(3, 1, False), (2, 2, True), (1, 2, True), (None, 2, False), (2, None, False)]
)
def test_peers_are_a_level_ahead(mentor: int | None, mentee: int | None, is_apart: bool) -> None:
    facts = two({"level": mentor}, {"level": mentee}, kind=PairingKind.PEER)
    assert keys(facts) == (["ahead"] if is_apart else [])
    assert keys(replace(facts, kind=PairingKind.CAREER)) == []


@pytest.mark.parametrize(
    ("mentor", "caps", "is_apart"),
    [
        ({}, {}, False),
        ({"pauses": True}, {}, True),
        ({"capacity": 0}, {}, True),
        ({}, {PairingKind.PRIMARY: 0}, True),
        ({}, {PairingKind.PRIMARY: 1, PairingKind.CAREER: 0}, False),
    ],
)
def test_mentors_who_take_nobody_new(mentor: dict[str, Any], caps: dict[PairingKind, int], is_apart: bool) -> None:
    facts, rules = two(mentor), replace(LOOSE, caps=caps)
    assert keys(facts, rules) == (["places"] if is_apart else [])
    assert keys(replace(facts, standing=(PAIR,)), rules) == [], "a pair that runs goes on"


def test_every_reason_has_words_in_both_languages() -> None:
    facts = two(
        {"said": {"languages": ("english",), "modality": ("phone",), "free_times": ("evening",)}, "pauses": True}
        | {"level": 1, "level_code": "PGY-1"},
        {"said": {"languages": ("french",), "modality": ("video",), "free_times": ("morning",)}}
        | {"level": 2, "level_code": "PGY-2"},
        kind=PairingKind.PEER,
        conflicts=(Conflict(*PAIR, ("evaluator",), allows_exception=True),),
        paired_otherwise=(PAIR,),
        apart_unsaid=(PAIR,),
        words={
            "languages.french": LocalizedText(en="French", fr="français"),
            "modality.phone": LocalizedText(en="By phone", fr="Par téléphone"),
            "conflict.evaluator": LocalizedText(en="One evaluates the other", fr="L’une évalue l’autre"),
        },
    )
    found = reasons(facts, Rules(min_overlap=1, needs_training=True))
    assert [key for key, *_words in found] == [key for key in constraints if key != "private"]
    assert [english for _key, english, _french in found] == [
        "Conflict of interest: One evaluates the other",
        "They are a pair in another role already, or one person",
        "A peer is at least one level ahead: the mentee is in PGY-2, the mentor in PGY-1",
        "The mentor pauses and takes nobody new",
        "It is not known whether the mentor was trained",
        "No language in common: the mentee named French, the mentor english",
        "No way to meet in common: the mentee named video, the mentor By phone",
        "No time of day in common",
    ]
    assert [english for _key, english, french in found if english == french] == []
    assert all(constraints[key].name for key in constraints)


def test_what_is_private_forbids_and_is_never_listed() -> None:
    private = two(apart_unsaid=(PAIR,))
    found = exclusions(private, LOOSE)
    assert PAIR in found.forbidden, "there is something to leak"
    assert found.is_private(*PAIR)
    assert found.reasons(*PAIR) == ()
    assert list(found.listed()) == []
    words = constraints["private"].words(private, private.mentees[0], private.mentors[0])
    assert words.in_("en") == MUST_NOT_BE_PAIRED


def test_what_is_listed_is_the_same_with_and_without_a_private_reason() -> None:
    conflict = (Conflict(*PAIR, ("evaluator",), allows_exception=True),)
    plain, both = two(conflicts=conflict), two(conflicts=conflict, apart_unsaid=(PAIR,))
    assert exclusions(both, LOOSE).is_private(*PAIR), "there is something to leak"
    assert list(exclusions(plain, LOOSE).listed()) == list(exclusions(both, LOOSE).listed())
    looks = [constraints["conflict_of_interest"].excepts(one, one.mentees[0], one.mentors[0]) for one in (plain, both)]
    assert looks == [True, True], "the exception is refused only when somebody asks for it"


def excepted(*names: str) -> Excepted:
    return Excepted(*PAIR, names, "Both asked for it.", "Marisol Ondine", "2026-09-10")


def test_an_exception_opens_its_own_constraints_where_they_allow_one() -> None:
    facts = two(
        said(languages=("english",)),
        said(languages=("french",)),
        conflicts=(Conflict(*PAIR, ("evaluator",), allows_exception=True),),
    )
    rules = replace(LOOSE, needs_language=True)
    one = exclusions(facts, rules, [excepted("language")])
    assert [constraint.key for constraint in one.reasons(*PAIR)] == ["conflict_of_interest"]
    assert PAIR in one.forbidden
    assert PAIR not in exclusions(facts, rules, [excepted("language", "conflict_of_interest")]).forbidden


@pytest.mark.parametrize(
    "facts",
    [
        two(conflicts=(Conflict(*PAIR, ("family",), allows_exception=False),)),
        two(paired_otherwise=(PAIR,)),
        two({"capacity": 0}),
        two(apart_unsaid=(PAIR,)),
    ],
)
def test_no_exception_opens_what_allows_none(facts: Facts) -> None:
    everything = excepted(*constraints, "something_else")
    assert PAIR in exclusions(facts, LOOSE, [everything]).forbidden


def test_an_exception_about_somebody_who_left_is_passed_over() -> None:
    gone = replace(excepted("language"), mentee="left")
    assert exclusions(two(), LOOSE, [gone]).forbidden == frozenset()


def test_groups_of_equal_answers_give_what_each_pair_gives() -> None:
    languages = [(), ("a",), ("b",), ("a", "b"), ("c",)]
    mentors = tuple(MentorFacts(f"m{n}", "M", 1, said={"languages": codes}) for n, codes in enumerate(languages * 2))
    mentees = tuple(MenteeFacts(f"e{n}", "E", said={"languages": codes}) for n, codes in enumerate(languages * 3))
    facts = Facts(PairingKind.PRIMARY, mentors, mentees)
    expected = {
        (mentee.id, mentor.id)
        for mentee in mentees
        for mentor in mentors
        if mentee.said["languages"]
        and mentor.said["languages"]
        and not set(mentee.said["languages"]) & set(mentor.said["languages"])
    }
    found = [pair for pair, _constraint in exclusions(facts, Rules(needs_meeting=False)).listed()]
    assert len(found) == len(set(found))
    assert set(found) == expected
