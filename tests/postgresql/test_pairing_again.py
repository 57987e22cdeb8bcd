"""Fifty coordinators at once, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.mentoring.test_at_once import test_capacity_holds_against_fifty_simultaneous_attempts
