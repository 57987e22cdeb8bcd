"""the year of a program: tasks and month of start

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PHASES = ("setup", "recruitment", "intake", "matching", "active", "closing", "closed")


def upgrade() -> None:
    # In one statement of SQL: a batch would build the table anew, and every other table hangs on this one.
    op.execute(
        "ALTER TABLE program ADD COLUMN year_starts_in INTEGER DEFAULT 7 NOT NULL "
        "CONSTRAINT ck_program_year_starts_in_a_month CHECK (year_starts_in BETWEEN 1 AND 12)"
    )
    op.create_table(
        "roll_over",
        sa.Column("old_id", sa.Uuid(), nullable=False),
        sa.Column("new_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["old_id"], ["cohort.id"], name=op.f("fk_roll_over_old_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["new_id"], ["cohort.id"], name=op.f("fk_roll_over_new_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("old_id", name=op.f("pk_roll_over")),
        sa.UniqueConstraint("new_id", name=op.f("uq_roll_over_new_id")),
    )
    op.create_table(
        "year_task",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(*PHASES, name="phase", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("key IS NOT NULL OR title_en <> '' OR title_fr <> ''", name=op.f("ck_year_task_has_words")),
        sa.CheckConstraint("done_at IS NULL OR NOT skipped", name=op.f("ck_year_task_done_or_skipped")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_year_task_cohort_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_task")),
        sa.UniqueConstraint("cohort_id", "key", name=op.f("uq_year_task_cohort_id_key")),
    )
    with op.batch_alter_table("year_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_year_task_cohort_id"), ["cohort_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("year_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_year_task_cohort_id"))

    op.drop_table("year_task")
    op.drop_table("roll_over")
    op.execute("ALTER TABLE program DROP COLUMN year_starts_in")
