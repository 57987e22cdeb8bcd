"""What a closed wave tells: means, shares at published limits, own questions; and what it keeps to itself."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mentorship_app.instruments import catalogue
from mentorship_app.instruments.definition import CutOff
from mentorship_app.instruments.sharing import sharing
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.privacy.models import Release
from mentorship_app.privacy.suppression import ReleaseRefused, Visibility
from mentorship_app.surveys import aggregates
from mentorship_app.surveys.aggregates import Dataset, QuestionTable, ScaleTable, ShareRow
from mentorship_app.surveys.cutoffs import limits_of, possible_answers
from mentorship_app.surveys.models import Response
from tests.factories.people import CohortFactory
from tests.factories.results import closed_wave_of, options, own_form, released
from tests.factories.surveys import NOW

WHO_5 = [("who_5", 1)]


def well(*totals: int) -> list[dict[str, int]]:
    """Answers to five items that come to so many points each, of 25."""
    return [{f"who_5_{item + 1}": (total + item) // 5 for item in range(5)} for total in totals]


def scale_of(dataset: Dataset, key: str) -> ScaleTable:
    return next(table for table in dataset.scales if table.scale.key == key)


def question_of(dataset: Dataset, key: str) -> QuestionTable:
    return next(table for table in dataset.questions if table.key == f"own_q_{key}")


def told(row: ShareRow) -> str:
    """``5/20``, ``0–20%/20`` for a band, or the reason why nothing is told."""
    if isinstance(row.share, ExactShare):
        return f"{row.share.positives}/{row.share.n}"
    if isinstance(row.share, ShareBand):
        return f"{row.share.low}–{row.share.high}%/{row.share.n} {row.status.value}"
    return row.status.value


def own(key: str, *values: Any) -> list[dict[str, Any]]:
    return [{} if value is None else {f"own_q_{key}": value} for value in values]


def together(*answers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for one in person for key, value in one.items()} for person in zip(*answers, strict=True)]


# Limits


def test_shares_at_limits_stand_with_every_reading_and_its_source(session: Session) -> None:
    dataset = released(session, closed_wave_of(session, well(*[5] * 4, *[11] * 5, *[20] * 11), measures=WHO_5))
    [poor, likely] = scale_of(dataset, "who_5.well_being").limits
    assert (poor.name.en, told(poor.total)) == ("poor well-being", "9/20")
    assert (likely.name.en, told(likely.total)) == ("signs of a likely depression", "4/20")
    assert all(cutoff.source and cutoff.population.fr for table in (poor, likely) for cutoff in table.cutoffs)


def test_one_person_between_two_limits_is_not_found_by_subtraction(session: Session) -> None:
    dataset = released(session, closed_wave_of(session, well(*[5] * 4, 11, *[20] * 15), measures=WHO_5))
    limits = scale_of(dataset, "who_5.well_being").limits
    assert [told(table.total) for table in limits] == ["5/20", "20–40%/20 complementary"]


def test_nobody_beyond_a_limit_is_a_band_and_fewer_than_eight_people_are_told_nothing(session: Session) -> None:
    many = released(session, closed_wave_of(session, well(*[20] * 12), measures=WHO_5))
    assert [told(table.total) for table in scale_of(many, "who_5.well_being").limits] == ["0–20%/12 range"] * 2
    few = released(session, closed_wave_of(session, well(*[5] * 3, *[20] * 4), measures=WHO_5))
    assert scale_of(few, "who_5.well_being").total.status is Visibility.SHOWN
    assert [told(table.total) for table in scale_of(few, "who_5.well_being").limits] == ["primary"] * 2


def test_two_readings_of_one_limit_are_one_share() -> None:
    instrument = catalogue.get("cbi")
    limits = limits_of(instrument, instrument.scale("personal"))
    assert {name: len(found) for name, found in limits.items()} == {">=50": 2, ">=75": 1, ">=100": 1}


def test_stretches_between_limits_that_no_score_can_reach_are_left_out() -> None:
    mbi = catalogue.get("mbi_hss_mp")
    for scale in mbi.scales:
        limits = limits_of(mbi, scale)
        found = possible_answers(mbi, scale, limits)
        by_score = {
            frozenset(name for name, cutoffs in limits.items() if holds(score, cutoffs[0]))
            for score in range(int(scale.low), int(scale.high) + 1)
        }
        assert set(found) == by_score, scale.key
    who = catalogue.get("who_5")
    [scale] = who.scales
    assert set(possible_answers(who, scale, limits_of(who, scale))) == {
        frozenset(),
        frozenset({"<=50"}),
        frozenset({"<=50", "<=28"}),
    }


def holds(score: float, cutoff: CutOff) -> bool:
    return {
        ">=": score >= cutoff.value,
        ">": score > cutoff.value,
        "<=": score <= cutoff.value,
        "<": score < cutoff.value,
    }[cutoff.op]


# Scales that share questions


def test_scales_that_share_questions_are_counted_over_the_same_people(session: Session) -> None:
    """Else work exhaustion of 12, disengagement of 11 and the burnout of 11 would give the twelfth person away."""
    pfi = catalogue.get("pfi")
    linked = next(keys for keys in sharing(pfi) if len(keys) > 1)
    assert {"work_exhaustion", "disengagement", "burnout"} == set(linked) or len(linked) == 3
    apart = next(keys for keys in sharing(pfi) if len(keys) == 1)
    everything = {item.id: pfi.response_sets[item.response_set].values[1] for item in pfi.items}
    lone = set(pfi.scale(linked[0]).items) | set(pfi.scale(apart[0]).items)
    answers = [dict(everything) for _ in range(11)] + [{key: everything[key] for key in lone}]
    dataset = released(session, closed_wave_of(session, answers, measures=[("pfi", pfi.version)]))
    counted = {table.scale.key: table.total.summary.n for table in dataset.scales if table.total.summary}
    assert counted == {f"pfi.{key}": 11 for key in linked} | {f"pfi.{apart[0]}": 12}


# Own questions


def test_own_numbers_and_ratings_are_means_for_everybody_and_by_arm(session: Session) -> None:
    points = [{"value": value, **{"en": str(value), "fr": str(value)}} for value in range(5)]
    cohort = CohortFactory()
    form = own_form(
        cohort.program, {"id": "rating", "type": "scale", "points": points}, {"id": "hours", "type": "number"}
    )
    answers = together(own("rating", *[1] * 8, *[3] * 8), own("hours", *[2] * 8, *[None] * 5, *[4.5] * 3))
    arms = ["paired"] * 8 + ["unpaired"] * 8
    dataset = released(session, closed_wave_of(session, answers, form=form, cohort=cohort, arms=arms))
    rating, hours = question_of(dataset, "rating").mean, question_of(dataset, "hours").mean
    assert rating is not None
    assert hours is not None
    assert [(row.name.en, row.summary and row.summary.mean) for row in rating.groups[0].rows] == [
        ("With", 1.0),
        ("Without", 3.0),
    ]
    assert rating.total.summary is not None
    assert (rating.total.summary.mean, rating.scale.has_ends, hours.scale.has_ends) == (2.0, True, False)
    assert [row.status for row in hours.groups[0].rows] == [Visibility.COMPLEMENTARY, Visibility.PRIMARY]
    assert dataset.scales == ()


def test_answers_to_choose_from_are_shares_and_the_last_is_not_what_the_others_leave(session: Session) -> None:
    cohort = CohortFactory()
    form = own_form(cohort.program, {"id": "pick", "type": "single_choice", "options": options("a", "b", "c", "d")})
    answers = own("pick", *"aaaaaaaaabbbbbbccccd")
    dataset = released(session, closed_wave_of(session, answers, form=form, cohort=cohort))
    table = question_of(dataset, "pick")
    assert [told(option.total) for option in table.options] == [
        "9/20",
        "6/20",
        "20–40%/20 complementary",
        "0–20%/20 range",
    ]
    assert not table.takes_several


def test_yes_and_no_are_told_together_or_not_at_all(session: Session) -> None:
    cohort = CohortFactory()
    form = own_form(cohort.program, {"id": "met", "type": "yes_no"}, {"id": "all", "type": "yes_no"})
    answers = together(own("met", *[True] * 9, *[False] * 3), own("all", *[True] * 11, False))
    dataset = released(session, closed_wave_of(session, answers, form=form, cohort=cohort))
    assert [told(option.total) for option in question_of(dataset, "met").options] == ["9/12", "3/12"]
    assert [told(option.total) for option in question_of(dataset, "all").options] == [
        "80–100%/12 range",
        "0–20%/12 range",
    ]


def test_of_several_choices_each_stands_alone_unless_two_add_up(session: Session) -> None:
    cohort = CohortFactory()
    form = own_form(
        cohort.program,
        {"id": "many", "type": "multiple_choice", "options": options("a", "b", "c")},
        {"id": "two", "type": "multiple_choice", "options": options("x", "y")},
    )
    many = own("many", *[["a", "b"]] * 6, *[["c"]] * 6)
    # One person chose both: 7 + 6 - 12 would tell that.
    two = own("two", *[["x"]] * 6, ["x", "y"], *[["y"]] * 5)
    dataset = released(session, closed_wave_of(session, together(many, two), form=form, cohort=cohort))
    assert [told(option.total) for option in question_of(dataset, "many").options] == ["6/12", "6/12", "6/12"]
    assert question_of(dataset, "many").takes_several
    kinds = [type(option.total.share) for option in question_of(dataset, "two").options]
    assert sorted(kind.__name__ for kind in kinds) == ["ExactShare", "ShareBand"]


def test_a_question_asked_only_of_some_does_not_tell_how_many_they_are(session: Session) -> None:
    cohort = CohortFactory()
    after = {"question": "gate", "is": True}
    form = own_form(
        cohort.program,
        {"id": "gate", "type": "yes_no"},
        {"id": "more", "type": "yes_no", "show_if": after},
        {"id": "hours", "type": "number", "show_if": after},
    )

    def answers(yes: int, no: int) -> list[dict[str, Any]]:
        asked = {"own_q_gate": True, "own_q_more": True, "own_q_hours": 3}
        others = {"own_q_gate": True, "own_q_more": False, "own_q_hours": 5}
        return [asked] * (yes - 3) + [others] * 3 + [{"own_q_gate": False, "own_q_hours": 99}] * no

    open_wave = closed_wave_of(session, answers(10, 6), form=form, cohort=cohort)
    dataset = released(session, open_wave)
    assert [told(option.total) for option in question_of(dataset, "more").options] == ["7/10", "3/10"]
    hours = question_of(dataset, "hours").mean
    assert hours is not None
    assert hours.total.summary is not None
    assert (hours.total.summary.n, hours.total.summary.mean) == (10, 3.6)
    form = own_form(CohortFactory().program, *form.content["sections"][0]["questions"])
    dataset = released(session, closed_wave_of(session, answers(15, 1), form=form))
    assert [told(option.total) for option in question_of(dataset, "more").options] == ["condition"] * 2
    hours = question_of(dataset, "hours").mean
    assert hours is not None
    assert (hours.total.status, hours.total.summary) == (Visibility.CONDITION, None)


def test_a_long_list_of_answers_is_told_for_everybody_only(session: Session) -> None:
    cohort = CohortFactory()
    codes = "abcdefghi"
    form = own_form(cohort.program, {"id": "pick", "type": "single_choice", "options": options(*codes)})
    arms = ["paired", "unpaired"] * 18
    dataset = released(session, closed_wave_of(session, own("pick", *(codes * 4)), form=form, cohort=cohort, arms=arms))
    table = question_of(dataset, "pick")
    assert [told(option.total) for option in table.options] == ["4/36"] * 9
    assert {option.groups for option in table.options} == {()}


# Those who answered before


@pytest.mark.parametrize(("again", "status"), [(17, Visibility.COMPLEMENTARY), (14, Visibility.SHOWN)])
def test_those_who_answered_before_are_shown_only_if_the_others_are_enough(
    session: Session, again: int, status: Visibility
) -> None:
    cohort = CohortFactory()
    panels = [bytes([number]) * 32 for number in range(40)]
    first = well(*[10] * 20)
    earlier = closed_wave_of(session, first, measures=WHO_5, cohort=cohort, panels=panels, at=NOW, title="Baseline")
    released(session, earlier)
    later = closed_wave_of(
        session,
        well(*[15] * 20),
        measures=WHO_5,
        cohort=cohort,
        panels=[*panels[:again], *panels[20 : 40 - again]],
        at=NOW + timedelta(days=90),
    )
    dataset = released(session, later)
    row = scale_of(dataset, "who_5.well_being").paired
    assert row is not None
    assert (row.status, row.summary and row.summary.n) == (status, again if status is Visibility.SHOWN else None)
    assert row.name.fr == "Ont aussi répondu\u00a0: Baseline (fr)"
    assert scale_of(dataset, "who_5.well_being").total.summary is not None
    assert scale_of(released(session, earlier), "who_5.well_being").paired is None
    session.execute(text("DELETE FROM release WHERE figure LIKE '%/before'"))
    assert scale_of(released(session, later), "who_5.well_being").paired is None, "closed before this was judged"


# The ledger


def test_a_wave_closed_before_there_were_shares_still_shows_its_means_and_nothing_new(session: Session) -> None:
    cohort = CohortFactory()
    form = own_form(cohort.program, {"id": "met", "type": "yes_no"})
    answers = together(well(*[5] * 6, *[20] * 8), own("met", *[True] * 6, *[False] * 8))
    wave = closed_wave_of(session, answers, measures=WHO_5, form=form, cohort=cohort)
    released(session, wave)
    # As a wave was before there were shares; nothing in the app can delete a release.
    session.execute(text("DELETE FROM release WHERE figure <> 'who_5.well_being'"))
    for dataset in (released(session, wave), aggregates.published(session, aggregates.wave_ref(wave))):
        assert dataset is not None
        table = scale_of(dataset, "who_5.well_being")
        assert (table.total.summary and table.total.summary.n, table.limits, dataset.questions) == (14, (), ())
    assert set(session.scalars(select(Release.figure))) == {"who_5.well_being"}


def test_everything_that_is_shown_stands_in_the_ledger(session: Session) -> None:
    wave = closed_wave_of(session, well(*[5] * 3, *[11] * 3, *[20] * 8), measures=WHO_5)
    assert aggregates.published(session, aggregates.wave_ref(wave)) is None
    dataset = released(session, wave)
    assert aggregates.published(session, aggregates.wave_ref(wave)) == dataset
    assert set(session.scalars(select(Release.figure))) == {
        "who_5.well_being",
        "who_5.well_being/limits/n",
        "who_5.well_being/limits/=<=50",
        "who_5.well_being/limits/=<=28",
    }


def test_one_answer_less_withholds_shares_as_well(session: Session) -> None:
    cohort = CohortFactory()
    form = own_form(cohort.program, {"id": "met", "type": "yes_no"})
    wave = closed_wave_of(session, own("met", *[True] * 6, *[False] * 8), form=form, cohort=cohort)
    released(session, wave)
    session.delete(session.scalars(select(Response).where(Response.wave_id == wave.id)).all()[0])
    session.flush()
    assert aggregates.published(session, aggregates.wave_ref(wave)) is None
    with pytest.raises(ReleaseRefused):
        released(session, wave)


def test_what_stands_beside_a_scale_is_all_there(session: Session) -> None:
    dataset = released(session, closed_wave_of(session, well(*[20] * 9), measures=WHO_5))
    scale = scale_of(dataset, "who_5.well_being").scale
    assert scale.measure is not None
    assert (scale.measure.key, scale.measure.version, scale.measure.validated) == ("who_5", 1, True)
    assert "CC BY-NC-SA" in scale.measure.licence.en
    assert scale.measure.scoring is not None
    assert [(one.kind, one.value, bool(one.source)) for one in scale.constants] == [("change", 10, True)]
