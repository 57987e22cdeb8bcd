"""A whole check-in through its pages, from opening to own scores and the close, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.web.participant.test_surveys import (
    me,
    opened,
    sealed,
    test_a_closed_check_in_says_so_everywhere,
    test_a_whole_check_in_without_script_ends_with_thanks_and_own_scores,
    test_every_tap_is_saved_and_the_words_say_when,
    test_sending_twice_says_that_it_is_done,
    wave,
)
