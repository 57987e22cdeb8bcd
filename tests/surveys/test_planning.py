"""What is settled about a wave before it opens, what it asks, how it compares with earlier ones, and next year's."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.services import publish, save_draft, start_draft
from mentorship_app.programs.rollover import NewYear, roll_over
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.surveys import Wave, WaveKind, WaveStatus, building
from mentorship_app.surveys.building import length_of, name_of, newest, own_sections
from mentorship_app.surveys.comparing import comparisons
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.enums import AudienceGroup
from mentorship_app.surveys.forecast import forecast
from mentorship_app.surveys.planning import LONGEST_WORDS, WaveEntry, change_wave
from mentorship_app.surveys.queries import waves_of
from mentorship_app.surveys.readiness import lacking
from mentorship_app.surveys.services import create_wave
from tests.factories import CohortFactory
from tests.factories.surveys import NOW, STAFF, WaveFactory, opened_wave

CHANGE = {"by": STAFF, "now": NOW}
NOTHING = LocalizedText(en="", fr="")


def names(session: Session, wave: Wave) -> list[str]:
    return [name_of(block) for block in contents_of(session, wave).blocks]


def entry_of(wave: Wave, **changes: object) -> WaveEntry:
    return replace(WaveEntry.of(wave), **changes)  # type: ignore[arg-type]  # the tests name fields of their own


def add(session: Session, wave: Wave, key: str) -> None:
    building.add_measure(session, wave, key, version=wave.version, **CHANGE)


def test_everything_about_a_planned_wave_is_changed_at_once_and_noted_without_words(session: Session) -> None:
    wave = WaveFactory()
    entry = WaveEntry(
        title=LocalizedText(en="  Spring   check-in ", fr="Bilan du printemps"),
        opens_on=date(2026, 12, 1),
        closes_on=date(2026, 12, 15),
        audience=frozenset({AudienceGroup.UNMATCHED}),
        consent=LocalizedText(en="Our board looked at this. ", fr="Notre comité l’a relu."),
        news=LocalizedText(en="More time.", fr="Plus de temps."),
        has_comment=False,
        is_strict=True,
    )
    change_wave(session, wave, entry, version=wave.version, **CHANGE)
    assert (wave.title_en, wave.consent_en, wave.audience) == (
        "Spring check-in",
        "Our board looked at this.",
        ["unmatched"],
    )
    assert not contents_of(session, wave).has_comment
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "surveys.wave.changed")).one()
    assert event.details["changed"] == sorted(vars(entry))
    change_wave(session, wave, WaveEntry.of(wave), version=wave.version, **CHANGE)
    assert len(session.scalars(select(AuditEvent)).all()) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": LocalizedText(en="Spring", fr=" ")}, "title_fr"),
        ({"title": LocalizedText(en="x" * 121, fr="Printemps")}, "title_en"),
        ({"consent": LocalizedText(en="Words", fr="")}, "consent_fr"),
        ({"news": LocalizedText(en="", fr="Des mots")}, "news_en"),
        ({"consent": LocalizedText(en="x" * (LONGEST_WORDS + 1), fr="y")}, "consent_en"),
        ({"audience": frozenset()}, "audience"),
        ({"audience": frozenset(AudienceGroup)}, "audience"),
        ({"audience": frozenset({AudienceGroup.MENTORS})}, "audience"),
        ({"opens_on": date(2026, 12, 9), "closes_on": date(2026, 12, 1)}, "closes_on"),
        ({"closes_on": date(2027, 12, 1)}, "closes_on"),
        ({"opens_on": date(2026, 1, 1), "closes_on": date(2026, 1, 2)}, "closes_on"),
    ],
)
def test_what_does_not_hold_together_is_refused_at_its_entry(
    session: Session, changes: dict[str, object], field: str
) -> None:
    wave = WaveFactory()
    before = WaveEntry.of(wave)
    with pytest.raises(FieldError) as refused:
        change_wave(session, wave, entry_of(wave, **changes), version=wave.version, **CHANGE)
    assert refused.value.field == field
    assert WaveEntry.of(wave) == before


def test_an_old_version_or_an_open_wave_is_not_written_over(session: Session, keyring: Keyring) -> None:
    wave = WaveFactory()
    session.flush()
    with pytest.raises(Conflict):
        change_wave(session, wave, entry_of(wave, news=NOTHING), version=wave.version - 1, **CHANGE)
    with pytest.raises(Conflict):
        building.add_measure(session, wave, "own_satisfaction", version=wave.version - 1, **CHANGE)
    opened, _people = opened_wave(session, keyring, 8)
    with pytest.raises(InvalidTransition):
        change_wave(session, opened, WaveEntry.of(opened), version=opened.version, **CHANGE)
    for change in (building.add_measure, building.add_section, building.remove_block, building.renew_block):
        with pytest.raises(InvalidTransition):
            change(session, opened, "own_satisfaction", version=opened.version, **CHANGE)


def test_blocks_are_added_moved_and_taken_out_and_nothing_is_asked_twice(session: Session) -> None:
    wave = WaveFactory()
    add(session, wave, "own_satisfaction")
    building.add_section(session, wave, "meetings", version=wave.version, **CHANGE)
    assert names(session, wave) == ["own_burnout_short", "own_satisfaction", "section:meetings"]
    building.move_block(session, wave, "section:meetings", building.UP, version=wave.version, **CHANGE)
    building.move_block(session, wave, "own_burnout_short", building.UP, version=wave.version, **CHANGE)
    assert names(session, wave) == ["own_burnout_short", "section:meetings", "own_satisfaction"]
    for again in ("own_satisfaction", "no_such_measure", "who_5"):
        with pytest.raises(FieldError):
            add(session, wave, again)
    for section in ("meetings", "no_such_section"):
        with pytest.raises(FieldError):
            building.add_section(session, wave, section, version=wave.version, **CHANGE)
    building.remove_block(session, wave, "own_burnout_short", version=wave.version, **CHANGE)
    building.remove_block(session, wave, "own_burnout_short", version=wave.version, **CHANGE)
    assert names(session, wave) == ["section:meetings", "own_satisfaction"]


def test_length_counts_what_is_asked_and_leaves_the_comment_out(session: Session) -> None:
    wave = WaveFactory()
    assert length_of(contents_of(session, wave)).items == 12
    for key in ("own_satisfaction", "own_unmet_needs"):
        add(session, wave, key)
    assert not length_of(contents_of(session, wave)).is_long
    add(session, wave, "own_mentorship_mentee")
    assert length_of(contents_of(session, wave)).is_long
    empty = WaveFactory(contents={"blocks": [], "comment": True})
    assert (length_of(contents_of(session, empty)).items, length_of(contents_of(session, empty)).minutes) == (0, 0)


def test_a_wave_that_asks_nothing_cannot_open(session: Session) -> None:
    empty = WaveFactory(contents={"blocks": [], "comment": True})
    messages = [problem.message for problem in lacking(session, empty, (), now=NOW)]
    assert any("asks nothing yet" in message for message in messages)


def test_mentors_have_sections_of_their_own(session: Session) -> None:
    mentors = WaveFactory(audience=["mentors"])
    mentees = WaveFactory(cohort=mentors.cohort)
    assert [section.id for section in own_sections(session, mentors)] == ["time", "changes"]
    assert [section.id for section in own_sections(session, mentees)] == ["meetings", "changes"]
    with pytest.raises(FieldError):
        building.take_over(session, mentors, mentees, version=mentors.version, **CHANGE)


def published_again(session: Session, wave: Wave, *, without_question: str = "", condition: bool = False) -> None:
    """A new version of the mentees' form: a question fewer, or one that depends on another section."""
    draft = start_draft(session, wave.cohort.program, "survey_mentees", **CHANGE)
    content = deepcopy(draft.content)
    for section in content["sections"]:
        section["questions"] = [one for one in section["questions"] if one["id"] != without_question]
        if condition and section["id"] == "changes":
            section["questions"][0]["show_if"] = {"question": "in_the_way", "is": "nothing"}
    save_draft(session, draft, content, version=draft.version)
    publish(session, draft, version=draft.version, **CHANGE)


def test_a_new_version_of_the_form_is_offered_and_taken_only_when_asked(session: Session) -> None:
    wave = WaveFactory()
    building.add_section(session, wave, "meetings", version=wave.version, **CHANGE)
    contents = contents_of(session, wave)
    before = contents.blocks[1]
    assert newest(session, wave, contents)["section:meetings"] == before
    published_again(session, wave, without_question="time_kept_free")
    assert contents_of(session, wave).blocks[1] == before
    assert newest(session, wave, contents)["section:meetings"] != before
    building.renew_block(session, wave, "section:meetings", version=wave.version, **CHANGE)
    asked = [question.id for question in contents_of(session, wave).own_questions]
    assert asked == ["own_q_met_this_year", "own_q_in_the_way"]


def test_a_question_that_could_never_be_shown_keeps_the_wave_from_opening(session: Session) -> None:
    wave = WaveFactory()
    published_again(session, wave, condition=True)
    building.add_section(session, wave, "changes", version=wave.version, **CHANGE)

    def hangs() -> bool:
        return any("depends on another one" in problem.message for problem in lacking(session, wave, (), now=NOW))

    assert hangs()
    building.add_section(session, wave, "meetings", version=wave.version, **CHANGE)
    assert hangs()
    building.move_block(session, wave, "section:meetings", building.UP, version=wave.version, **CHANGE)
    assert not hangs()


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "secret", "type": "yes_no", "text": {"en": "Really?", "fr": "Vraiment\u00a0?"}},
        {"id": "secret", "type": "date", "optional": True, "text": {"en": "Born?", "fr": "Naissance\u00a0?"}},
    ],
)
def test_a_form_of_surveys_publishes_nothing_required_and_nothing_that_singles_out(
    session: Session, entry: dict[str, object]
) -> None:
    program = CohortFactory().program
    draft = start_draft(session, program, "survey_mentees", **CHANGE)
    content = deepcopy(draft.content)
    content["sections"][0]["questions"].append(entry)
    save_draft(session, draft, content, version=draft.version)
    with pytest.raises(QuestionnaireError):
        publish(session, draft, version=draft.version, **CHANGE)


def test_asking_the_same_again_is_word_for_word(session: Session) -> None:
    earlier = WaveFactory(opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 15))
    add(session, earlier, "own_satisfaction")
    wave = WaveFactory(cohort=earlier.cohort, contents={"blocks": [], "comment": False})
    building.take_over(session, wave, earlier, version=wave.version, **CHANGE)
    assert wave.contents == earlier.contents


def test_what_stands_against_comparing_is_said(session: Session) -> None:
    earlier = WaveFactory(opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 15), title_en="First one")
    add(session, earlier, "own_satisfaction")
    wave = WaveFactory(cohort=earlier.cohort)
    add(session, wave, "own_satisfaction")
    add(session, wave, "own_unmet_needs")
    found = comparisons(session, wave, contents_of(session, wave))
    assert set(found) == {"own_burnout_short", "own_satisfaction"}
    assert {comparison.problems for comparison in found.values()} == {()}
    building.move_block(session, wave, "own_satisfaction", building.UP, version=wave.version, **CHANGE)
    words = {
        name: comparison.texts("en")
        for name, comparison in comparisons(session, wave, contents_of(session, wave)).items()
    }
    assert "Something else is asked before it than in “First one”" in words["own_satisfaction"][0]
    assert "Something else" in words["own_burnout_short"][0]
    mentors = WaveFactory(cohort=earlier.cohort, audience=["mentors"])
    assert comparisons(session, mentors, contents_of(session, mentors)) == {}


def test_a_reworded_section_of_ones_own_is_not_the_same(session: Session) -> None:
    earlier = WaveFactory(
        opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 15), contents={"blocks": [], "comment": True}
    )
    building.add_section(session, earlier, "meetings", version=earlier.version, **CHANGE)
    published_again(session, earlier, without_question="in_the_way")
    wave = WaveFactory(cohort=earlier.cohort, contents={"blocks": [], "comment": True})
    building.add_section(session, wave, "meetings", version=wave.version, **CHANGE)
    [comparison] = comparisons(session, wave, contents_of(session, wave)).values()
    assert comparison.texts("fr")[0].startswith("Un autre texte que dans")


def test_the_forecast_says_nothing_that_the_steps_do_not_say() -> None:
    days = {"opened_on": date(2026, 11, 3), "closes_on": date(2026, 11, 17)}
    assert forecast(10, 30, today=date(2026, 11, 3), **days) is None
    assert forecast(0, 30, today=date(2026, 11, 6), **days) is None
    assert forecast(10, 30, today=date(2026, 11, 6), **days) == 60
    assert forecast(25, 30, today=date(2026, 11, 6), **days) == 100
    assert forecast(10, 30, today=date(2026, 11, 30), **days) == 30


def test_next_year_begins_with_the_plans_of_this_one(session: Session) -> None:
    old = CohortFactory(name="2026–27")
    words = {"consent_en": "Ours", "consent_fr": "Nôtre", "news_en": "Old news", "news_fr": "Vieilles nouvelles"}
    first = WaveFactory(
        cohort=old,
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 9, 15),
        status=WaveStatus.CLOSED,
        title_en="Start of 2026–27",
        is_strict=True,
        **words,
    )
    WaveFactory(cohort=old, audience=["mentors"], opens_on=date(2027, 6, 22), closes_on=date(2027, 6, 30))
    year = NewYear("2027–28", date(2027, 7, 1), date(2028, 6, 30), frozenset({"surveys.waves"}))
    done = roll_over(session, old, year, **CHANGE)
    assert done.carried["surveys.waves"].values == {"number": 2}
    new = next(cohort for cohort in old.program.cohorts if cohort.name == "2027–28")
    carried, mentors = waves_of(session, new)
    assert (carried.title_en, carried.status, carried.is_strict) == ("Start of 2027–28", WaveStatus.DRAFT, True)
    assert (carried.consent_en, carried.news_en, carried.contents) == ("Ours", "", first.contents)
    assert carried.opens_on.weekday() in {1, 2, 3}
    assert abs(carried.opens_on - date(2027, 9, 1)) <= timedelta(days=2)
    assert mentors.asks_mentors


def test_a_wave_for_nobody_is_not_planned(session: Session) -> None:
    cohort = CohortFactory()
    with pytest.raises(FieldError):
        create_wave(
            session,
            cohort,
            kind=WaveKind.EARLY,
            opens_on=date(2026, 12, 1),
            closes_on=date(2026, 12, 15),
            audience=(),
            **CHANGE,
        )
