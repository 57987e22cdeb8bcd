"""identity questions

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_identity_version_id"))
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_identity_version_id"), type_="foreignkey")
            for column in ("identity_version_id", "identity_uses", "identity_answers"):
                batch_op.drop_column(column)
