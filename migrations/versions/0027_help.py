"""who answers in distress

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("help_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner", sa.String(), server_default="", nullable=False))
        batch_op.alter_column("verified_on", existing_type=sa.Date(), nullable=True)
    _make_contact()
    _make_slots()
    op.add_column("program", sa.Column("quiet_hours", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("staff_grant", sa.Column("digest_weekday", sa.Integer(), nullable=True))


def _make_slots() -> None:
    op.create_table(
        "support_slot",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 10 AND 180", name=op.f("ck_support_slot_minutes_in_range")),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_support_slot_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_slot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_support_slot_public_id")),
    )
    op.create_index(op.f("ix_support_slot_program_id"), "support_slot", ["program_id"])
    op.create_table(
        "slot_booking",
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("is_reminded", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_slot_booking_enrollment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["support_slot.id"], name=op.f("fk_slot_booking_slot_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_booking")),
        sa.UniqueConstraint("slot_id", name=op.f("uq_slot_booking_slot_id")),
    )
    op.create_index(op.f("ix_slot_booking_enrollment_id"), "slot_booking", ["enrollment_id"])


def _make_contact() -> None:
    op.create_table(
        "contact_person",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role_en", sa.String(), nullable=False),
        sa.Column("role_fr", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("slots_digest", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_contact_person_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_person")),
        sa.UniqueConstraint("program_id", name=op.f("uq_contact_person_program_id")),
        sa.UniqueConstraint("slots_digest", name=op.f("uq_contact_person_slots_digest")),
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
    op.drop_table("slot_booking")
    op.drop_table("support_slot")
    op.drop_column("staff_grant", "digest_weekday")
    op.drop_column("program", "quiet_hours")
    op.drop_table("contact_request")
    op.drop_table("contact_person")
    # A number that nobody has called was never shown.
    op.execute("DELETE FROM help_line WHERE verified_on IS NULL")
    with op.batch_alter_table("help_line", schema=None) as batch_op:
        batch_op.alter_column("verified_on", existing_type=sa.Date(), nullable=False)
        batch_op.drop_column("owner")
