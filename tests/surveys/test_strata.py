"""Strata on answers: every band, and every combination of bands, has at least seven people of the roster."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Enrollment, TrainingLevel
from mentorship_app.surveys import doses, strata
from mentorship_app.surveys.banding import SMALLEST_BAND, Banding, all_large
from mentorship_app.surveys.models import Wave, WaveInvitee
from mentorship_app.surveys.strata import site_bandings, stamped, training_bandings
from mentorship_app.surveys.stratum_words import described
from tests.factories.mentoring import PairingFactory
from tests.factories.people import EnrollmentFactory
from tests.factories.surveys import WaveFactory, opened_wave


def roster(*sizes: int, without: int = 0) -> list[Enrollment]:
    people: list[Enrollment] = []
    for position, size in enumerate(sizes, start=1):
        level = TrainingLevel(
            id=uuid4(), position=position, code=f"PGY-{position}", name_en=f"PGY-{position}", name_fr=f"R{position}"
        )
        people += [Enrollment(id=uuid4(), training_level=level) for _ in range(size)]
    return people + [Enrollment(id=uuid4(), training_level=None) for _ in range(without)]


def sizes_of(banding: Banding | None) -> dict[str, int]:
    return dict(Counter(banding.band_of.values())) if banding else {}


def finest(bandings: list[Banding]) -> Banding | None:
    return bandings[0] if bandings else None


def levels(*sizes: int, without: int = 0) -> dict[str, int]:
    return sizes_of(finest(training_bandings(roster(*sizes, without=without))))


def at(*sites: tuple[str, int]) -> list[Enrollment]:
    return [Enrollment(id=uuid4(), site=site) for site, size in sites for _ in range(size)]


def test_levels_large_enough_stand_alone() -> None:
    assert levels(8, 7, 9) == {"PGY-1": 8, "PGY-2": 7, "PGY-3": 9}


def test_small_levels_join_their_neighbours() -> None:
    assert levels(3, 5, 9, 2) == {"PGY-1+PGY-2": 8, "PGY-3+PGY-4": 11}
    [banding] = training_bandings(roster(3, 5, 9, 2))
    assert [(band.name_en, band.name_fr) for band in banding.bands] == [
        ("PGY-1 to PGY-2", "R1 à R2"),
        ("PGY-3 to PGY-4", "R3 à R4"),
    ]


def test_a_small_program_has_no_strata() -> None:
    assert levels(3, 3, 2) == {}
    assert levels(12) == {}


def test_a_few_people_without_a_level_are_not_left_to_be_found_by_subtraction() -> None:
    assert levels(8, 9, without=2) == {}
    assert levels(8, 9, without=7) == {"PGY-1": 8, "PGY-2": 9}


def test_one_site_in_several_spellings_is_one_site_called_as_most_write_it() -> None:
    people = at(("Hôpital Nord", 5), ("hopital  nord", 3), ("HÔPITAL NORD", 1), ("South", 8))
    banding = finest(site_bandings(people))
    assert banding is not None
    assert [(band.name_en, band.name_fr) for band in banding.bands] == [
        ("Hôpital Nord", "Hôpital Nord"),
        ("South", "South"),
    ]
    assert sizes_of(banding) == {"hopital nord": 9, "south": 8}


def test_small_sites_are_told_as_others_and_join_a_larger_one_where_they_are_too_few() -> None:
    first, *_coarser = site_bandings(at(("North", 12), ("South", 9), ("East", 4), ("West", 3)))
    assert [(band.name_en, sizes_of(first)[band.key]) for band in first.bands] == [
        ("North", 12),
        ("South", 9),
        ("Other sites", 7),
    ]
    [only] = site_bandings(at(("North", 12), ("South", 9), ("East", 4)))
    assert [(band.name_en, band.name_fr) for band in only.bands] == [
        ("North", "North"),
        ("Other sites", "Autres lieux"),
    ]
    assert site_bandings(at(("North", 12), ("", 3), ("South", 9))) == []
    assert site_bandings(at(("North", 12), ("East", 4))) == []


@given(st.lists(st.integers(0, 12), max_size=7), st.integers(0, 9))
def test_every_band_and_the_rest_are_large_enough(sizes: list[int], without: int) -> None:
    people = roster(*sizes, without=without)
    for banding in training_bandings(people):
        counted = Counter(banding.band_of.values())
        assert set(counted) == {band.key for band in banding.bands}
        assert all(size >= SMALLEST_BAND for size in counted.values())
        rest = len(people) - sum(counted.values())
        assert rest == 0 or rest >= SMALLEST_BAND


people_at_random = st.lists(
    st.tuples(
        st.sampled_from(["paired", "unpaired"]),
        st.sampled_from([None, 0, 0, 1, 1, 2, 3]),
        st.sampled_from(["", "North", "north", "South", "South", "East"]),
        st.sampled_from([None, 0, 1, 4, 9]),
    ),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@given(people_at_random)
def test_every_occupied_combination_of_all_strata_is_large_enough(
    drawn: list[tuple[str, int | None, str, int | None]],
) -> None:
    made = [TrainingLevel(id=uuid4(), position=n, code=f"R{n}", name_en=f"R{n}", name_fr=f"R{n}") for n in range(4)]
    people = [
        Enrollment(id=uuid4(), training_level=None if level is None else made[level], site=site)
        for _arm, level, site, _dose in drawn
    ]
    arms = {person.id: arm for person, (arm, *_rest) in zip(people, drawn, strict=True)}
    sizes = Counter(arms.values())
    arm = Banding("arm", (), arms) if len(sizes) == 2 and min(sizes.values()) >= SMALLEST_BAND else None
    meetings = {p.id: count for p, (*_rest, count) in zip(people, drawn, strict=True) if count is not None}
    ways = strata._ways(
        arm=arm,
        steps=strata._dose_bandings(meetings, people),
        levels=training_bandings(people),
        sites=site_bandings(people),
    )
    chosen: Sequence[Banding] = next((w for w in ways if all_large([p.id for p in people], w)), ())
    cells = Counter(tuple(one.band_of.get(person.id) for one in chosen) for person in people)
    assert not chosen or min(cells.values()) >= SMALLEST_BAND
    assert all(min(Counter(one.band_of.values()).values()) >= SMALLEST_BAND for one in chosen)


def carried(session: Session, wave: Wave) -> Counter[tuple[tuple[str, str], ...]]:
    invited = session.query(WaveInvitee).filter_by(wave_id=wave.id)
    return Counter(tuple(sorted(invitee.strata.items())) for invitee in invited)


def cohort_of(*groups: tuple[int, str, bool]) -> tuple[Wave, list[Enrollment]]:
    """A wave and its mentees: so many of each level and site, with a mentor or without."""
    wave = WaveFactory()
    people: list[Enrollment] = []
    for size, site, has_mentor in groups:
        for person in EnrollmentFactory.create_batch(size, cohort=wave.cohort, site=site):
            if has_mentor:
                PairingFactory(cohort=wave.cohort, mentee=person)
            people.append(person)
    return wave, people


def test_arm_and_site_are_stamped_together_where_all_four_groups_are_large(session: Session) -> None:
    wave, people = cohort_of((8, "North", True), (7, "South", True), (7, "North", False), (9, "South", False))
    chosen = stamped(session, wave, people)
    assert [(one.stratum, sizes_of(one)) for one in chosen] == [
        ("arm", {"paired": 15, "unpaired": 16}),
        ("site", {"north": 15, "south": 16}),
    ]


def test_the_arm_stays_when_it_and_the_site_together_make_a_small_group(session: Session) -> None:
    wave, people = cohort_of((12, "North", True), (3, "South", True), (7, "North", False), (9, "South", False))
    assert [one.stratum for one in stamped(session, wave, people)] == ["arm"]


@pytest.mark.parametrize("groups", [["mentees"], ["mentees", "unmatched", "alumni"], ["mentors"]])
def test_a_wave_that_does_not_ask_both_arms_alone_carries_none(session: Session, groups: list[str]) -> None:
    wave, people = cohort_of((8, "", True), (8, "", False))
    assert [one.stratum for one in stamped(session, wave, people)] == ["arm"]
    wave.audience = groups
    assert stamped(session, wave, people) == ()


@pytest.fixture
def counted_meetings() -> Iterator[dict[UUID, int]]:
    counted: dict[UUID, int] = {}

    def count(_session: Session, _roster: Sequence[Enrollment]) -> Mapping[UUID, int]:
        return counted

    doses.meeting_counts.add("of the test", count)
    yield counted
    del doses.meeting_counts._entries["of the test"]


def test_the_dose_goes_first_where_the_rest_leaves_no_room_for_it(
    session: Session, counted_meetings: dict[UUID, int]
) -> None:
    wave, people = cohort_of((14, "", True), (14, "", False))
    counted_meetings |= {person.id: number % 2 * 4 for number, person in enumerate(people)}
    assert [(one.stratum, sizes_of(one)) for one in stamped(session, wave, people)] == [
        ("arm", {"paired": 14, "unpaired": 14}),
        ("dose", {"0": 14, "1-2+3-5+6+": 14}),
    ]
    counted_meetings |= {person.id: 4 for person in people[10:14]}
    assert [one.stratum for one in stamped(session, wave, people)] == ["arm"]


def test_no_dose_is_known_while_nobody_wrote_down_a_meeting(session: Session) -> None:
    _wave, people = cohort_of((8, "", True))
    assert doses.meetings_of(session, people) == {}


def test_what_answers_carry_is_said_before_and_after_the_opening(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 8, 3, 5)
    said = [sentence.en for sentence in described(session, wave)]
    assert said[0] == "Answers carry: training level in two bands (PGY-1, PGY-2 to PGY-3)."
    assert "7 people or more" in said[1]
    assert described(session, wave)[0].fr == (
        "Les réponses portent\u00a0: niveau de formation en deux groupes (R1, R2 à R3)."
    )
    assert carried(session, wave) == {(("training_level", "PGY-1"),): 8, (("training_level", "PGY-2+PGY-3"),): 8}
    draft = WaveFactory(cohort=wave.cohort)
    assert described(session, draft) == described(session, wave)
    for person in (*people[:4], *people[8:12]):
        PairingFactory(cohort=wave.cohort, mentee=person)
    assert described(session, draft)[0].en == "Answers carry: with or without a mentor."
    assert described(session, wave)[0].en == said[0]


def test_a_wave_of_few_carries_nothing_and_says_so(session: Session, keyring: Keyring) -> None:
    wave, _people = opened_wave(session, keyring, 4, 4)
    assert described(session, wave)[0].en.startswith("Answers carry nothing about the person")
    assert carried(session, wave) == {(): 8}
