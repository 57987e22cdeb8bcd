"""from how many people on comments are shown

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PROMISED = 10
"""What everybody was told before a program could choose."""


def upgrade() -> None:
    # Column by column: a batch would build the tables anew, and many others hang on them.
    op.add_column("program", sa.Column("comment_floor", sa.Integer(), nullable=False, server_default=str(PROMISED)))
    op.add_column("wave", sa.Column("comment_floor", sa.Integer(), nullable=True))
    wave = sa.table("wave", sa.column("comment_floor", sa.Integer()), sa.column("opened_at", sa.DateTime()))
    op.execute(sa.update(wave).where(wave.c.opened_at.is_not(None)).values(comment_floor=PROMISED))


def downgrade() -> None:
    op.drop_column("wave", "comment_floor")
    op.drop_column("program", "comment_floor")
