"""what is said before answering, and the end of a program

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WORDS = (
    ("wave", "news_en"),
    ("wave", "news_fr"),
    ("program", "outside_contact_en"),
    ("program", "outside_contact_fr"),
)


def upgrade() -> None:
    # Column by column: a batch would build the tables anew, and many others hang on them.
    for table, column in WORDS:
        op.add_column(table, sa.Column(column, sa.String(), nullable=False, server_default=""))
    op.add_column("program", sa.Column("ended_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("program", "ended_at")
    for table, column in reversed(WORDS):
        op.drop_column(table, column)
