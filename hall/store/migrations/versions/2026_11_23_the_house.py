"""Lays every table of the house for the first time."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_the_house"
down_revision = None
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only in an INTEGER column.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables; what each column means stands in tables.py."""
    op.create_table(
        "halls",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("voice", sa.JSON(), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("welcome", sa.JSON(), nullable=False),
        sa.Column("ticket_note", sa.JSON(), nullable=False),
        sa.Column("always_open", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("priority_run", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("head_hash", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("set_up", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halls")),
        sa.UniqueConstraint("code", name=op.f("uq_halls_code")),
    )
    op.create_table(
        "answers",
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("door", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_answers_hall_id")),
        sa.UniqueConstraint("hall_id", "actor", "door", "key", name=op.f("uq_answers_hall_id_actor_door_key")),
    )
    op.create_index(op.f("ix_answers_at"), "answers", ["at"], unique=False)
    op.create_table(
        "categories",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_categories_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("hall_id", "code", name=op.f("uq_categories_hall_id_code")),
    )
    op.create_table(
        "closures",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("begins", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("notice", sa.JSON(), nullable=False),
        sa.CheckConstraint("ends > begins", name=op.f("ck_closures_span")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_closures_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
    )
    op.create_index(op.f("ix_closures_hall_id_ends"), "closures", ["hall_id", "ends"], unique=False)
    op.create_table(
        "counters",
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(length=1), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_counters_hall_id")),
        sa.UniqueConstraint("hall_id", "day", "prefix", name=op.f("uq_counters_hall_id_day_prefix")),
    )
    op.create_table(
        "hours",
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("break_from", sa.String(length=5), nullable=True),
        sa.Column("break_to", sa.String(length=5), nullable=True),
        sa.Column("closes", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_hours_hall_id")),
        sa.UniqueConstraint("hall_id", "weekday", name=op.f("uq_hours_hall_id_weekday")),
    )
    op.create_table(
        "journal",
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_journal_hall_id")),
        sa.UniqueConstraint("hall_id", "seq", name=op.f("uq_journal_hall_id_seq")),
    )
    op.create_index(op.f("ix_journal_hall_id_at"), "journal", ["hall_id", "at"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_notices_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_hall_id"), "notices", ["hall_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("habit_window_id", ID, nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.Column("photo_tag", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "role IN ('clerk', 'desk', 'manager', 'inspector', 'administrator')", name=op.f("ck_staff_role")
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_staff_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("hall_id", "number", name=op.f("uq_staff_hall_id_number")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )
    op.create_table(
        "links",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_links_hall_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_links_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_links_token_hash")),
    )
    op.create_table(
        "services",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("prefix", sa.String(length=1), nullable=False),
        sa.Column("category_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("procedure", sa.JSON(), nullable=False),
        sa.Column("promised", sa.JSON(), nullable=False),
        sa.Column("promised_days", sa.Integer(), nullable=True),
        sa.Column("permit", sa.Boolean(), nullable=False),
        sa.Column("usual_outcome", sa.String(length=20), nullable=False),
        sa.Column("popular", sa.Boolean(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('service', 'enquiry')", name=op.f("ck_services_kind")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_services_category_id")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_services_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("hall_id", "code", name=op.f("uq_services_hall_id_code")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_sessions_hall_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sessions_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_staff_id"), "sessions", ["staff_id"], unique=False)
    op.create_table(
        "windows",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=True),
        sa.Column("desk", sa.Boolean(), nullable=False),
        sa.Column("serves_all", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("state", sa.String(length=10), server_default=sa.text("'closed'"), nullable=False),
        sa.Column("pause_reason", sa.String(length=20), nullable=True),
        sa.Column("pause_next", sa.String(length=20), nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(state = 'closed') = (staff_id IS NULL)", name=op.f("ck_windows_clerk")),
        sa.CheckConstraint("(state = 'paused') = (pause_reason IS NOT NULL)", name=op.f("ck_windows_pause_reason")),
        sa.CheckConstraint("state IN ('open', 'paused', 'closed')", name=op.f("ck_windows_state")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_windows_hall_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_windows_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_windows")),
        sa.UniqueConstraint("hall_id", "no", name=op.f("uq_windows_hall_id_no")),
    )
    op.create_index("uq_windows_staff", "windows", ["staff_id"], unique=True)
    op.create_table(
        "devices",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("window_id", ID, nullable=True),
        sa.Column("area", sa.String(length=20), nullable=True),
        sa.Column("printer_id", ID, nullable=True),
        sa.Column("driver", sa.String(length=10), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=True),
        sa.Column("host", sa.String(length=200), nullable=True),
        sa.Column("port", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=300), nullable=True),
        sa.Column("columns", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("paired_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('kiosk', 'display', 'pad', 'printer')", name=op.f("ck_devices_kind")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_devices_hall_id")),
        sa.ForeignKeyConstraint(["printer_id"], ["devices.id"], name=op.f("fk_devices_printer_id")),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name=op.f("fk_devices_window_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )
    op.create_index(op.f("ix_devices_hall_id"), "devices", ["hall_id"], unique=False)
    op.create_table(
        "guides",
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_guides_hall_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_guides_service_id")),
        sa.UniqueConstraint("hall_id", "day", "service_id", name=op.f("uq_guides_hall_id_day_service_id")),
    )
    op.create_table(
        "window_services",
        sa.Column("window_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_window_services_service_id")),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name=op.f("fk_window_services_window_id")),
        sa.UniqueConstraint("window_id", "service_id", name=op.f("uq_window_services_window_id_service_id")),
    )
    op.create_table(
        "window_spells",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("window_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("pause_reason", sa.String(length=20), nullable=True),
        sa.Column("begins", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_window_spells_hall_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_window_spells_staff_id")),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name=op.f("fk_window_spells_window_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_spells")),
    )
    op.create_index(op.f("ix_window_spells_hall_id_begins"), "window_spells", ["hall_id", "begins"], unique=False)
    op.create_index(
        "uq_window_spells_open",
        "window_spells",
        ["window_id"],
        unique=True,
        sqlite_where=sa.text("ends IS NULL"),
        postgresql_where=sa.text("ends IS NULL"),
    )
    op.create_table(
        "bells",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name=op.f("fk_bells_answered_by")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_bells_device_id")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_bells_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bells")),
    )
    op.create_index(op.f("ix_bells_hall_id_at"), "bells", ["hall_id", "at"], unique=False)
    op.create_index(
        "uq_bells_open",
        "bells",
        ["device_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "pairings",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=True),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("device_id", ID, nullable=True),
        sa.Column("collected_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_pairings_device_id")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_pairings_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_pairings_secret_hash")),
    )
    op.create_index(op.f("ix_pairings_code"), "pairings", ["code"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(length=1), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("later_services", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("waiting_since", sa.BigInteger(), nullable=False),
        sa.Column("yields", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("moved_back", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("later_used", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("priority", sa.String(length=10), nullable=True),
        sa.Column("help_needs", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("window_id", ID, nullable=True),
        sa.Column("note", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.Column("device_id", ID, nullable=True),
        sa.Column("taken_by", ID, nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'called', 'serving', 'parked', 'missed', 'done', 'cancelled', 'left')",
            name=op.f("ck_tickets_status"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_tickets_number")),
        sa.CheckConstraint("yields >= 0", name=op.f("ck_tickets_yields")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_tickets_device_id")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_tickets_hall_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_tickets_service_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_tickets_taken_by")),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name=op.f("fk_tickets_window_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("hall_id", "day", "prefix", "number", name=op.f("uq_tickets_hall_id_day_prefix_number")),
    )
    op.create_index(op.f("ix_tickets_hall_id_day_status"), "tickets", ["hall_id", "day", "status"], unique=False)
    op.create_index(
        "ix_tickets_in_hall",
        "tickets",
        ["hall_id", "taken_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('waiting', 'called', 'serving', 'parked')"),
        postgresql_where=sa.text("status IN ('waiting', 'called', 'serving', 'parked')"),
    )
    op.create_table(
        "handlings",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("window_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("waiting_since", sa.BigInteger(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("last_called_at", sa.BigInteger(), nullable=False),
        sa.Column("announced_at", sa.BigInteger(), nullable=True),
        sa.Column("times_called", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ending", sa.String(length=20), nullable=True),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("lacking", sa.String(length=1000), server_default=sa.text("''"), nullable=False),
        sa.Column("rated", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("(stage = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_handlings_ended_at")),
        sa.CheckConstraint("(stage = 'ended') = (ending IS NOT NULL)", name=op.f("ck_handlings_ending")),
        sa.CheckConstraint("stage <> 'serving' OR started_at IS NOT NULL", name=op.f("ck_handlings_started_at")),
        sa.CheckConstraint("stage IN ('called', 'serving', 'parked', 'ended')", name=op.f("ck_handlings_stage")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_handlings_hall_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_handlings_service_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_handlings_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_handlings_ticket_id")),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name=op.f("fk_handlings_window_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handlings")),
    )
    op.create_index(op.f("ix_handlings_hall_id_ended_at"), "handlings", ["hall_id", "ended_at"], unique=False)
    op.create_index(
        op.f("ix_handlings_hall_id_last_called_at"), "handlings", ["hall_id", "last_called_at"], unique=False
    )
    op.create_index(op.f("ix_handlings_ticket_id"), "handlings", ["ticket_id"], unique=False)
    op.create_index(op.f("ix_handlings_window_id_ended_at"), "handlings", ["window_id", "ended_at"], unique=False)
    op.create_index(
        "uq_handlings_active",
        "handlings",
        ["window_id"],
        unique=True,
        sqlite_where=sa.text("stage IN ('called', 'serving')"),
        postgresql_where=sa.text("stage IN ('called', 'serving')"),
    )
    op.create_index(
        "uq_handlings_open",
        "handlings",
        ["ticket_id"],
        unique=True,
        sqlite_where=sa.text("stage <> 'ended'"),
        postgresql_where=sa.text("stage <> 'ended'"),
    )
    op.create_table(
        "print_jobs",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("printer_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ticket_id", ID, nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("slip", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("fault", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'sent', 'printed', 'failed', 'uncertain', 'reprinted')",
            name=op.f("ck_print_jobs_state"),
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_print_jobs_hall_id")),
        sa.ForeignKeyConstraint(["printer_id"], ["devices.id"], name=op.f("fk_print_jobs_printer_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_print_jobs_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_jobs")),
    )
    op.create_index(op.f("ix_print_jobs_hall_id_asked_at"), "print_jobs", ["hall_id", "asked_at"], unique=False)
    op.create_index(op.f("ix_print_jobs_ticket_id"), "print_jobs", ["ticket_id"], unique=False)
    op.create_index(
        "ix_print_jobs_to_do",
        "print_jobs",
        ["printer_id", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sent')"),
        postgresql_where=sa.text("state IN ('queued', 'sent')"),
    )
    op.create_table(
        "ratings",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("handling_id", ID, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("window_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("simulated", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("channel IN ('pad', 'link')", name=op.f("ck_ratings_channel")),
        sa.CheckConstraint("kind IN ('first', 'addition')", name=op.f("ck_ratings_kind")),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_ratings_level")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_ratings_hall_id")),
        sa.ForeignKeyConstraint(["handling_id"], ["handlings.id"], name=op.f("fk_ratings_handling_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_ratings_service_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ratings_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ratings_ticket_id")),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name=op.f("fk_ratings_window_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("handling_id", "kind", name=op.f("uq_ratings_handling_id_kind")),
    )
    op.create_index(op.f("ix_ratings_hall_id_ended_at"), "ratings", ["hall_id", "ended_at"], unique=False)
    op.create_index(op.f("ix_ratings_staff_id_ended_at"), "ratings", ["staff_id", "ended_at"], unique=False)
    op.create_table(
        "rating_tags",
        sa.Column("rating_id", ID, nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name=op.f("fk_rating_tags_rating_id")),
        sa.UniqueConstraint("rating_id", "code", name=op.f("uq_rating_tags_rating_id_code")),
    )
