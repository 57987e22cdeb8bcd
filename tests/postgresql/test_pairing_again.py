"""Fifty coordinators at once, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.mentoring.test_at_once import test_capacity_holds_against_fifty_simultaneous_attempts
from tests.mentoring.test_places import (
    test_a_mentor_who_returns_has_a_place_for_each_mentee,
    test_fifty_at_one_place_are_one_pair_and_forty_nine_refusals,
    test_fifty_who_ask_nobody_are_stopped_by_the_database,
    test_staff_cannot_take_a_place_that_is_taken,
    test_the_database_refuses_a_pair_too_many,
    test_the_database_refuses_fewer_places_than_mentees,
    test_the_database_refuses_who_returns_to_a_full_mentor,
    test_what_was_too_many_before_may_be_mended_step_by_step,
)
