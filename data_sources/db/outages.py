"""A database that cannot be used: told to people without the driver's words, which go to the log, once an outage."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from dashboard.domain.text import Text
from dashboard.errors import BadInput, Unavailable, Unusable

log = logging.getLogger(__name__)

_AWAY: Final = Text(
    "数据库暂时无法使用，恢复后会自动继续", "the database cannot be used now; it goes on by itself when it is back"
)
_DAMAGED: Final = Text(
    "数据库文件已损坏，请按运行手册处理",
    "the database file is damaged, or is none: see `A damaged database` in docs/runbook.md",
)
_READ_ONLY: Final = Text(
    "数据库不可写，请检查目录权限",
    "the database may not be written: let its folder and file belong to the user who runs Xiuhua, on a writable disk",
)
_FULL: Final = Text("磁盘已满，请清理后继续", "the disk is full: make room where the database lies")
_TOO_MUCH: Final = Text(
    "内容过长或数值过大，数据库无法保存，请缩短后再试",
    "something is too long or too large for the database: shorten it and try again",
)
# By the primary result code (https://www.sqlite.org/rescode.html).
_NEEDS_SOMEBODY: Final = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
}
_PRIMARY: Final = 0xFF
_told: Final[WeakKeyDictionary[Engine, str]] = WeakKeyDictionary()
"""What the log was told last of each database; empty when it can be used. Before its first use a start is refused,
and the one line of that says what the log would."""


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Raises Unavailable instead of the driver's error when the database is out of reach.

    It is an Unusable when it stays so until somebody acts: damaged, read-only, full. What the database will not store,
    because it is too long or too large, is BadInput.
    """
    try:
        yield
    except DataError as error:
        raise BadInput(_TOO_MUCH) from error
    except (DBAPIError, NoFreeConnection) as error:
        outage = _outage(engine, error)
        if outage is None:
            raise
        raise outage from error
    if _told.get(engine):
        log.warning("the database can be used again")
    _told[engine] = ""


def _outage(engine: Engine, error: DBAPIError | NoFreeConnection) -> Unavailable | None:
    """What the error means for people; None when it is a fault of ours and no outage."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    known = _NEEDS_SOMEBODY.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY)
    if known is None and isinstance(error, DBAPIError) and not _is_away(error):
        return None
    told = " ".join(str(cause).split())
    if _told.get(engine) != told and (known is None or engine in _told):
        _told[engine] = told
        log.warning("the database cannot be used: %s", told)
    return Unavailable(_AWAY) if known is None else Unusable(known)


def _is_away(error: DBAPIError) -> bool:
    return isinstance(error, OperationalError) or error.connection_invalidated
