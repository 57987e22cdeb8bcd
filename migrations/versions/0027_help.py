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
    _make_contact()
    op.add_column("program", sa.Column("quiet_hours", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("staff_grant", sa.Column("digest_weekday", sa.Integer(), nullable=True))


def _make_contact() -> None:
    op.create_table(
        "contact_person",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role_en", sa.String(), nullable=False),
        sa.Column("role_fr", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_contact_person_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_person")),
        sa.UniqueConstraint("program_id", name=op.f("uq_contact_person_program_id")),
    )
    states = sa.Enum("waiting", "failed", name="requeststate", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "contact_request",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_contact_request_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_request")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_contact_request_token_digest")),
    )
    op.create_index(op.f("ix_contact_request_program_id"), "contact_request", ["program_id"])


def downgrade() -> None:
    op.drop_column("staff_grant", "digest_weekday")
    op.drop_column("program", "quiet_hours")
    op.drop_table("contact_request")
    op.drop_table("contact_person")
    # A number that nobody has called was never shown.
    op.execute("DELETE FROM help_line WHERE verified_on IS NULL")
    with op.batch_alter_table("help_line", schema=None) as batch_op:
        batch_op.alter_column("verified_on", existing_type=sa.Date(), nullable=False)
        batch_op.drop_column("owner")
