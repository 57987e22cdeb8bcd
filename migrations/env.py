"""The migration environment: the app's own engine and the tables of its models."""

from alembic import context
from flask import current_app

from mentorship_app.db import Base


def run_migrations() -> None:
    """Run in one transaction on the app's database, holding the writers' lock from the start on SQLite."""
    with current_app.extensions["write_engine"].connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            user_module_prefix="",  # written out as it is imported by script.py.mako
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
