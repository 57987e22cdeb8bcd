"""One's own answers, their trend and the end of a program, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.surveys.test_ending import test_its_key_goes_its_results_stay_and_nothing_new_begins
from tests.surveys.test_own_answers import (
    test_a_reader_of_a_changed_address_gets_the_same_whatever_there_is,
    test_a_trend_goes_over_all_waves_of_the_person_and_of_nobody_else,
    test_everybody_finds_their_own_answers_and_nobody_elses,
    test_taking_back_removes_everything_tells_nobody_and_lets_one_answer_anew,
)
from tests.web.participant.test_own_answers import (
    me,
    test_taking_back_is_asked_first_and_then_done_once,
    test_the_trend_is_in_words_and_drawn_with_help_beside_a_hard_score,
    waves,
)
