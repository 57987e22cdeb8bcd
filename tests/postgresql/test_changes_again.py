"""Two coordinators who change one person, and somebody asked in two roles, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.web.coordinator.test_people import cohort, person, test_two_coordinators_at_once_see_both_versions
from tests.web.participant.test_home import test_an_open_wave_comes_first_until_it_is_answered
