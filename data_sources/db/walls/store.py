"""The wall screens in the database: pairings, screens with their last heartbeat, and what they were told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists, func, insert, select, update

from dashboard.domain.walls import Entry, Field, Heartbeat, Orders, Pairing, Reload, WallScreen
from data_sources.db import feeds as feed_rows
from data_sources.db import tables as t
from data_sources.db.engine import reading, writing
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.upserts import upsert

_P = t.wall_pairing.c
_W = t.wall_screen.c
_D = t.wall_direction.c


class SqlWallWork:
    """One transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name

    def pairing(self, secret_digest: str, now_us: int) -> Pairing | None:
        """The code that the browser shows, unless it has expired."""
        query = select(_P.code, _P.expires_us).where(_P.secret_digest == secret_digest, _P.expires_us > now_us)
        row = self._connection.execute(query).first()
        return None if row is None else Pairing(*row)

    def waiting(self, now_us: int) -> int:
        """How many browsers show a code that has not expired."""
        query = select(func.count()).select_from(t.wall_pairing).where(_P.expires_us > now_us)
        return int(self._connection.execute(query).scalar_one())

    def save_pairing(self, secret_digest: str, pairing: Pairing) -> bool:
        """Stores the code for the browser; False when another one shows the same code."""
        statement = upsert(self._dialect, t.wall_pairing, ["code"], update=[]).returning(_P.code)
        row = {"secret_digest": secret_digest, **pairing._asdict()}
        return self._connection.execute(statement, row).first() is not None

    def forget_pairings(self, now_us: int) -> None:
        """Removes those that expired at `now_us` or before."""
        self._connection.execute(delete(t.wall_pairing).where(_P.expires_us <= now_us))

    def take_pairing(self, code: str, now_us: int) -> str | None:
        """Removes the unexpired pairing with this code and gives the browser's digest; None when there is none."""
        statement = delete(t.wall_pairing).where(_P.code == code, _P.expires_us > now_us).returning(_P.secret_digest)
        return self._connection.execute(statement).scalar_one_or_none()

    def screens(self) -> Sequence[WallScreen]:
        """Those that are not revoked, by name."""
        query = select(t.wall_screen).where(_W.revoked_us.is_(None)).order_by(_W.name)
        return [_screen_from(row) for row in self._connection.execute(query).mappings()]

    def screen(self, screen_key: int) -> WallScreen | None:
        """One screen."""
        return self._first(_W.screen_key == screen_key)

    def screen_of(self, secret_digest: str) -> WallScreen | None:
        """The screen with this token, also when it is revoked."""
        return self._first(_W.token_digest == secret_digest)

    def add_screen(self, secret_digest: str, name: str, place: str, actor: str, now_us: int) -> WallScreen | None:
        """The new screen; None when one that is not revoked has this name."""
        paired = upsert(self._dialect, t.wall_screen, ["name"], update=[], where=_W.revoked_us.is_(None))
        row = {"token_digest": secret_digest, "name": name, "place": place, "paired_us": now_us, "paired_by": actor}
        found = self._connection.execute(paired.returning(*t.wall_screen.c), row).mappings().first()
        return None if found is None else _screen_from(found)

    def save_screen(self, screen_key: int, changes: Mapping[str, Any]) -> None:
        """Changes these fields of a screen."""
        values = dict(changes)
        if "beat" in values:
            values["beat"] = packed(asdict(replace(values["beat"], reload=None)))
        if "reload" in values:
            values["reload_us"], values["reload_why"] = values.pop("reload")
        self._connection.execute(update(t.wall_screen).where(_W.screen_key == screen_key).values(values))

    def orders(self, screen_key: int) -> Orders:
        """What was directed last for a screen, or for all (EVERY_SCREEN)."""
        stored = self._connection.execute(select(_D.orders).where(_D.screen_key == screen_key)).scalar_one_or_none()
        return {Field(key): Entry(*entry) for key, entry in unpacked(stored or "{}").items()}

    def save_orders(self, screen_key: int, orders: Orders) -> None:
        """Replaces what was directed."""
        text = packed({field.value: list(entry) for field, entry in orders.items()})
        statement = upsert(self._dialect, t.wall_direction, ["screen_key"], update=["orders"])
        self._connection.execute(statement, {"screen_key": screen_key, "orders": text})

    def asset_exists(self, asset_id: str) -> bool:
        """Whether there is such an asset."""
        query = select(exists(select(t.asset.c.asset_key).where(t.asset.c.asset_id == asset_id)))
        return bool(self._connection.execute(query).scalar_one())

    def note_in_audit(self, actor: str, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        """An entry in the audit log."""
        values = {"actor": actor, "action": action, "subject": subject, "detail": packed(dict(detail)), "at_us": at_us}
        self._connection.execute(insert(t.audit).values(values))

    def audited(self, action: str, since_us: int) -> int:
        """How often the audit log has this action since then."""
        query = select(func.count()).where(t.audit.c.action == action, t.audit.c.at_us >= since_us)
        return int(self._connection.execute(query).scalar_one())

    def bump(self, feeds: Iterable[str]) -> dict[str, int]:
        """Raises the revision of each feed by one; the feed's row stays locked until the end of the transaction."""
        return feed_rows.bump(self._connection, feeds)

    def _first(self, condition: Any) -> WallScreen | None:
        row = self._connection.execute(select(t.wall_screen).where(condition)).mappings().first()
        return None if row is None else _screen_from(row)


class SqlWallStore:
    """Where screens are kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def begin(self) -> Iterator[SqlWallWork]:
        """A transaction that ends with its block."""
        with writing(self._engine) as connection:
            yield SqlWallWork(connection)

    @contextmanager
    def look(self) -> Iterator[SqlWallWork]:
        """The same for reading only."""
        with reading(self._engine) as connection:
            yield SqlWallWork(connection)


def _screen_from(row: Any) -> WallScreen:
    return WallScreen(
        screen_key=row["screen_key"],
        name=row["name"],
        place=row["place"],
        paired_us=row["paired_us"],
        revoked_us=row["revoked_us"],
        seen_us=row["seen_us"],
        booted_us=row["booted_us"],
        twin_us=row["twin_us"],
        beat=None if row["beat"] is None else Heartbeat(**unpacked(row["beat"])),
        error=row["error"],
        error_us=row["error_us"],
        reload=None if row["reload_us"] is None else Reload(row["reload_us"], row["reload_why"]),
    )
