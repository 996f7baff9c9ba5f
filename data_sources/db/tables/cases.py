"""Cases, their timelines, and what was sent twice. `frozen` and `pending` are JSON objects."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Double,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy import text as sql

from data_sources.db.tables._metadata import metadata

_OPEN = sql("ended_us IS NULL")
_FILED = sql("filed_us IS NOT NULL")
_ENDED = sql("ended_us IS NOT NULL")
_PAUSED = sql("ended_us IS NULL AND paused_since_us IS NOT NULL")
_PROVISIONAL = sql("ended_us IS NULL AND provisional_by IS NOT NULL")
NEVER_US: Final = 2**62
"""What stands for no deadline in the order of deadlines."""
OPEN_INDEX: Final = "ix_case_record_open_due"
"""Has what is open and nothing else."""
OF_LISTS: Final = "ix_case_list_"
"""So begin the indexes of what has ended, which are not the same on both databases: migration 0034 has them."""
LIST_INDEX: Final = f"{OF_LISTS}all"
"""Has every column that lists of what has ended go by: SQLite reads it whole rather than every other row."""
TALLIED: Final = ("state", "end_lamp", "category", "source", "squad", "second_squad", "department")
"""By what ended cases are counted already; what is not told is empty."""
_END_LAMP: Final = (
    "CASE WHEN ended_us IS NULL THEN NULL"
    " WHEN paused_since_us IS NOT NULL OR due_us IS NULL THEN 'grey'"
    " WHEN coalesce(handled_us, ended_us) > due_us THEN 'red'"
    " WHEN coalesce(handled_us, ended_us) >= yellow_us THEN 'yellow' ELSE 'green' END"
)
_CHECKER: Final = sql("checker IS NOT NULL")
_SECOND: Final = sql("second_squad IS NOT NULL")
_PENDING: Final = sql("pending IS NOT NULL")
_HANDLED = sql("handled_us IS NOT NULL")
_DECIDED = sql("what IN ('approve', 'refuse')")

case_record = Table(
    "case_record",
    metadata,
    Column("case_key", Integer, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("category", String(40), nullable=False),
    Column("category_name", String(120), nullable=False),
    Column("condition", String(120), nullable=False, server_default=""),
    Column("description", Text, nullable=False, server_default=""),
    Column("address", String(200), nullable=False, server_default=""),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("area_key", ForeignKey("area.area_key")),  # the smallest area around it
    Column("line_key", ForeignKey("area.area_key"), index=True),  # the street line that it lies at
    Column("source", String(20), nullable=False),
    Column("reporter", String(80), nullable=False),
    Column("asset_key", ForeignKey("asset.asset_key"), index=True),
    Column("alarm_key", ForeignKey("alarm.alarm_key"), index=True),
    Column("camera_event_key", ForeignKey("camera_event.camera_event_key"), index=True),
    Column("squad", String(40)),  # codes and numbers at the time, as they were written
    Column("second_squad", String(40)),
    Column("department", String(40)),
    Column("assignee", String(40)),
    Column("checker", String(40)),
    Column("last_unit", String(40), nullable=False, server_default=""),
    Column("flags", String(80), nullable=False, server_default=""),  # words between spaces
    Column("reported_us", BigInteger, nullable=False),
    Column("registered_us", BigInteger),
    Column("filed_us", BigInteger),
    Column("dispatched_us", BigInteger),
    Column("accepted_us", BigInteger),
    Column("departed_us", BigInteger),
    Column("arrived_us", BigInteger),
    Column("handled_us", BigInteger),
    Column("checked_us", BigInteger),
    Column("ended_us", BigInteger),
    Column("dispatches", SmallInteger, nullable=False, server_default="0"),
    Column("reworks", SmallInteger, nullable=False, server_default="0"),
    Column("returns", SmallInteger, nullable=False, server_default="0"),
    Column("extensions", SmallInteger, nullable=False, server_default="0"),
    Column("suspensions", SmallInteger, nullable=False, server_default="0"),
    Column("unit_count", SmallInteger, nullable=False, server_default="0"),
    Column("due_us", BigInteger),
    Column("yellow_us", BigInteger),
    Column("step_due_us", BigInteger),
    Column("step_yellow_us", BigInteger),
    Column("paused_since_us", BigInteger),
    Column("paused_until_us", BigInteger),
    Column("paused_us", BigInteger, nullable=False, server_default="0"),
    Column("provisional", Boolean, nullable=False, server_default=sql("false")),
    Column("provisional_by", String(40)),  # version of the calendar, while a deadline is provisional
    Column("frozen", Text, nullable=False, server_default="{}"),
    Column("pending", Text),
    Column("on_time", Boolean),
    Column("merged_into", ForeignKey("case_record.case_key"), index=True),
    Column("merged_from", String(20)),
    Column("end_lamp", String(10), Computed(_END_LAMP)),  # of the whole case, once it has ended
    Index("ix_case_record_reported_us", "reported_us"),
    Index("ix_case_record_state_reported_us", "state", "reported_us"),
    Index("ix_case_record_squad_reported_us", "squad", "reported_us"),
    Index("ix_case_record_category_reported_us", "category", "reported_us"),
    Index("ix_case_record_category_lat", "category", "lat"),
    Index("ix_case_record_area_key_reported_us", "area_key", "reported_us"),
    Index("ix_case_record_source_reported_us", "source", "reported_us"),
    Index("ix_case_record_department_reported_us", "department", "reported_us"),
    Index("ix_case_record_assignee", "assignee"),
    Index("ix_case_record_reporter", "reporter"),
    Index("ix_case_record_checker", "checker", sqlite_where=_CHECKER, postgresql_where=_CHECKER),
    Index("ix_case_record_second_squad", "second_squad", sqlite_where=_SECOND, postgresql_where=_SECOND),
    Index("ix_case_record_filed_us", "filed_us", sqlite_where=_FILED, postgresql_where=_FILED),
    Index("ix_case_record_handled_us", "handled_us", sqlite_where=_HANDLED, postgresql_where=_HANDLED),
    Index("ix_case_record_ended_us", "ended_us", sqlite_where=_ENDED, postgresql_where=_ENDED),
    Index("ix_case_record_pending", "case_key", sqlite_where=_PENDING, postgresql_where=_PENDING),
    Index(OPEN_INDEX, "due_us", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_case_record_open_step_due", "step_due_us", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_case_record_open_yellow", "yellow_us", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_case_record_open_step_yellow", "step_yellow_us", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_case_record_open_paused", "paused_until_us", sqlite_where=_PAUSED, postgresql_where=_PAUSED),
    Index(
        "ix_case_record_open_provisional", "provisional_by", sqlite_where=_PROVISIONAL, postgresql_where=_PROVISIONAL
    ),
)
# How many cases have ended, by what lists ask for: a row for each that came to a kind (1) or left it (-1), until they
# are put together. Triggers write it.
case_tally = Table(
    "case_tally",
    metadata,
    *(Column(name, String(40), nullable=False) for name in TALLIED),
    Column("n", Integer, nullable=False),
)

case_entry = Table(
    "case_entry",
    metadata,
    Column("entry_key", Integer, primary_key=True),
    Column("case_key", ForeignKey("case_record.case_key"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("what", String(40), nullable=False),
    Column("actor", String(80)),
    Column("text", Text, nullable=False, server_default=""),
    Column("data", Text, nullable=False, server_default="{}"),
    Index("ix_case_entry_decided", "actor", "at_us", sqlite_where=_DECIDED, postgresql_where=_DECIDED),
)

# A lamp of which somebody was told: the key is what makes it once.
case_warning = Table(
    "case_warning",
    metadata,
    Column("case_key", ForeignKey("case_record.case_key"), primary_key=True),
    Column("clock", String(10), primary_key=True),
    Column("lamp", String(10), primary_key=True),
    Column("run", BigInteger, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
)

# A command that came once, so that the same one again is not done twice.
case_command = Table(
    "case_command",
    metadata,
    Column("actor", String(80), primary_key=True),
    Column("idempotency_key", String(80), primary_key=True),
    Column("case_key", ForeignKey("case_record.case_key"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at_us", BigInteger, nullable=False, index=True),
)

case_photo = Table(
    "case_photo",
    metadata,
    Column("case_key", ForeignKey("case_record.case_key"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("added_us", BigInteger, nullable=False),
    Column("added_by", String(80), nullable=False),
    Index("ix_case_photo_digest", "digest"),
)

# The running number of a day, for the numbers of cases.
case_number = Table(
    "case_number",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("last", Integer, nullable=False),
)
