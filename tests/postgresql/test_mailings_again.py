"""Mailings on PostgreSQL: who gets which, a worker that dies, a server that is away, evenings."""

# ruff: noqa: F401  imported to run a second time

from tests.surveys.conftest import post, server
from tests.surveys.test_mailings import (
    test_a_reminder_goes_only_to_those_who_have_not_answered,
    test_a_worker_that_dies_repeats_one_mail_at_most_and_leaves_nobody_out,
    test_an_invitation_that_left_late_moves_the_reminders,
    test_refused_addresses_of_an_invitation_are_a_number_by_reason,
    test_the_close_cancels_what_has_not_left_and_drops_the_progress,
    test_while_the_server_is_away_the_whole_mailing_waits,
)
from tests.surveys.test_wishes import test_whoever_asked_gets_one_mail_at_seven_this_evening
