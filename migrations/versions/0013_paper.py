"""where sheets of paper are put, and who types them in

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_place",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("place_en", sa.String(), nullable=False),
        sa.Column("place_fr", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_paper_place_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_paper_place")),
    )
    op.create_table(
        "paper_entry",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_paper_entry_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint("wave_id", name=op.f("uq_paper_entry_wave_id")),
    )
    op.create_table(
        "paper_entry_link",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["paper_entry.id"], name=op.f("fk_paper_entry_link_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_paper_entry_link_token_digest")),
    )
    with op.batch_alter_table("paper_entry_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_entry_link_entry_id"), ["entry_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("paper_entry_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_entry_link_entry_id"))
    op.drop_table("paper_entry_link")
    op.drop_table("paper_entry")
    op.drop_table("paper_place")
