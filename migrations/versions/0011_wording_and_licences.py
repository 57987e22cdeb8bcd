"""wording that programs bring for instruments, and their licences

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bound_wording",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_key", sa.String(), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("bound_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_bound_wording_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bound_wording")),
        sa.UniqueConstraint(
            "program_id",
            "instrument_key",
            "instrument_version",
            "number",
            name=op.f("uq_bound_wording_program_id_instrument_key_instrument_version_number"),
        ),
    )
    with op.batch_alter_table("bound_wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bound_wording_program_id"), ["program_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("bound_wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bound_wording_program_id"))
    op.drop_table("bound_wording")
