"""What ties alarms and camera events to cases, and by which rules an alarm becomes a case by itself."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy import text as sql

from data_sources.db.tables._metadata import metadata

# Of several who report the same alarm or event the key lets one be first.
case_alarm = Table(
    "case_alarm",
    metadata,
    Column("alarm_key", ForeignKey("alarm.alarm_key"), primary_key=True),
    Column("case_key", ForeignKey("case_record.case_key"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False),
    Column("rule", String(80)),  # the key of the rule that did it; without one somebody did
    Index("ix_case_alarm_rule_at_us", "rule", "at_us"),
)

case_camera_event = Table(
    "case_camera_event",
    metadata,
    Column("camera_event_key", ForeignKey("camera_event.camera_event_key"), primary_key=True),
    Column("case_key", ForeignKey("case_record.case_key"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False),
)

case_rule = Table(
    "case_rule",
    metadata,
    Column("rule", String(80), primary_key=True),  # the key of an alarm rule
    Column("severity", String(20), nullable=False),  # from which on
    Column("category", String(40), nullable=False),
    Column("condition", String(120), nullable=False, server_default=""),
    Column("is_urgent", Boolean, nullable=False),
    Column("files", Boolean, nullable=False, server_default=sql("true")),  # registers and files it, too
    Column("is_enabled", Boolean, nullable=False),
    Column("since_us", BigInteger, nullable=False),  # alarms that were raised before are left to people
    Column("most_an_hour", Integer, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("updated_by", String(80), nullable=False),
)
