"""Alarms with their timelines, rules that sites changed, maintenance windows."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from data_sources.db.tables._metadata import metadata

alarm = Table(
    "alarm",
    metadata,
    Column("alarm_key", Integer, primary_key=True),
    Column("asset_key", ForeignKey("asset.asset_key"), nullable=False),
    Column("grid_key", ForeignKey("area.area_key")),
    Column("rule_key", String(80), nullable=False),
    Column("severity", String(20), nullable=False),
    Column("peak_severity", String(20), nullable=False),
    Column("value", Double),
    Column("threshold", Double),
    Column("raised_us", BigInteger, nullable=False),
    Column("last_raised_us", BigInteger, nullable=False),
    Column("worsened_us", BigInteger, nullable=False),
    Column("raise_count", Integer, nullable=False, server_default="1"),
    Column("acknowledged_us", BigInteger),
    Column("acknowledged_by", String(80)),
    Column("note", Text),
    Column("shelved_us", BigInteger),
    Column("shelved_until_us", BigInteger),
    Column("shelved_by", String(80)),
    Column("shelve_reason", Text),
    Column("shelved_severity", String(20)),
    Column("suppressed", Boolean, nullable=False, server_default="0"),
    Column("cleared_us", BigInteger),
    Column("updated_us", BigInteger, nullable=False),
    Index("ix_alarm_asset_key_raised_us", "asset_key", "raised_us"),
    Index("ix_alarm_cleared_us", "cleared_us"),
)

Index(
    "uq_alarm_open",
    alarm.c.asset_key,
    alarm.c.rule_key,
    unique=True,
    sqlite_where=alarm.c.cleared_us.is_(None),
    postgresql_where=alarm.c.cleared_us.is_(None),
)

alarm_event = Table(
    "alarm_event",
    metadata,
    Column("alarm_event_key", Integer, primary_key=True),
    Column("alarm_key", ForeignKey("alarm.alarm_key"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False),
    Column("what", String(20), nullable=False),
    Column("severity", String(20)),
    Column("value", Double),
    Column("actor", String(80)),
    Column("detail", Text),
)

rule_override = Table(
    "rule_override",
    metadata,
    Column("rule_override_key", Integer, primary_key=True),
    Column("rule_key", String(80), nullable=False),
    Column("scope", String(20), nullable=False),  # kind | area | asset
    Column("scope_ref", String(80), nullable=False),  # kind key, area code or asset_id
    Column("settings", Text, nullable=False),  # JSON object
    Column("updated_us", BigInteger, nullable=False),
    Column("updated_by", String(80), nullable=False),
    UniqueConstraint("rule_key", "scope", "scope_ref"),
)

maintenance_window = Table(
    "maintenance_window",
    metadata,
    Column("maintenance_window_key", Integer, primary_key=True),
    Column("scope", String(20), nullable=False),
    Column("scope_ref", String(80), nullable=False),
    Column("from_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_by", String(80), nullable=False),
    Column("closed_us", BigInteger),
)
