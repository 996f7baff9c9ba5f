"""Rules of dispatch, each change a version of its own, and what they decided. `content` and `data` are JSON objects."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from data_sources.db.tables._metadata import metadata

# The newest version of each rule; its row is locked while a new one is made.
dispatch_rule = Table(
    "dispatch_rule",
    metadata,
    Column("rule_key", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
)

dispatch_rule_version = Table(
    "dispatch_rule_version",
    metadata,
    Column("rule_key", ForeignKey("dispatch_rule.rule_key"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("content", Text, nullable=False),
    Column("author", String(80), nullable=False),
    Column("at_us", BigInteger, nullable=False),
)

case_decision = Table(
    "case_decision",
    metadata,
    Column("decision_key", Integer, primary_key=True),
    Column("case_key", ForeignKey("case_record.case_key"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("rule_key", Integer),
    Column("rule_version", Integer),
    Column("unit", String(40), nullable=False, server_default=""),
    Column("took_us", Integer, nullable=False),
    Column("data", Text, nullable=False, server_default="{}"),
    Index("ix_case_decision_outcome_at_us", "outcome", "at_us"),
)
