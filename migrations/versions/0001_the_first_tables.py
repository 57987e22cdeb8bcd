"""the first tables

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "account",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("tf_primary_method", sa.String(), nullable=True),
        sa.Column("tf_totp_secret", sa.String(), nullable=True),
        sa.Column("totp_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.Column("email_changed_by_staff_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_is_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
    )
    op.create_table(
        "audit_event",
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_program_at", ["program_id", "at"], unique=False)

    op.create_table(
        "ended_session",
        sa.Column("session_digest", sa.String(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("session_digest", name=op.f("pk_ended_session")),
    )
    with op.batch_alter_table("ended_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ended_session_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "failed_tries",
        sa.Column("subject_digest", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("wait_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("subject_digest", name=op.f("pk_failed_tries")),
    )
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failed_tries_last_at"), ["last_at"], unique=False)

    op.create_table(
        "job",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "leased",
                "done",
                "failed",
                name="jobstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("run_at", UtcDateTime(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=True),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_job_dedupe_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_status_run_at", ["status", "run_at"], unique=False)

    op.create_table(
        "program",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organization", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        sa.UniqueConstraint("slug", name=op.f("uq_program_slug")),
    )
    op.create_table(
        "release",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("subject", "figure", "digest", name=op.f("uq_release_subject_figure_digest")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_subject"), ["subject"], unique=False)

    op.create_table(
        "setup_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_setup_code_at_most_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_code")),
    )
    op.create_table(
        "cohort",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "setup",
                "recruitment",
                "intake",
                "matching",
                "active",
                "closing",
                "closed",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_cohort_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_cohort_program_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("program_id", "slug", name=op.f("uq_cohort_program_id_slug")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_program_id"), ["program_id"], unique=False)

    op.create_table(
        "help_line",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("label_fr", sa.String(), nullable=False),
        sa.Column("note_en", sa.String(), nullable=False),
        sa.Column("note_fr", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_help_line_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_line")),
    )
    with op.batch_alter_table("help_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_line_program_id"), ["program_id"], unique=False)

    op.create_table(
        "local_mail",
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("to_email", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_local_mail_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_mail")),
    )
    with op.batch_alter_table("local_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_mail_program_id"), ["program_id"], unique=False)

    op.create_table(
        "outbox_message",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("to_email", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "queued",
                "leased",
                "retry",
                "sent",
                "dead",
                "cancelled",
                name="messagestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_outbox_message_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_message_dedupe_key")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_message_program_id"), ["program_id"], unique=False)
        batch_op.create_index("ix_outbox_message_status_not_before", ["status", "not_before"], unique=False)

    op.create_table(
        "sign_in_code",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.String(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_code_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
    )
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_code_account_id"), ["account_id"], unique=False)

    op.create_table(
        "sign_in_link",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "sign_in",
                "staff_invitation",
                "password_reset",
                "wave",
                "demo",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("reusable", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_link_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_in_link_token_digest")),
    )
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_link_account_id"), ["account_id"], unique=False)

    op.create_table(
        "staff_grant",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "coordinator",
                "viewer",
                name="staffrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(role = 'administrator') = (program_id IS NULL)",
            name=op.f("ck_staff_grant_only_administrators_have_no_program"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_staff_grant_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_staff_grant_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_grant")),
        sa.UniqueConstraint("account_id", "program_id", "role", name=op.f("uq_staff_grant_account_id_program_id_role")),
    )
    with op.batch_alter_table("staff_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_grant_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_grant_program_id"), ["program_id"], unique=False)

    op.create_table(
        "training_level",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_fr", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_training_level_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_level")),
        sa.UniqueConstraint("program_id", "code", name=op.f("uq_training_level_program_id_code")),
    )
    with op.batch_alter_table("training_level", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_level_program_id"), ["program_id"], unique=False)

    op.create_table(
        "call",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=False),
        sa.Column("intro_en", sa.String(), nullable=False),
        sa.Column("intro_fr", sa.String(), nullable=False),
        sa.Column("hours_per_month", sa.Double(), nullable=False),
        sa.Column("places_wanted", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "open", "closed", name="callstatus", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("questionnaire_key", sa.String(), nullable=False),
        sa.Column("questionnaire_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours_per_month > 0", name=op.f("ck_call_hours_are_positive")),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_call_opens_before_it_closes")),
        sa.CheckConstraint("places_wanted BETWEEN 1 AND 1000", name=op.f("ck_call_places_in_range")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_call_cohort_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("slug", name=op.f("uq_call_slug")),
    )
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "enrollment",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("mentor", "mentee", name="cohortrole", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "active", "withdrawn", name="enrollmentstatus", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("training_level_id", sa.Uuid(), nullable=True),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("hours_per_month", sa.Double(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role = 'mentor' OR capacity = 0", name=op.f("ck_enrollment_only_mentors_have_capacity")),
        sa.CheckConstraint("capacity BETWEEN 0 AND 5", name=op.f("ck_enrollment_capacity_in_range")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_enrollment_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_enrollment_cohort_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["training_level_id"], ["training_level.id"], name=op.f("fk_enrollment_training_level_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint("cohort_id", "account_id", "role", name=op.f("uq_enrollment_cohort_id_account_id_role")),
        sa.UniqueConstraint("public_id", name=op.f("uq_enrollment_public_id")),
    )
    with op.batch_alter_table("enrollment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrollment_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrollment_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "phase_plan",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "setup",
                "recruitment",
                "intake",
                "matching",
                "active",
                "closing",
                "closed",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_phase_plan_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_phase_plan_cohort_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_plan")),
        sa.UniqueConstraint("cohort_id", "phase", name=op.f("uq_phase_plan_cohort_id_phase")),
    )
    with op.batch_alter_table("phase_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phase_plan_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "report_file",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("data_hash", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("csv", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_report_file_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("cohort_id", "content_hash", name=op.f("uq_report_file_cohort_id_content_hash")),
    )
    with op.batch_alter_table("report_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_file_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "roster_upload",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_roster_upload_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_roster_upload_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roster_upload_public_id")),
    )
    with op.batch_alter_table("roster_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_upload_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_upload_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "score_import",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=False),
        sa.Column("source_en", sa.String(), nullable=False),
        sa.Column("source_fr", sa.String(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=True),
        sa.Column("eligible", sa.Integer(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("scales", sa.JSON(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_score_import_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_import")),
        sa.UniqueConstraint("cohort_id", "digest", name=op.f("uq_score_import_cohort_id_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_score_import_public_id")),
    )
    with op.batch_alter_table("score_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_import_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "wave",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "baseline",
                "midpoint",
                "endpoint",
                name="wavekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=False),
        sa.Column("instrument_key", sa.String(), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "open", "closed", name="wavestatus", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("key_destroyed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_wave_opens_before_it_closes")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_wave_cohort_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("public_id", name=op.f("uq_wave_public_id")),
    )
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wave_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "imported_scores",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["score_import.id"], name=op.f("fk_imported_scores_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "row", name=op.f("pk_imported_scores")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mentor_application",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("revs", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "changes_requested",
                "approved",
                "declined",
                name="applicationstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("saved_at", UtcDateTime(), nullable=True),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=True),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("hours_per_month", sa.Double(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_mentor_application_email_is_lower_case")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_mentor_application_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_mentor_application_enrollment_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_application")),
        sa.UniqueConstraint("call_id", "email", name=op.f("uq_mentor_application_call_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_application_public_id")),
    )
    with op.batch_alter_table("mentor_application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_application_call_id"), ["call_id"], unique=False)
        batch_op.create_index("ix_mentor_application_call_status", ["call_id", "status"], unique=False)

    op.create_table(
        "pairing",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "primary",
                "career",
                "research",
                "wellness",
                "identity",
                "peer",
                name="pairingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("active", "ended", name="pairingstatus", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'ended') = (ended_on IS NOT NULL)", name=op.f("ck_pairing_ended_has_its_day")),
        sa.CheckConstraint("mentor_id <> mentee_id", name=op.f("ck_pairing_two_enrollments")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_pairing_cohort_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["enrollment.id"], name=op.f("fk_pairing_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["enrollment.id"], name=op.f("fk_pairing_mentor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pairing_public_id")),
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(
            "uq_pairing_active_of_two",
            ["mentor_id", "mentee_id"],
            unique=True,
            sqlite_where=sa.text("status = 'active'"),
            postgresql_where=sa.text("status = 'active'"),
        )
        batch_op.create_index(
            "uq_pairing_active_primary_of_mentee",
            ["mentee_id"],
            unique=True,
            sqlite_where=sa.text("status = 'active' AND kind = 'primary'"),
            postgresql_where=sa.text("status = 'active' AND kind = 'primary'"),
        )

    op.create_table(
        "profile",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_key", sa.String(), nullable=False),
        sa.Column("questionnaire_version", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("revs", sa.JSON(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=True),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_profile_enrollment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_profile_enrollment_id")),
    )
    op.create_table(
        "receipt",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_receipt_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_receipt")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "building",
                "ready",
                "failed",
                name="reportstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("error_values", sa.JSON(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_report_cohort_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["file_id"], ["report_file.id"], name=op.f("fk_report_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_public_id")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_file_id"), ["file_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("panel", sa.LargeBinary(length=32), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_response_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_panel"), ["panel"], unique=False)
        batch_op.create_index(batch_op.f("ix_response_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "response_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_response_comment_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_comment")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("response_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_comment_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "sealed_answers",
        sa.Column("slot", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_sealed_answers_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_sealed_answers")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sealed_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_answers_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "sealed_draft",
        sa.Column("slot", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_sealed_draft_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_sealed_draft")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sealed_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_draft_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "wave_invitee",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_wave_invitee_enrollment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_invitee_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("wave_id", "enrollment_id", name=op.f("pk_wave_invitee")),
    )
    with op.batch_alter_table("wave_invitee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wave_invitee_enrollment_id"), ["enrollment_id"], unique=False)

    op.create_table(
        "application_link",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["mentor_application.id"],
            name=op.f("fk_application_link_application_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_application_link_token_digest")),
    )
    with op.batch_alter_table("application_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_link_application_id"), ["application_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("application_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_link_application_id"))

    op.drop_table("application_link")
    with op.batch_alter_table("wave_invitee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wave_invitee_enrollment_id"))

    op.drop_table("wave_invitee")
    with op.batch_alter_table("sealed_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_draft_wave_id"))

    op.drop_table("sealed_draft")
    with op.batch_alter_table("sealed_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_answers_wave_id"))

    op.drop_table("sealed_answers")
    with op.batch_alter_table("response_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_comment_wave_id"))

    op.drop_table("response_comment")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_wave_id"))
        batch_op.drop_index(batch_op.f("ix_response_panel"))

    op.drop_table("response")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_file_id"))
        batch_op.drop_index(batch_op.f("ix_report_cohort_id"))

    op.drop_table("report")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_wave_id"))

    op.drop_table("receipt")
    op.drop_table("profile")
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pairing_active_primary_of_mentee",
            sqlite_where=sa.text("status = 'active' AND kind = 'primary'"),
            postgresql_where=sa.text("status = 'active' AND kind = 'primary'"),
        )
        batch_op.drop_index(
            "uq_pairing_active_of_two",
            sqlite_where=sa.text("status = 'active'"),
            postgresql_where=sa.text("status = 'active'"),
        )
        batch_op.drop_index(batch_op.f("ix_pairing_mentor_id"))
        batch_op.drop_index(batch_op.f("ix_pairing_mentee_id"))
        batch_op.drop_index(batch_op.f("ix_pairing_cohort_id"))

    op.drop_table("pairing")
    with op.batch_alter_table("mentor_application", schema=None) as batch_op:
        batch_op.drop_index("ix_mentor_application_call_status")
        batch_op.drop_index(batch_op.f("ix_mentor_application_call_id"))

    op.drop_table("mentor_application")
    op.drop_table("imported_scores")
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wave_cohort_id"))

    op.drop_table("wave")
    with op.batch_alter_table("score_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_import_cohort_id"))

    op.drop_table("score_import")
    with op.batch_alter_table("roster_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_upload_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_roster_upload_account_id"))

    op.drop_table("roster_upload")
    with op.batch_alter_table("report_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_file_cohort_id"))

    op.drop_table("report_file")
    with op.batch_alter_table("phase_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_plan_cohort_id"))

    op.drop_table("phase_plan")
    with op.batch_alter_table("enrollment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrollment_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_enrollment_account_id"))

    op.drop_table("enrollment")
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_cohort_id"))

    op.drop_table("call")
    with op.batch_alter_table("training_level", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_level_program_id"))

    op.drop_table("training_level")
    with op.batch_alter_table("staff_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_grant_program_id"))
        batch_op.drop_index(batch_op.f("ix_staff_grant_account_id"))

    op.drop_table("staff_grant")
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_link_account_id"))

    op.drop_table("sign_in_link")
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_code_account_id"))

    op.drop_table("sign_in_code")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_message_status_not_before")
        batch_op.drop_index(batch_op.f("ix_outbox_message_program_id"))

    op.drop_table("outbox_message")
    with op.batch_alter_table("local_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_local_mail_program_id"))

    op.drop_table("local_mail")
    with op.batch_alter_table("help_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_line_program_id"))

    op.drop_table("help_line")
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_program_id"))

    op.drop_table("cohort")
    op.drop_table("setup_code")
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_subject"))

    op.drop_table("release")
    op.drop_table("program")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_status_run_at")

    op.drop_table("job")
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_tries_last_at"))

    op.drop_table("failed_tries")
    with op.batch_alter_table("ended_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ended_session_expires_at"))

    op.drop_table("ended_session")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_program_at")

    op.drop_table("audit_event")
    op.drop_table("account")
