"""Choices, waitlists and the gap board, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.intake.test_at_once import test_ranks_stay_without_a_gap_when_everything_is_pressed_at_once
from tests.intake.test_jobs import test_one_mail_with_a_link_to_the_mentor
from tests.web.coordinator.test_gaps import (
    cohort,
    test_the_length_of_a_waitlist_is_shown_not_who_waits,
    test_the_shortfall_stands_in_words_on_the_board_and_on_today,
)
