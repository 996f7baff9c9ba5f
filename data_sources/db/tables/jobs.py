"""Long work that waits, runs or has ended."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, false

from data_sources.db.tables._metadata import metadata

job = Table(
    "job",
    metadata,
    Column("job_key", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),  # JobKind
    Column("arguments", Text, nullable=False),  # JSON object
    Column("file_name", String(120), nullable=False, server_default=""),
    Column("content", LargeBinary),  # the file, until the job has ended
    Column("owner", String(80), nullable=False, index=True),
    Column("role", String(20), nullable=False),  # Role
    Column("address", String(64), nullable=False),
    Column("state", String(20), nullable=False),  # JobState
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("claim", String(40)),  # the run that has it
    Column("lease_until_us", BigInteger, nullable=False, server_default="0"),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("result", Text),  # JSON object
    Column("error", Text),  # JSON list: Chinese, English
    Column("cancel_asked", Boolean, nullable=False, server_default=false()),
    Column("created_us", BigInteger, nullable=False),
    Column("started_us", BigInteger),
    Column("ended_us", BigInteger),
    Index("ix_job_state", "state", "job_key"),
)
