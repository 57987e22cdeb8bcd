"""records of runs of matching

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_record",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("drawn_at", UtcDateTime(), nullable=True),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["match_run.id"], name=op.f("fk_match_record_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_record")),
        sa.UniqueConstraint("run_id", "locale", name=op.f("uq_match_record_run_id_locale")),
    )
    with op.batch_alter_table("match_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_record_run_id"), ["run_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("match_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_record_run_id"))

    op.drop_table("match_record")
