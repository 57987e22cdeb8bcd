"""Migrations up, equal to the models, and down, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.contracts.test_migrations import (
    fresh_app,
    made_at_once,
    settings,
    test_migrations_go_down_to_nothing,
    test_migrations_leave_every_guard_that_a_new_database_has,
    test_migrations_make_exactly_the_tables_of_the_models,
)
