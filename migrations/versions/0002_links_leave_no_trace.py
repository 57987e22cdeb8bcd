"""links leave no trace of when they were pressed

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spent_link",
        sa.Column("spent_digest", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("spent_digest", name=op.f("pk_spent_link")),
    )
    with op.batch_alter_table("spent_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spent_link_expires_on"), ["expires_on"], unique=False)

    # A used link cannot be told from its digest, so those that were used end here.
    op.execute("DELETE FROM sign_in_link WHERE used_at IS NOT NULL")
    op.execute("DELETE FROM sign_in_code WHERE used_at IS NOT NULL")
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_column("used_at")
        batch_op.create_index(batch_op.f("ix_sign_in_link_expires_at"), ["expires_at"], unique=False)
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.drop_column("used_at")


def downgrade() -> None:
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.add_column(sa.Column("used_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_link_expires_at"))
        batch_op.add_column(sa.Column("used_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("spent_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spent_link_expires_on"))

    op.drop_table("spent_link")
