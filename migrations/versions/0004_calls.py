"""calls with targets, invitations and a list for next year

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.core.searching import searchable
from mentorship_app.db.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminders", sa.Integer(), nullable=False, server_default="2"))
        batch_op.create_check_constraint(batch_op.f("ck_call_at_most_two_reminders"), "reminders BETWEEN 0 AND 2")
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.alter_column("reminders", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("mentor_application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried_from_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("search_text", sa.String(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_mentor_application_carried_from_id"),
            "mentor_application",
            ["carried_from_id"],
            ["id"],
            ondelete="SET NULL",
        )
    _fill_search_text()
    op.create_table(
        "call_target",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column(
            "dimension",
            _enum("dimension", "department", "site", "topic", "language", "identity"),
            nullable=False,
        ),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("places_wanted", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("places_wanted BETWEEN 1 AND 1000", name=op.f("ck_call_target_places_in_range")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_target_call_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_target")),
        sa.UniqueConstraint("call_id", "dimension", "value", name=op.f("uq_call_target_call_id_dimension_value")),
    )
    _index("call_target", "call_id")
    op.create_table(
        "invitation",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("status", _enum("invitation_status", "invited", "stopped", "withdrawn"), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("reminders_sent", sa.Integer(), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("last_mail_at", UtcDateTime(), nullable=False),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("search_text", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_invitation_email_is_lower_case")),
        sa.CheckConstraint("reminders_sent BETWEEN 0 AND 2", name=op.f("ck_invitation_at_most_two_reminders")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_invitation_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name=op.f("fk_invitation_message_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("call_id", "email", name=op.f("uq_invitation_call_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
    )
    _index("invitation", "call_id")
    _index("invitation", "message_id")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index("ix_invitation_call_last_mail", ["call_id", "last_mail_at"], unique=False)
    op.create_table(
        "invitation_link",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_link_invitation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_link_token_digest")),
    )
    _index("invitation_link", "invitation_id")
    op.create_table(
        "invitation_list",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_invitation_list_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_invitation_list_call_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_list")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_list_public_id")),
    )
    _index("invitation_list", "call_id")
    _index("invitation_list", "account_id")
    op.create_table(
        "future_interest",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_future_interest_email_is_lower_case")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_future_interest_call_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_future_interest_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_future_interest")),
        sa.UniqueConstraint("program_id", "email", name=op.f("uq_future_interest_program_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_future_interest_public_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_future_interest_token_digest")),
    )
    _index("future_interest", "program_id")
    _index("future_interest", "call_id")


def _fill_search_text() -> None:
    """Write what searches compare beside what is searched."""
    connection = op.get_bind()
    rows = sa.table(
        "mentor_application", *(sa.column(name) for name in ("id", "name", "email", "department", "search_text"))
    )
    found = connection.execute(sa.select(rows.c.id, rows.c.name, rows.c.email, rows.c.department)).all()
    for row_id, *texts in found:
        folded = searchable(*(text or "" for text in texts))
        connection.execute(sa.update(rows).where(rows.c.id == row_id).values(search_text=folded))


def _index(table: str, column: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    for table in ("future_interest", "invitation_list", "invitation_link", "invitation", "call_target"):
        op.drop_table(table)
    with op.batch_alter_table("mentor_application", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_mentor_application_carried_from_id"), type_="foreignkey")
        batch_op.drop_column("search_text")
        batch_op.drop_column("carried_from_id")
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_call_at_most_two_reminders"), type_="check")
        batch_op.drop_column("reminders")
