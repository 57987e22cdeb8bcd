"""A report asked for, built by the worker and kept, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.reports.test_services import (
    test_same_numbers_give_the_same_file_and_are_drawn_once,
    test_worker_builds_what_was_asked_for,
)
