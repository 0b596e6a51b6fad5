"""The whole schema on one page.

Moments are whole milliseconds since 1970 in UTC: the same on both databases, and durations are plain
subtraction. Every row belongs to a hall. What a column may leave null, and when, stands beside it.
Constraints stand beneath the deeds: they hold even if a deed were wrong.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import JSON as Json
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds from 1970 to a moment."""
    since = moment - _EPOCH
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def moment_of(since: int) -> datetime:
    """The moment so many milliseconds after 1970 began."""
    return _EPOCH + timedelta(milliseconds=since)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, kept as whole milliseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return _kept(value)

    # Asked for every moment of every row: the functions themselves, without a detour through the methods.

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        return _kept

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:
        return _read


def _kept(value: datetime | None) -> int | None:
    return None if value is None else milliseconds(value)


def _read(value: int | None) -> datetime | None:
    return None if value is None else moment_of(value)


Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in an INTEGER column."""


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _of(table: str, *, null: bool = False) -> Column[int]:
    return Column(f"{table}_id", Id, ForeignKey(f"{table}s.id"), nullable=null)


def _hall() -> Column[int]:
    return Column("hall_id", Id, ForeignKey("halls.id"), nullable=False)


def _one_of(column: str, *words: str) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


# --- the hall and what is set up in it -------------------------------------------------------------

halls = Table(
    "halls",
    metadata,
    _id(),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", Json, nullable=False),
    Column("address", Json, nullable=False),
    Column("phone", String(40)),  # null until the hall gives its public number
    Column("zone", String(40), nullable=False),
    Column("languages", Json, nullable=False),
    Column("voice", Json, nullable=False),
    Column("accent", String(7), nullable=False),
    Column("welcome", Json, nullable=False),
    Column("ticket_note", Json, nullable=False),
    Column("always_open", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("policy", Json, nullable=False),
    Column("district", String(40)),  # null = belongs to no district; halls of one are seen side by side
    Column("exchange", Json, nullable=False, server_default=text("'{}'")),  # codes of the exchange record
    Column("priority_run", Integer, nullable=False, server_default=text("0")),
    Column("seq", BigInteger, nullable=False, server_default=text("0")),  # head of the journal
    Column("head_hash", String(64), nullable=False, server_default=text("''")),
    Column("set_up", BigInteger, nullable=False, server_default=text("0")),  # seq of the latest change of set-up
)

hours = Table(
    "hours",
    metadata,
    _hall(),
    Column("weekday", Integer, nullable=False),  # 0 = Monday; a weekday without a row is closed
    Column("opens", String(5), nullable=False),  # HH:MM in the hall's zone, like the three below
    Column("break_from", String(5)),  # both null on a day without a break
    Column("break_to", String(5)),
    Column("closes", String(5), nullable=False),
    UniqueConstraint("hall_id", "weekday"),
)

closures = Table(
    "closures",
    metadata,
    _id(),
    _hall(),
    Column("begins", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("notice", Json, nullable=False),
    Index(None, "hall_id", "ends"),
    CheckConstraint("ends > begins", name="span"),
)

notices = Table(
    "notices",
    metadata,
    _id(),
    _hall(),
    Column("text", Json, nullable=False),
    Column("shown", Boolean, nullable=False),
    Index(None, "hall_id"),
)

categories = Table(
    "categories",
    metadata,
    _id(),
    _hall(),
    Column("code", String(40), nullable=False),
    Column("name", Json, nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("hall_id", "code"),
)

services = Table(
    "services",
    metadata,
    _id(),
    _hall(),
    Column("code", String(40), nullable=False),
    Column("prefix", String(1), nullable=False),
    Column("category_id", Id, ForeignKey("categories.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("name", Json, nullable=False),
    Column("summary", Json, nullable=False),
    Column("materials", Json, nullable=False),
    Column("conditions", Json, nullable=False),
    Column("procedure", Json, nullable=False),
    Column("promised", Json, nullable=False),
    Column("promised_days", Integer),  # null = not promised in days
    Column("permit", Boolean, nullable=False),
    Column("usual_outcome", String(20), nullable=False),
    Column("popular", Boolean, nullable=False),
    Column("keywords", Json, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("hall_id", "code"),
    _one_of("kind", "service", "enquiry"),
)

windows = Table(
    "windows",
    metadata,
    _id(),
    _hall(),
    Column("no", Integer, nullable=False),
    Column("name", Json, nullable=False),
    Column("area", String(20)),  # null where the hall has no areas
    Column("desk", Boolean, nullable=False),
    Column("serves_all", Boolean, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("state", String(10), nullable=False, server_default=text("'closed'")),
    Column("pause_reason", String(20)),  # null unless paused
    Column("pause_next", String(20)),  # null unless 办完这位后暂停 is set
    Column("staff_id", Id, ForeignKey("staff.id")),  # null when closed
    Column("since", Moment),  # null until first opened
    UniqueConstraint("hall_id", "no"),
    _one_of("state", "open", "paused", "closed"),
    CheckConstraint("(state = 'closed') = (staff_id IS NULL)", name="clerk"),
    CheckConstraint("(state = 'paused') = (pause_reason IS NOT NULL)", name="pause_reason"),
    # One clerk one window; one window one clerk follows from the single column.
    Index("uq_windows_staff", "staff_id", unique=True),
)

window_services = Table(
    "window_services",
    metadata,
    Column("window_id", Id, ForeignKey("windows.id"), nullable=False),
    Column("service_id", Id, ForeignKey("services.id"), nullable=False),
    UniqueConstraint("window_id", "service_id"),
)

window_spells = Table(
    "window_spells",
    metadata,
    _id(),
    _hall(),
    _of("window"),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("state", String(10), nullable=False),
    Column("pause_reason", String(20)),  # null unless paused
    Column("begins", Moment, nullable=False),
    Column("ends", Moment),  # null while it lasts
    Index(
        "uq_window_spells_open",
        "window_id",
        unique=True,
        sqlite_where=text("ends IS NULL"),
        postgresql_where=text("ends IS NULL"),
    ),
    Index(None, "hall_id", "begins"),
    Index(None, "window_id", "ends"),
)

# --- people and devices --------------------------------------------------------------------------------

staff = Table(
    "staff",
    metadata,
    _id(),
    _hall(),
    Column("name", String(60), nullable=False, unique=True),  # signs in with it, hence unique in all halls
    Column("shown", Json, nullable=False),
    Column("number", String(20), nullable=False),
    Column("role", String(20), nullable=False),
    # Null for those without a window. No foreign key: staff and windows would each have to exist first.
    Column("habit_window_id", Id),
    Column("password_hash", String(200)),  # null until the one-time link is used
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("photo", LargeBinary),  # JPEG, re-encoded here; null = drawn stand-in
    Column("photo_tag", String(16)),  # changes with the photo; null without one
    UniqueConstraint("hall_id", "number"),
    _one_of("role", "clerk", "desk", "manager", "inspector", "administrator", "district"),
)

sessions = Table(
    "sessions",
    metadata,
    _id(),
    _hall(),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),  # null while it lasts
    Column("address", String(64)),  # keyed hash of where it was begun; null in a demo
    Index(None, "staff_id"),
    Index(None, "hall_id", "address"),
)

links = Table(
    "links",
    metadata,
    _id(),
    _hall(),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),  # null until used
)

devices = Table(
    "devices",
    metadata,
    _id(),
    _hall(),
    Column("kind", String(10), nullable=False),
    Column("name", String(60), nullable=False),
    Column("name_en", String(60)),  # null where the hall gave no English
    Column("window_id", Id, ForeignKey("windows.id")),  # null unless a pad or a strip
    Column("area", String(20)),  # null = the whole hall
    Column("printer_id", Id, ForeignKey("devices.id")),  # null unless it prints
    Column("driver", String(10)),  # this and the six below: printers only, null where the driver has no use for it
    Column("mode", String(10)),
    Column("host", String(200)),
    Column("port", Integer),
    Column("path", String(300)),
    Column("columns", Integer),
    Column("width", Integer),
    Column("token_hash", String(64), unique=True),  # null for printers and before pairing
    Column("paired_at", Moment),  # null before pairing
    Column("revoked_at", Moment),  # null while in use
    Column("address", String(64)),  # keyed hash of where it was paired; null before pairing and in a demo
    Index(None, "hall_id"),
    _one_of("kind", "kiosk", "display", "pad", "printer"),
)

pairings = Table(
    "pairings",
    metadata,
    _id(),
    Column("hall_id", Id, ForeignKey("halls.id")),  # null until approved
    Column("code", String(6), nullable=False),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("device_id", Id, ForeignKey("devices.id")),  # null until approved
    Column("collected_at", Moment),  # null until the device has its token
    Index(None, "code"),
)

# --- tickets and handlings ---------------------------------------------------------------------------------

counters = Table(
    "counters",
    metadata,
    _hall(),
    Column("day", Date, nullable=False),
    Column("prefix", String(1), nullable=False),
    Column("last", Integer, nullable=False),
    UniqueConstraint("hall_id", "day", "prefix"),
)

tickets = Table(
    "tickets",
    metadata,
    _id(),
    _hall(),
    Column("day", Date, nullable=False),
    Column("prefix", String(1), nullable=False),
    Column("number", Integer, nullable=False),
    _of("service"),
    Column("later_services", Json, nullable=False),  # ids of services still to come, in order
    Column("status", String(10), nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("waiting_since", Moment, nullable=False),
    Column("yields", Integer, nullable=False, server_default=text("0")),
    Column("moved_back", Boolean, nullable=False, server_default=text("false")),
    Column("later_used", Integer, nullable=False, server_default=text("0")),
    Column("priority", String(10)),  # null = none
    Column("help_needs", Json, nullable=False),
    Column("language", String(5), nullable=False),
    Column("window_id", Id, ForeignKey("windows.id")),  # null while any window may call it
    Column("note", String(300), nullable=False, server_default=text("''")),
    Column("device_id", Id, ForeignKey("devices.id")),  # the kiosk; null if the help desk took it
    Column("taken_by", Id, ForeignKey("staff.id")),  # who took it for someone; null at a kiosk
    UniqueConstraint("hall_id", "day", "prefix", "number"),
    Index(
        "ix_tickets_in_hall",
        "hall_id",
        "taken_at",
        sqlite_where=text("status IN ('waiting', 'called', 'serving', 'parked')"),
        postgresql_where=text("status IN ('waiting', 'called', 'serving', 'parked')"),
    ),
    Index(None, "hall_id", "day", "status"),
    _one_of("status", "waiting", "called", "serving", "parked", "missed", "done", "cancelled", "left"),
    CheckConstraint("yields >= 0", name="yields"),
    CheckConstraint("number > 0", name="number"),
)

_HAS_ENDED = text("ended_at IS NOT NULL")

handlings = Table(
    "handlings",
    metadata,
    _id(),
    _hall(),
    Column("day", Date, nullable=False),  # the ticket's
    _of("ticket"),
    _of("window"),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    _of("service"),
    Column("stage", String(10), nullable=False),
    Column("waiting_since", Moment, nullable=False),
    Column("called_at", Moment, nullable=False),
    Column("last_called_at", Moment, nullable=False),
    Column("announced_at", Moment),  # null until a display has spoken the latest call
    Column("times_called", Integer, nullable=False),
    Column("started_at", Moment),  # null until the visitor is at the window
    Column("ended_at", Moment),  # null while open
    Column("ending", String(20)),  # null while open
    Column("why", String(20), nullable=False),
    Column("lacking", String(1000), nullable=False, server_default=text("''")),
    Column("rated", Boolean, nullable=False, server_default=text("false")),
    # At most one open handling per ticket, and one active per window.
    Index(
        "uq_handlings_open",
        "ticket_id",
        unique=True,
        sqlite_where=text("stage <> 'ended'"),
        postgresql_where=text("stage <> 'ended'"),
    ),
    Index(
        "uq_handlings_active",
        "window_id",
        unique=True,
        sqlite_where=text("stage IN ('called', 'serving')"),
        postgresql_where=text("stage IN ('called', 'serving')"),
    ),
    Index(None, "hall_id", "last_called_at"),
    Index(None, "ticket_id"),
    # Of those that ended only: every index is a page more to write, and nobody waits for a page like a called visitor.
    Index(None, "window_id", "ended_at", sqlite_where=_HAS_ENDED, postgresql_where=_HAS_ENDED),
    Index(None, "hall_id", "ended_at", sqlite_where=_HAS_ENDED, postgresql_where=_HAS_ENDED),
    _one_of("stage", "called", "serving", "parked", "ended"),
    CheckConstraint("(stage = 'ended') = (ended_at IS NOT NULL)", name="ended_at"),
    CheckConstraint("(stage = 'ended') = (ending IS NOT NULL)", name="ending"),
    CheckConstraint("stage <> 'serving' OR started_at IS NOT NULL", name="started_at"),
)

parkings = Table(
    "parkings",  # when a visitor was set aside: the window had somebody else in hand, or nobody
    metadata,
    _id(),
    _hall(),
    _of("handling"),
    Column("begins", Moment, nullable=False),
    Column("ends", Moment),  # null while it lasts
    Index(
        "uq_parkings_open",
        "handling_id",
        unique=True,
        sqlite_where=text("ends IS NULL"),
        postgresql_where=text("ends IS NULL"),
    ),
    Index(None, "handling_id", "begins"),
)

# --- ratings -------------------------------------------------------------------------------------------------

ratings = Table(
    "ratings",
    metadata,
    _id(),
    _hall(),
    _of("handling"),
    _of("ticket"),
    _of("window"),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    _of("service"),
    Column("kind", String(10), nullable=False),
    Column("level", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("channel", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=False),  # the handling's, so that figures need no join
    Column("simulated", Boolean, nullable=False, server_default=text("false")),
    Column("counts", Boolean, nullable=False, server_default=text("true")),  # the one of its handling in the figures
    Column("flagged", Boolean, nullable=False, server_default=text("false")),  # has a row in rating_flags
    Column("excluded", Boolean, nullable=False, server_default=text("false")),  # by two people, see exclusions
    UniqueConstraint("handling_id", "kind"),  # at most one per handling and kind
    Index(
        "uq_ratings_counts",
        "handling_id",
        unique=True,
        sqlite_where=text("counts"),
        postgresql_where=text("counts"),
    ),
    Index(None, "hall_id", "ended_at"),
    Index(None, "hall_id", "at"),
    Index(None, "hall_id", "level", "ended_at"),
    Index(None, "window_id", "ended_at"),
    Index(None, "staff_id", "ended_at"),
    Index(None, "staff_id", "at"),
    Index(None, "service_id", "ended_at"),
    Index("ix_ratings_low", "hall_id", "ended_at", sqlite_where=text("level < 3"), postgresql_where=text("level < 3")),
    # As the queries are written for each database: SQLite finds a partial index by its very words, and takes it
    # for sure only if it says more than the whole one.
    Index(
        "ix_ratings_flagged",
        "hall_id",
        "flagged",
        "ended_at",
        sqlite_where=text("flagged = 1"),
        postgresql_where=text("flagged"),
    ),
    Index(
        "ix_ratings_excluded",
        "hall_id",
        "excluded",
        "ended_at",
        sqlite_where=text("excluded = 1"),
        postgresql_where=text("excluded"),
    ),
    CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    CheckConstraint("NOT (counts AND excluded)", name="counts"),
    _one_of("kind", "first", "addition"),
    _one_of("channel", "pad", "paper", "link", "desk"),
)

rating_tags = Table(
    "rating_tags",
    metadata,
    _of("rating"),
    Column("scheme", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("code", String(20), nullable=False),
    Column("shown", Json, nullable=False),  # the text as it stood on the screen
    UniqueConstraint("rating_id", "code"),
    Index(None, "code", "rating_id"),
)

tag_sets = Table(
    "tag_sets",
    metadata,
    _id(),
    _hall(),
    Column("scheme", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("tags", Json, nullable=False),  # [{code, level, text: {zh, en}, local}]; never changed once in force
    Column("in_force_from", Date),  # null while it is only drafted
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("hall_id", "scheme", "version"),
)

unsubmitted = Table(
    "unsubmitted",  # 已选未提交: a level was chosen, then the page was left; gone once the handling is rated
    metadata,
    _id(),
    _hall(),
    _of("handling"),
    Column("level", Integer, nullable=False),
    Column("channel", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("handling_id"),
    CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    _one_of("channel", "pad", "paper", "link", "desk"),
)

rating_flags = Table(
    "rating_flags",
    metadata,
    _hall(),
    _of("rating"),
    Column("code", String(20), nullable=False),  # see hall/rules/integrity.py
    Column("at", Moment, nullable=False),
    UniqueConstraint("rating_id", "code"),
    Index(None, "hall_id", "at"),
)

exclusions = Table(
    "exclusions",
    metadata,
    _id(),
    _hall(),
    _of("rating"),
    Column("state", String(10), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("text", String(300), nullable=False),
    Column("asked_by", Id, ForeignKey("staff.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decided_by", Id, ForeignKey("staff.id")),  # null until somebody else decided
    Column("decided_at", Moment),  # null until then
    Column("lifted_by", Id, ForeignKey("staff.id")),  # null unless taken back into the figures
    Column("lifted_at", Moment),  # null unless so
    Index(
        "uq_exclusions_open",
        "rating_id",
        unique=True,
        sqlite_where=text("state IN ('asked', 'excluded')"),
        postgresql_where=text("state IN ('asked', 'excluded')"),
    ),
    Index(
        "ix_exclusions_asked",
        "hall_id",
        "id",
        sqlite_where=text("state = 'asked'"),
        postgresql_where=text("state = 'asked'"),
    ),
    Index(None, "hall_id", "id"),
    Index(None, "rating_id"),
    _one_of("state", "asked", "excluded", "declined", "lifted"),
    CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_people"),
    CheckConstraint("(state = 'asked') = (decided_by IS NULL)", name="decided"),
    CheckConstraint("(state = 'lifted') = (lifted_by IS NOT NULL)", name="lifted"),
)

tallies = Table(
    "tallies",  # what happened, added up by day in the deed itself; checked against the rows by `verify`
    metadata,
    _hall(),
    Column("part", String(10), nullable=False),  # what it counts by, see hall/store/tallies.py
    Column("day", Date, nullable=False),  # of the hall, on which the handling ended
    Column("key", String(60), nullable=False),  # an id, an hour, minutes waited, a channel, a tag's code
    Column("ended", Integer, nullable=False, server_default=text("0")),
    Column("n5", Integer, nullable=False, server_default=text("0")),
    Column("n4", Integer, nullable=False, server_default=text("0")),
    Column("n3", Integer, nullable=False, server_default=text("0")),
    Column("n2", Integer, nullable=False, server_default=text("0")),
    Column("n1", Integer, nullable=False, server_default=text("0")),
    Column("unsubmitted", Integer, nullable=False, server_default=text("0")),
    Column("excluded", Integer, nullable=False, server_default=text("0")),
    Column("waited_ms", BigInteger, nullable=False, server_default=text("0")),  # sums over the ended ones
    Column("walked_ms", BigInteger, nullable=False, server_default=text("0")),
    Column("served_ms", BigInteger, nullable=False, server_default=text("0")),
    # Of the hall, a window or a clerk: on this day, whenever what went on began or ended.
    Column("open_ms", BigInteger, nullable=False, server_default=text("0")),
    Column("paused_ms", BigInteger, nullable=False, server_default=text("0")),
    Column("in_hand_ms", BigInteger, nullable=False, server_default=text("0")),  # of the open time
    PrimaryKeyConstraint("hall_id", "part", "day", "key"),
)

# --- what follows a low rating ---------------------------------------------------------------------------------

cases = Table(
    "cases",
    metadata,
    _id(),
    _hall(),
    Column("no", Integer, nullable=False),  # 1, 2, 3 … in its hall
    _of("handling"),
    _of("rating"),  # the low one that opened it
    _of("ticket"),
    _of("window"),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),  # the rated clerk
    _of("service"),
    Column("state", String(12), nullable=False),
    Column("ended_at", Moment, nullable=False),  # its handling's: under this day it is counted
    Column("opened_at", Moment, nullable=False),
    Column("handler_id", Id, ForeignKey("staff.id")),  # null until named; never the rated clerk
    Column("contact", Boolean, nullable=False, server_default=text("false")),  # did the citizen leave one?
    Column("call_back_due", Date),  # null without a contact, and while the year's holidays are not announced
    Column("rectify_due", Date),  # null while the year's holidays are not announced
    Column("called_back_at", Moment),  # null until then; this and the moments below
    Column("verified_at", Moment),
    Column("verified_by", Id, ForeignKey("staff.id")),  # null until verified
    Column("verdict", String(15)),  # null until verified
    Column("cause", String(15)),  # null unless justified
    Column("released_at", Moment),  # tags and text shown to the rated clerk from then on
    Column("rectified_at", Moment),
    Column("measure", Text, nullable=False, server_default=text("''")),
    Column("replied_at", Moment),
    Column("reply", Text, nullable=False, server_default=text("''")),
    Column("satisfied", Boolean),  # null until the citizen says so on the ticket's own link
    Column("answered_at", Moment),
    Column("reopened_at", Moment),  # when the first reply did not satisfy; the columns below are of the second round
    Column("again_due", Date),  # null while the year's holidays are not announced
    Column("measure_again", Text, nullable=False, server_default=text("''")),
    Column("replied_again_at", Moment),
    Column("reply_again", Text, nullable=False, server_default=text("''")),
    Column("answered_again_at", Moment),
    Column("closed_at", Moment),
    UniqueConstraint("hall_id", "no"),
    UniqueConstraint("handling_id"),
    Index(None, "hall_id", "ended_at"),
    Index(None, "hall_id", "opened_at"),
    Index(None, "staff_id", "opened_at"),
    Index(None, "handler_id", "opened_at"),
    Index(None, "ticket_id"),
    Index(
        "ix_cases_open",
        "hall_id",
        "id",
        sqlite_where=text("state <> 'closed'"),
        postgresql_where=text("state <> 'closed'"),
    ),
    _one_of("state", "received", "called_back", "verified", "reopened", "rectified", "replied", "closed"),
    _one_of("verdict", "justified", "unjustified", "mistaken", "malicious"),
    _one_of("cause", "people", "materials", "procedure", "waiting", "equipment"),
    CheckConstraint("handler_id IS NULL OR handler_id <> staff_id", name="handler"),
    CheckConstraint("(verdict IS NULL) = (verified_at IS NULL)", name="verified"),
    CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
    CheckConstraint("state <> 'reopened' OR reopened_at IS NOT NULL", name="reopened"),
    CheckConstraint("reopened_at IS NOT NULL OR replied_again_at IS NULL", name="again"),
)

case_steps = Table(
    "case_steps",
    metadata,
    _id(),
    _hall(),
    _of("case"),
    Column("at", Moment, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id")),  # null = the citizen, or the house itself
    Column("kind", String(20), nullable=False),  # see hall/rules/case.py
    Column("text", Text, nullable=False, server_default=text("''")),
    Column("facts", Json, nullable=False, server_default=text("'{}'")),
    Index(None, "case_id", "id"),
)

contacts = Table(
    "contacts",
    metadata,
    _id(),
    _hall(),
    _of("case"),
    Column("sealed", LargeBinary, nullable=False),  # see hall/store/contacts.py
    Column("left_at", Moment, nullable=False),
    Column("erase_at", Moment, nullable=False),
    UniqueConstraint("case_id"),
    Index(None, "hall_id", "erase_at"),
)

improvements = Table(
    "improvements",  # 您提我改: what was changed, in the manager's words
    metadata,
    _id(),
    _hall(),
    _of("case", null=True),  # null when it follows no single case
    Column("text", Json, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index(None, "hall_id"),
)

# --- alerts ----------------------------------------------------------------------------------------------------

recipients = Table(
    "recipients",
    metadata,
    _id(),
    _hall(),
    Column("kind", String(10), nullable=False),
    Column("name", String(60), nullable=False),
    Column("address", String(300), nullable=False),
    Column("secret", LargeBinary),  # sealed; signs what a webhook gets; null for e-mail
    Column("template", Text, nullable=False),  # of the body, see hall/rules/alert.py
    Column("wants", Json, nullable=False),  # kinds of alerts
    Column("active", Boolean, nullable=False),
    Index(None, "hall_id"),
    _one_of("kind", "email", "webhook"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _hall(),
    _of("recipient"),
    Column("kind", String(20), nullable=False),  # see hall/rules/alert.py
    _of("case", null=True),  # null for a trial
    Column("state", String(10), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),  # not before; later with every try
    Column("lease", String(32)),  # who is sending it; null unless sending
    Column("lease_until", Moment),  # null unless sending
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("ended_at", Moment),  # null until sent or given up
    Column("fault", String(200), nullable=False, server_default=text("''")),
    Index(
        "uq_outbox_once",
        "recipient_id",
        "kind",
        "case_id",
        unique=True,
        sqlite_where=text("case_id IS NOT NULL"),
        postgresql_where=text("case_id IS NOT NULL"),
    ),
    Index(
        "ix_outbox_to_do",
        "due_at",
        sqlite_where=text("state IN ('queued', 'sending')"),
        postgresql_where=text("state IN ('queued', 'sending')"),
    ),
    Index(None, "hall_id", "asked_at"),
    Index(None, "case_id"),
    _one_of("state", "queued", "sending", "sent", "failed"),
)

# --- help and paper ---------------------------------------------------------------------------------------------

bells = Table(
    "bells",
    metadata,
    _id(),
    _hall(),
    _of("device"),
    Column("at", Moment, nullable=False),
    Column("answered_at", Moment),  # null while nobody went
    Column("answered_by", Id, ForeignKey("staff.id")),  # null while nobody went
    Index(
        "uq_bells_open",
        "device_id",
        unique=True,
        sqlite_where=text("answered_at IS NULL"),
        postgresql_where=text("answered_at IS NULL"),
    ),
    Index(None, "hall_id", "at"),
)

guides = Table(
    "guides",
    metadata,
    _hall(),
    Column("day", Date, nullable=False),
    _of("service"),
    Column("given", Integer, nullable=False),
    UniqueConstraint("hall_id", "day", "service_id"),
)

print_jobs = Table(
    "print_jobs",
    metadata,
    _id(),
    _hall(),
    Column("printer_id", Id, ForeignKey("devices.id"), nullable=False),
    Column("kind", String(20), nullable=False),  # ticket, guide, lacking, test
    _of("ticket", null=True),  # null for what belongs to no ticket
    Column("again", Boolean, nullable=False),  # 补打
    Column("slip", Json, nullable=False),  # what is to be printed, see kiosk/paper.py
    Column("state", String(10), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("lease", String(32)),  # who is printing it; null unless sent
    Column("lease_until", Moment),  # null unless sent
    Column("ended_at", Moment),  # null until printed, failed, uncertain or reprinted
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("fault", String(40), nullable=False, server_default=text("''")),
    Index(
        "ix_print_jobs_to_do",
        "printer_id",
        "id",
        sqlite_where=text("state IN ('queued', 'sent')"),
        postgresql_where=text("state IN ('queued', 'sent')"),
    ),
    Index(None, "hall_id", "asked_at"),
    Index(None, "ticket_id"),
    _one_of("state", "queued", "sent", "printed", "failed", "uncertain", "reprinted"),
)

# --- idempotency and the journal ------------------------------------------------------------------------------------

answers = Table(
    "answers",
    metadata,
    _id(),  # the oldest go first: no index on `at` is needed, and no deed has to write one
    _hall(),
    Column("actor", String(60), nullable=False),
    Column("door", String(120), nullable=False),
    Column("key", String(200), nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("hall_id", "actor", "door", "key"),
)

journal = Table(
    "journal",
    metadata,
    _hall(),
    Column("seq", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("facts", Text, nullable=False),  # canonical JSON, the bytes that are hashed
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("hall_id", "seq"),
    sqlite_with_rowid=False,  # kept in the order of its key, which is the order in which it is written
)
