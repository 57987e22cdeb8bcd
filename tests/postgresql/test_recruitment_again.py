"""Invitations, reminders, the funnel and the list for next year, on PostgreSQL."""

# ruff: noqa: F401, F403  imported to run a second time

from tests.recruitment.test_funnel import *
from tests.recruitment.test_invitations import *
from tests.recruitment.test_next_year import *
from tests.recruitment.test_targets import *
from tests.web.coordinator.test_calls import (
    call,
    test_several_are_accepted_after_reading_the_mails,
    test_the_list_of_the_invited_is_searched_filtered_and_announced,
)
