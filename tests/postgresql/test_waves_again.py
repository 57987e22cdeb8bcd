"""Sealing, sending at once, and closing with a crash at every step, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.surveys.test_attacks import (
    opened,
    test_fifty_sends_at_once_are_one_answer,
    test_twenty_people_who_double_click_are_twenty_answers,
)
from tests.surveys.test_closing import (
    test_a_crash_after_the_transaction_is_finished_by_the_next_round,
    test_a_reader_that_holds_the_log_only_delays_the_destruction_of_the_key,
    test_answers_become_responses_and_nothing_sealed_is_left,
    test_the_worker_closes_a_wave_two_days_after_its_last_where_the_program_is,
)
