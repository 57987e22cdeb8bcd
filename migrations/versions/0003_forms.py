"""a program's own versions of its forms; every set of answers is bound to the version that was shown

Revision ID: 0003
Revises: 0002
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SHOWN_BEFORE = Path(__file__).parent / "shown_before"
"""The two forms as they were before programs had versions of their own."""


def upgrade() -> None:
    op.create_table(
        "form_version",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "published", name="form_status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'published') = (published_at IS NOT NULL)",
            name=op.f("ck_form_version_published_has_its_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_form_version_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
        sa.UniqueConstraint("program_id", "key", "number", name=op.f("uq_form_version_program_id_key_number")),
    )
    with op.batch_alter_table("form_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_version_program_id"), ["program_id"], unique=False)
        batch_op.create_index(
            "uq_form_version_one_draft",
            ["program_id", "key"],
            unique=True,
            sqlite_where=sa.text("status = 'draft'"),
            postgresql_where=sa.text("status = 'draft'"),
        )
    for table in ("mentor_application", "profile"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("form_version_id", sa.Uuid(), nullable=True))
    _bind(
        "mentor_application",
        "SELECT a.id, c.program_id FROM mentor_application a JOIN call k ON k.id = a.call_id"
        " JOIN cohort c ON c.id = k.cohort_id",
    )
    _bind(
        "mentee_intake",
        "SELECT p.id, c.program_id FROM profile p JOIN enrollment e ON e.id = p.enrollment_id"
        " JOIN cohort c ON c.id = e.cohort_id",
    )
    for table in ("mentor_application", "profile"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("form_version_id", existing_type=sa.Uuid(), nullable=False)
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{table}_form_version_id"), "form_version", ["form_version_id"], ["id"]
            )
            batch_op.create_index(batch_op.f(f"ix_{table}_form_version_id"), ["form_version_id"], unique=False)
    for table in ("call", "profile"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("questionnaire_version")
            batch_op.drop_column("questionnaire_key")


def _bind(key: str, rows: str) -> None:
    """Store the form that was shown as version 1 of each program that has answers, and bind them to it."""
    table = "profile" if key == "mentee_intake" else "mentor_application"
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
    answers = sa.table(table, sa.column("id", sa.Uuid()), sa.column("form_version_id", sa.Uuid()))
    content = json.loads((SHOWN_BEFORE / f"{key}.json").read_text(encoding="utf-8"))
    by_program = {}
    found = sa.text(rows).columns(sa.column("id", sa.Uuid()), sa.column("program_id", sa.Uuid()))
    for answers_id, program_id in connection.execute(found).all():
        if program_id not in by_program:
            by_program[program_id] = uuid4()
            connection.execute(
                versions.insert().values(
                    id=by_program[program_id],
                    program_id=program_id,
                    key=key,
                    number=1,
                    content=content,
                    status="published",
                    published_at=now,
                    published_by="",
                    created_at=now,
                    version=1,
                )
            )
        connection.execute(
            answers.update().where(answers.c.id == answers_id).values(form_version_id=by_program[program_id])
        )


def downgrade() -> None:
    for table in ("call", "profile"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            key = "mentee_intake" if table == "profile" else "mentor_application"
            batch_op.add_column(sa.Column("questionnaire_key", sa.String(), nullable=False, server_default=key))
            batch_op.add_column(sa.Column("questionnaire_version", sa.Integer(), nullable=False, server_default="1"))
    for table in ("mentor_application", "profile"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_form_version_id"))
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_form_version_id"), type_="foreignkey")
            batch_op.drop_column("form_version_id")
    with op.batch_alter_table("form_version", schema=None) as batch_op:
        batch_op.drop_index("uq_form_version_one_draft")
        batch_op.drop_index(batch_op.f("ix_form_version_program_id"))
    op.drop_table("form_version")
