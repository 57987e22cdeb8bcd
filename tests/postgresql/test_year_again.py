"""The next cohort made once, foreseen without a trace, and a stale tick, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.programs.test_rollover import (
    test_mentees_go_up_a_level_and_the_last_level_leaves,
    test_what_is_foreseen_is_what_comes_and_leaves_nothing_behind,
)
from tests.programs.test_rollover_at_once import test_next_cohort_is_made_once_by_ten_at_once
from tests.web.coordinator.test_year import (
    cohort,
    late,
    new_year,
    test_app_ticks_what_it_sees,
    test_next_cohort_is_shown_then_made,
    test_stale_tick_shows_how_it_stands,
    url,
)
