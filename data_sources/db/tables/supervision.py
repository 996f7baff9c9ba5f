"""Supervision tasks and their cases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy import text as sql

from data_sources.db.tables._metadata import metadata

_OPEN = sql("ended_us IS NULL")

supervision = Table(
    "supervision",
    metadata,
    Column("task_key", Integer, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title", String(80), nullable=False),
    Column("demand", Text, nullable=False),
    Column("squad", String(40), index=True),  # codes at the time, as they were written
    Column("department", String(40)),
    Column("due_us", BigInteger, nullable=False),
    Column("issued_by", String(80), nullable=False),
    Column("issued_us", BigInteger, nullable=False),
    Column("request_key", String(80), nullable=False),
    Column("signed_by", String(80)),
    Column("signed_us", BigInteger),
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_by", String(80)),
    Column("answered_us", BigInteger),
    Column("remark", Text, nullable=False, server_default=""),
    Column("ended_by", String(80)),
    Column("ended_us", BigInteger),
    UniqueConstraint("issued_by", "request_key"),
    Index("ix_supervision_open_due", "due_us", sqlite_where=_OPEN, postgresql_where=_OPEN),
)

supervision_case = Table(
    "supervision_case",
    metadata,
    Column("task_key", ForeignKey("supervision.task_key"), primary_key=True),
    Column("case_key", ForeignKey("case_record.case_key"), primary_key=True, index=True),
    Column("place", Integer, nullable=False),  # its line on the sheet
)
