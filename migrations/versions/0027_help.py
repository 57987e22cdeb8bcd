"""who answers in distress

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("help_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner", sa.String(), server_default="", nullable=False))
        batch_op.alter_column("verified_on", existing_type=sa.Date(), nullable=True)


def downgrade() -> None:
    # A number that nobody has called was never shown.
    op.execute("DELETE FROM help_line WHERE verified_on IS NULL")
    with op.batch_alter_table("help_line", schema=None) as batch_op:
        batch_op.alter_column("verified_on", existing_type=sa.Date(), nullable=False)
        batch_op.drop_column("owner")
