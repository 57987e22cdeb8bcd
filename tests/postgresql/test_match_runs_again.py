"""Runs of matching on PostgreSQL: asked for at once, solved, broken off, verified, listed with their numbers."""

# ruff: noqa: F401  imported to run a second time

from tests.matching.test_runs import (
    test_a_worker_that_is_killed_in_the_middle_loses_nothing,
    test_inputs_go_with_whoever_leaves_and_the_pairs_of_others_stay,
    test_two_coordinators_at_once_get_one_run,
    test_who_leaves_while_the_solver_works_is_not_written_down,
    test_worker_solves_what_was_asked_for_and_proposes_the_pairs,
)
from tests.matching.test_verifying import run, test_a_run_is_equal_to_itself_worked_out_again
from tests.web.coordinator.test_match_runs import (
    people,
    test_asking_twice_draws_once_and_a_record_goes_with_whoever_leaves,
    test_list_asks_by_itself_until_all_runs_are_done,
    test_two_runs_are_compared,
)
