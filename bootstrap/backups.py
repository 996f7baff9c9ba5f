"""Copies of everything, and everything back from one."""

from __future__ import annotations

from functools import partial

from bootstrap import now_us
from dashboard.ports.backups import DatabaseCopies
from dashboard.services.backups import Backups, Record
from dashboard.settings import Settings, child_environment
from dashboard.version import VERSION
from data_sources.db.audit import SqlAuditReader
from data_sources.db.audit_store import SqlAuditStore
from data_sources.db.backups.postgresql import PostgresCopies
from data_sources.db.backups.sqlite import SqliteCopies
from data_sources.db.engine import Database
from data_sources.processes.audit_anchors import read_anchors
from data_sources.processes.backup_folders import KeptFolders


def build_backups(settings: Settings, engine: Database) -> Backups:
    """Backups of a database and of the folder of data."""
    copies: DatabaseCopies = SqliteCopies(engine, now_us)
    if engine.dialect.name != "sqlite":
        copies = PostgresCopies(engine, now_us, partial(child_environment, settings))
    anchors = partial(read_anchors, settings.log_dir)
    record = Record(SqlAuditStore(engine, now_us), SqlAuditReader(engine), anchors)
    return Backups(copies, KeptFolders(settings.data_dir), record, now_us, VERSION)
