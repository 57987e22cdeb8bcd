"""The migration environment: the app's own engine and the tables of its models."""

from alembic import context
from flask import current_app

from mentorship_app.db import Base
from mentorship_app.db.rebuilding import require_whole, tables_rebuilt
from mentorship_app.mentoring import place_guard


def run_migrations() -> None:
    """Run in one transaction on the app's database, holding the writers' lock from the start on SQLite."""
    with current_app.extensions["write_engine"].connect() as connection, tables_rebuilt(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            user_module_prefix="",  # written out as it is imported by script.py.mako
        )
        with context.begin_transaction():
            # SQLite can neither rebuild nor rename a table that a trigger speaks of.
            place_guard.remove(connection)
            context.run_migrations()
            place_guard.install(connection)
            require_whole(connection)
        connection.commit()


run_migrations()
