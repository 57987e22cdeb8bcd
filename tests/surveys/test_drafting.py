"""Two devices of one person: the later tap counts question by question, and a page left open wipes nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.answers import parse_section
from mentorship_app.questions.conditions import Comparison, Condition
from mentorship_app.questions.questionnaire import Question, Section
from mentorship_app.questions.types.long_text import LongTextConfig
from mentorship_app.questions.types.scale import ScaleConfig
from mentorship_app.surveys.drafting import PageSent, known_in, read_seen, seen_text

WORDS = LocalizedText(en="Words", fr="Mots")
POINTS = ScaleConfig(tuple((value, WORDS) for value in range(5)))
PAGE = Section(
    id="page",
    title=WORDS,
    intro=None,
    questions=(
        Question("one", "scale", WORDS, config=POINTS),
        Question("two", "scale", WORDS, config=POINTS),
        Question("why", "scale", WORDS, config=POINTS, show_if=Condition("two", Comparison.IS, (4,))),
        Question("words", "long_text", WORDS, config=LongTextConfig(max_length=10, rows=2)),
    ),
)


def sent(
    form: dict[str, str], seen: dict[str, Any] | None, *, tapped: str = "", marked: tuple[str, ...] = ()
) -> PageSent:
    fields = MultiDict(form | {f"{name}-shown": "1" for name in marked})
    parsed = parse_section(PAGE, fields, answers={}, required=False)
    return PageSent(PAGE, parsed, seen, marked=frozenset(marked), tapped=frozenset({tapped}))


def test_a_page_left_open_keeps_what_another_device_answered_meanwhile() -> None:
    kept = {"one": 3, "elsewhere": 1}
    assert sent({"two": "2"}, seen={}).merged_into(kept) == {"one": 3, "two": 2, "elsewhere": 1}


def test_what_the_page_showed_and_nobody_touched_is_not_put_back() -> None:
    assert sent({"one": "1", "two": "2"}, seen={"one": 1}).merged_into({"one": 4}) == {"one": 4, "two": 2}


def test_the_later_tap_on_one_question_counts() -> None:
    assert sent({"one": "1"}, seen={"one": 2}).merged_into({"one": 4}) == {"one": 1}


def test_a_tap_counts_even_where_it_gives_what_the_page_knew() -> None:
    """The reply to the tap before may have been lost on its way, so the page knows less than is kept."""
    assert sent({"one": "2"}, seen={"one": 2}, tapped="one").merged_into({"one": 3}) == {"one": 2}


def test_what_was_emptied_is_gone_and_what_cannot_be_kept_leaves_the_old_words() -> None:
    seen = {"words": "short"}
    assert sent({"words": ""}, seen=seen).merged_into({"words": "short"}) == {}
    too_long = sent({"words": "far too many words"}, seen=seen)
    assert too_long.merged_into({"words": "short"}) == {"words": "short"}
    assert too_long.known_now() == seen


def test_a_page_that_does_not_say_what_it_knew_replaces_its_answers() -> None:
    assert sent({"one": "1"}, seen=None).merged_into({"one": 2, "two": 3, "elsewhere": 1}) == {"one": 1, "elsewhere": 1}


def test_a_question_comes_and_goes_with_the_answer_before_it() -> None:
    shows = sent({"two": "4"}, seen={})
    assert [question.id for question in shows.newly_shown(shows.merged_into({}))] == ["why"]
    hides = sent({"two": "0", "why": "1"}, seen={"two": 4, "why": 1}, marked=("why",))
    merged = hides.merged_into({"two": 4, "why": 1})
    assert [question.id for question in hides.no_longer_shown(merged)] == ["why"]
    assert hides.newly_shown(merged) == ()


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["one", "two"]), st.integers(0, 4)), max_size=12),
    st.sets(st.integers(0, 11)),
)
def test_however_two_devices_take_turns_the_last_tap_on_each_question_counts(
    taps: list[tuple[str, str, int]], lost_replies: set[int]
) -> None:
    kept: dict[str, Any] = {}
    shows: dict[str, dict[str, str]] = {"A": {}, "B": {}}
    knows: dict[str, dict[str, Any]] = {"A": {}, "B": {}}
    for number, (device, question, value) in enumerate(taps):
        shows[device][question] = str(value)
        page = sent(dict(shows[device]), seen=knows[device], tapped=question)
        kept = page.merged_into(kept)
        if number not in lost_replies:
            knows[device] = page.known_now()
        assert kept[question] == value
    if not lost_replies:
        assert kept == {question: value for _device, question, value in taps}


@pytest.mark.parametrize("text", [None, "", "no JSON", "[1]", "3", "[" * 100_000])
def test_a_field_that_says_nothing_sensible_counts_as_missing(text: str | None) -> None:
    assert read_seen(text) is None


def test_the_field_says_what_is_kept_of_the_page_and_no_more() -> None:
    assert read_seen(seen_text(known_in(PAGE, {"one": 1, "elsewhere": 2, "words": "é"}))) == {"one": 1, "words": "é"}
