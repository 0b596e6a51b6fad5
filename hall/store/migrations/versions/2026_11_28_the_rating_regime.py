"""Gives ratings their channels, flags and exclusions, low ones a case, and keeps what happened added up by day.

What is added up is counted from the rows once the schema is the newest, see schema.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_the_rating_regime"
down_revision = "2026_11_23_the_house"
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only in an INTEGER column.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What a table was until now: SQLite changes a constraint only by copying the table, and does not tell its checks.
STAFF = sa.Table(
    "staff",
    sa.MetaData(),
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
    sa.CheckConstraint("role IN ('clerk', 'desk', 'manager', 'inspector', 'administrator')", name="ck_staff_role"),
    sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name="fk_staff_hall_id"),
    sa.PrimaryKeyConstraint("id", name="pk_staff"),
    sa.UniqueConstraint("hall_id", "number", name="uq_staff_hall_id_number"),
    sa.UniqueConstraint("name", name="uq_staff_name"),
)
RATINGS = sa.Table(
    "ratings",
    sa.MetaData(),
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
    sa.CheckConstraint("channel IN ('pad', 'link')", name="ck_ratings_channel"),
    sa.CheckConstraint("kind IN ('first', 'addition')", name="ck_ratings_kind"),
    sa.CheckConstraint("level BETWEEN 1 AND 5", name="ck_ratings_level"),
    sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name="fk_ratings_hall_id"),
    sa.ForeignKeyConstraint(["handling_id"], ["handlings.id"], name="fk_ratings_handling_id"),
    sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_ratings_service_id"),
    sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_ratings_staff_id"),
    sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ratings_ticket_id"),
    sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name="fk_ratings_window_id"),
    sa.PrimaryKeyConstraint("id", name="pk_ratings"),
    sa.UniqueConstraint("handling_id", "kind", name="uq_ratings_handling_id_kind"),
    sa.Index("ix_ratings_hall_id_ended_at", "hall_id", "ended_at"),
    sa.Index("ix_ratings_staff_id_ended_at", "staff_id", "ended_at"),
)
ANSWERS = sa.Table(
    "answers",
    sa.MetaData(),
    sa.Column("hall_id", ID, nullable=False),
    sa.Column("actor", sa.String(length=60), nullable=False),
    sa.Column("door", sa.String(length=120), nullable=False),
    sa.Column("key", sa.String(length=200), nullable=False),
    sa.Column("body_hash", sa.String(length=64), nullable=False),
    sa.Column("status", sa.Integer(), nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("at", sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name="fk_answers_hall_id"),
    sa.UniqueConstraint("hall_id", "actor", "door", "key", name="uq_answers_hall_id_actor_door_key"),
)
JOURNAL = sa.Table(
    "journal",
    sa.MetaData(),
    sa.Column("hall_id", ID, nullable=False),
    sa.Column("seq", sa.BigInteger(), nullable=False),
    sa.Column("at", sa.BigInteger(), nullable=False),
    sa.Column("actor", sa.String(length=60), nullable=False),
    sa.Column("kind", sa.String(length=40), nullable=False),
    sa.Column("facts", sa.Text(), nullable=False),
    sa.Column("prev", sa.String(length=64), nullable=False),
    sa.Column("hash", sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name="fk_journal_hall_id"),
    sa.UniqueConstraint("hall_id", "seq", name="uq_journal_hall_id_seq"),
)


def upgrade() -> None:
    """Create and change the tables; what each column means stands in tables.py."""
    _widen()
    _slim()
    _create()


def _widen() -> None:
    op.add_column("halls", sa.Column("district", sa.String(length=40), nullable=True))
    op.add_column("halls", sa.Column("exchange", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("sessions", sa.Column("address", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_sessions_hall_id_address"), "sessions", ["hall_id", "address"], unique=False)
    op.add_column("devices", sa.Column("address", sa.String(length=64), nullable=True))
    op.add_column("devices", sa.Column("name_en", sa.String(length=60), nullable=True))
    with op.batch_alter_table("staff", copy_from=STAFF) as staff:
        staff.drop_constraint(op.f("ck_staff_role"), type_="check")
        staff.create_check_constraint(
            op.f("ck_staff_role"),
            "role IN ('clerk', 'desk', 'manager', 'inspector', 'administrator', 'district')",
        )
    with op.batch_alter_table("ratings", copy_from=RATINGS) as ratings:
        ratings.add_column(sa.Column("counts", sa.Boolean(), server_default=sa.text("true"), nullable=False))
        ratings.add_column(sa.Column("flagged", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        ratings.add_column(sa.Column("excluded", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        ratings.drop_constraint(op.f("ck_ratings_channel"), type_="check")
        ratings.create_check_constraint(op.f("ck_ratings_channel"), "channel IN ('pad', 'paper', 'link', 'desk')")
        ratings.create_check_constraint(op.f("ck_ratings_counts"), "NOT (counts AND excluded)")
    op.create_index(op.f("ix_ratings_hall_id_at"), "ratings", ["hall_id", "at"])
    op.create_index(op.f("ix_ratings_hall_id_level_ended_at"), "ratings", ["hall_id", "level", "ended_at"])
    op.create_index(op.f("ix_ratings_window_id_ended_at"), "ratings", ["window_id", "ended_at"])
    op.create_index(op.f("ix_ratings_staff_id_at"), "ratings", ["staff_id", "at"])
    op.create_index(op.f("ix_ratings_service_id_ended_at"), "ratings", ["service_id", "ended_at"])
    # The last one said counts, as it always did.
    op.execute(
        "UPDATE ratings SET counts = false WHERE kind = 'first' AND EXISTS "
        "(SELECT 1 FROM ratings later WHERE later.handling_id = ratings.handling_id AND later.kind = 'addition')"
    )
    _create_partial("uq_ratings_counts", ["handling_id"], "counts", unique=True)
    _create_partial("ix_ratings_low", ["hall_id", "ended_at"], "level < 3")
    _create_partial("ix_ratings_flagged", ["hall_id", "flagged", "ended_at"], "flagged", sqlite="flagged = 1")
    _create_partial("ix_ratings_excluded", ["hall_id", "excluded", "ended_at"], "excluded", sqlite="excluded = 1")
    op.create_index(op.f("ix_rating_tags_code_rating_id"), "rating_tags", ["code", "rating_id"])


def _slim() -> None:
    """What every deed writes has fewer indexes: each is a page more to write before a call is on the wall."""
    op.drop_index(op.f("ix_journal_hall_id_at"), "journal")
    with op.batch_alter_table("journal", copy_from=JOURNAL, table_kwargs={"sqlite_with_rowid": False}) as journal:
        journal.drop_constraint(op.f("uq_journal_hall_id_seq"), type_="unique")
        journal.create_primary_key(op.f("pk_journal"), ["hall_id", "seq"])
    op.drop_index(op.f("ix_answers_at"), "answers")
    with op.batch_alter_table("answers", copy_from=ANSWERS) as answers:
        answers.add_column(sa.Column("id", ID, primary_key=True))
        answers.create_primary_key(op.f("pk_answers"), ["id"])
    ended = sa.text("ended_at IS NOT NULL")
    for column in ("hall_id", "window_id"):
        name = op.f(f"ix_handlings_{column}_ended_at")
        op.drop_index(name, "handlings")
        op.create_index(name, "handlings", [column, "ended_at"], sqlite_where=ended, postgresql_where=ended)


def _create_partial(
    name: str, columns: list[str], where: str, *, unique: bool = False, sqlite: str | None = None
) -> None:
    op.create_index(
        name,
        "ratings",
        columns,
        unique=unique,
        sqlite_where=sa.text(sqlite or where),
        postgresql_where=sa.text(where),
    )


def _create() -> None:
    op.create_table(
        "parkings",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("handling_id", ID, nullable=False),
        sa.Column("begins", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_parkings_hall_id")),
        sa.ForeignKeyConstraint(["handling_id"], ["handlings.id"], name=op.f("fk_parkings_handling_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parkings")),
    )
    op.create_index(op.f("ix_parkings_handling_id_begins"), "parkings", ["handling_id", "begins"], unique=False)
    op.create_index(
        "uq_parkings_open",
        "parkings",
        ["handling_id"],
        unique=True,
        sqlite_where=sa.text("ends IS NULL"),
        postgresql_where=sa.text("ends IS NULL"),
    )
    op.create_index(op.f("ix_window_spells_window_id_ends"), "window_spells", ["window_id", "ends"], unique=False)
    op.create_table(
        "tag_sets",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_tag_sets_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_sets")),
        sa.UniqueConstraint("hall_id", "scheme", "version", name=op.f("uq_tag_sets_hall_id_scheme_version")),
    )
    op.create_table(
        "unsubmitted",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("handling_id", ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("channel IN ('pad', 'paper', 'link', 'desk')", name=op.f("ck_unsubmitted_channel")),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_unsubmitted_level")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_unsubmitted_hall_id")),
        sa.ForeignKeyConstraint(["handling_id"], ["handlings.id"], name=op.f("fk_unsubmitted_handling_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsubmitted")),
        sa.UniqueConstraint("handling_id", name=op.f("uq_unsubmitted_handling_id")),
    )
    op.create_table(
        "rating_flags",
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("rating_id", ID, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_rating_flags_hall_id")),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name=op.f("fk_rating_flags_rating_id")),
        sa.UniqueConstraint("rating_id", "code", name=op.f("uq_rating_flags_rating_id_code")),
    )
    op.create_index(op.f("ix_rating_flags_hall_id_at"), "rating_flags", ["hall_id", "at"], unique=False)
    op.create_table(
        "exclusions",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("rating_id", ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", ID, nullable=True),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(state = 'lifted') = (lifted_by IS NOT NULL)", name=op.f("ck_exclusions_lifted")),
        sa.CheckConstraint("(state = 'asked') = (decided_by IS NULL)", name=op.f("ck_exclusions_decided")),
        sa.CheckConstraint("state IN ('asked', 'excluded', 'declined', 'lifted')", name=op.f("ck_exclusions_state")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_exclusions_two_people")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_exclusions_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_exclusions_decided_by")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_exclusions_hall_id")),
        sa.ForeignKeyConstraint(["lifted_by"], ["staff.id"], name=op.f("fk_exclusions_lifted_by")),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name=op.f("fk_exclusions_rating_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusions")),
    )
    op.create_index(
        "ix_exclusions_asked",
        "exclusions",
        ["hall_id", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_index(op.f("ix_exclusions_hall_id_id"), "exclusions", ["hall_id", "id"], unique=False)
    op.create_index(op.f("ix_exclusions_rating_id"), "exclusions", ["rating_id"], unique=False)
    op.create_index(
        "uq_exclusions_open",
        "exclusions",
        ["rating_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'excluded')"),
        postgresql_where=sa.text("state IN ('asked', 'excluded')"),
    )
    op.create_table(
        "tallies",
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("ended", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("n5", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("n4", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("n3", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("n2", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("n1", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unsubmitted", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("excluded", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("waited_ms", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("walked_ms", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("served_ms", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("open_ms", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("paused_ms", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("in_hand_ms", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_tallies_hall_id")),
        sa.PrimaryKeyConstraint("hall_id", "part", "day", "key", name=op.f("pk_tallies")),
    )
    op.create_table(
        "cases",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("handling_id", ID, nullable=False),
        sa.Column("rating_id", ID, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("window_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("handler_id", ID, nullable=True),
        sa.Column("contact", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("call_back_due", sa.Date(), nullable=True),
        sa.Column("rectify_due", sa.Date(), nullable=True),
        sa.Column("called_back_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_by", ID, nullable=True),
        sa.Column("verdict", sa.String(length=15), nullable=True),
        sa.Column("cause", sa.String(length=15), nullable=True),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("rectified_at", sa.BigInteger(), nullable=True),
        sa.Column("measure", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("replied_at", sa.BigInteger(), nullable=True),
        sa.Column("reply", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("reopened_at", sa.BigInteger(), nullable=True),
        sa.Column("again_due", sa.Date(), nullable=True),
        sa.Column("measure_again", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("replied_again_at", sa.BigInteger(), nullable=True),
        sa.Column("reply_again", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("answered_again_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_cases_closed")),
        sa.CheckConstraint(
            "cause IN ('people', 'materials', 'procedure', 'waiting', 'equipment')", name=op.f("ck_cases_cause")
        ),
        sa.CheckConstraint(
            "state IN ('received', 'called_back', 'verified', 'reopened', 'rectified', 'replied', 'closed')",
            name=op.f("ck_cases_state"),
        ),
        sa.CheckConstraint(
            "verdict IN ('justified', 'unjustified', 'mistaken', 'malicious')", name=op.f("ck_cases_verdict")
        ),
        sa.CheckConstraint("(verdict IS NULL) = (verified_at IS NULL)", name=op.f("ck_cases_verified")),
        sa.CheckConstraint("reopened_at IS NOT NULL OR replied_again_at IS NULL", name=op.f("ck_cases_again")),
        sa.CheckConstraint("state <> 'reopened' OR reopened_at IS NOT NULL", name=op.f("ck_cases_reopened")),
        sa.CheckConstraint("handler_id IS NULL OR handler_id <> staff_id", name=op.f("ck_cases_handler")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_cases_hall_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["staff.id"], name=op.f("fk_cases_handler_id")),
        sa.ForeignKeyConstraint(["handling_id"], ["handlings.id"], name=op.f("fk_cases_handling_id")),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name=op.f("fk_cases_rating_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_cases_service_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_cases_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_cases_ticket_id")),
        sa.ForeignKeyConstraint(["verified_by"], ["staff.id"], name=op.f("fk_cases_verified_by")),
        sa.ForeignKeyConstraint(["window_id"], ["windows.id"], name=op.f("fk_cases_window_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("hall_id", "no", name=op.f("uq_cases_hall_id_no")),
        sa.UniqueConstraint("handling_id", name=op.f("uq_cases_handling_id")),
    )
    op.create_index(op.f("ix_cases_handler_id_opened_at"), "cases", ["handler_id", "opened_at"], unique=False)
    op.create_index(op.f("ix_cases_hall_id_ended_at"), "cases", ["hall_id", "ended_at"], unique=False)
    op.create_index(op.f("ix_cases_hall_id_opened_at"), "cases", ["hall_id", "opened_at"], unique=False)
    op.create_index(
        "ix_cases_open",
        "cases",
        ["hall_id", "id"],
        unique=False,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index(op.f("ix_cases_staff_id_opened_at"), "cases", ["staff_id", "opened_at"], unique=False)
    op.create_index(op.f("ix_cases_ticket_id"), "cases", ["ticket_id"], unique=False)
    op.create_table(
        "case_steps",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("facts", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_steps_case_id")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_case_steps_hall_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_steps_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_steps")),
    )
    op.create_index(op.f("ix_case_steps_case_id_id"), "case_steps", ["case_id", "id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=False),
        sa.Column("erase_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_contacts_case_id")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_contacts_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("case_id", name=op.f("uq_contacts_case_id")),
    )
    op.create_index(op.f("ix_contacts_hall_id_erase_at"), "contacts", ["hall_id", "erase_at"], unique=False)
    op.create_table(
        "improvements",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=True),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_improvements_case_id")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_improvements_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvements")),
    )
    op.create_index(op.f("ix_improvements_hall_id"), "improvements", ["hall_id"], unique=False)
    op.create_table(
        "recipients",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("wants", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('email', 'webhook')", name=op.f("ck_recipients_kind")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_recipients_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
    )
    op.create_index(op.f("ix_recipients_hall_id"), "recipients", ["hall_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("hall_id", ID, nullable=False),
        sa.Column("recipient_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("case_id", ID, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("fault", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_outbox_case_id")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls.id"], name=op.f("fk_outbox_hall_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_outbox_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_hall_id_asked_at"), "outbox", ["hall_id", "asked_at"], unique=False)
    op.create_index(op.f("ix_outbox_case_id"), "outbox", ["case_id"], unique=False)
    op.create_index(
        "ix_outbox_to_do",
        "outbox",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_index(
        "uq_outbox_once",
        "outbox",
        ["recipient_id", "kind", "case_id"],
        unique=True,
        sqlite_where=sa.text("case_id IS NOT NULL"),
        postgresql_where=sa.text("case_id IS NOT NULL"),
    )
