"""identity questions

Revision ID: 0009
Revises: 0008
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


FIRST_SHOWN = Path(__file__).parent / "first_shown" / "identity.json"
"""The questions as they were when they were first asked."""
TABLES = ("mentor_application", "profile")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in ("identity_answers", "identity_uses"):
                batch_op.add_column(sa.Column(column, sa.JSON(), nullable=False, server_default="{}"))
            batch_op.add_column(sa.Column("identity_version_id", sa.Uuid(), nullable=True))
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in ("identity_answers", "identity_uses"):
                batch_op.alter_column(column, existing_type=sa.JSON(), existing_nullable=False, server_default=None)
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{table}_identity_version_id"), "form_version", ["identity_version_id"], ["id"]
            )
            batch_op.create_index(batch_op.f(f"ix_{table}_identity_version_id"), ["identity_version_id"], unique=False)
    _store_the_questions()


def _store_the_questions() -> None:
    """Where people have sent something already they may answer at once: stored later, the form would tell who did."""
    connection, now = op.get_bind(), datetime.now(UTC)
    versions = sa.table(
        "form_version",
        sa.column("id", sa.Uuid()),
        sa.column("program_id", sa.Uuid()),
        sa.column("key", sa.String()),
        sa.column("number", sa.Integer()),
        sa.column("content", sa.JSON()),
        sa.column("status", sa.String()),
        sa.column("published_at", UtcDateTime()),
        sa.column("published_by", sa.String()),
        sa.column("created_at", UtcDateTime()),
        sa.column("version", sa.Integer()),
    )
    program = sa.table("program", sa.column("id", sa.Uuid()))
    first = {"key": "identity", "number": 1, "status": "published", "published_by": "", "version": 1}
    first |= {"content": json.loads(FIRST_SHOWN.read_text(encoding="utf-8")), "published_at": now, "created_at": now}
    for (program_id,) in connection.execute(sa.select(program.c.id)).all():
        connection.execute(versions.insert().values(id=uuid4(), program_id=program_id, **first))


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_identity_version_id"))
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_identity_version_id"), type_="foreignkey")
            for column in ("identity_version_id", "identity_uses", "identity_answers"):
                batch_op.drop_column(column)
    op.execute(sa.text("DELETE FROM form_version WHERE key = 'identity'"))
