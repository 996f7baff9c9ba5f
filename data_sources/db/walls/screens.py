"""Screens, browsers that wait to be paired, and what was directed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import delete, exists, select, update

from dashboard.domain.walls import Entry, Field, Heartbeat, Orders, Pairing, Reload, WallScreen
from dashboard.ports.walls import ScreenRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_P = t.wall_pairing.c
_PAIRING = (_P.code, _P.expires_us, _P.address)
_W = t.wall_screen.c
_D = t.wall_direction.c


class SqlScreenRows(SqlPart, ScreenRows):
    """Rows of screens."""

    def pairing(self, secret_digest: str, now_us: int) -> Pairing | None:
        """The code that the browser shows, unless it has expired."""
        query = select(*_PAIRING).where(_P.secret_digest == secret_digest, _P.expires_us > now_us)
        row = self._connection.execute(query).first()
        return None if row is None else Pairing(*row)

    def waiting(self, now_us: int) -> Sequence[Pairing]:
        """The codes that have not expired, the oldest first."""
        query = select(*_PAIRING).where(_P.expires_us > now_us).order_by(_P.expires_us, _P.code)
        return [Pairing(*row) for row in self._connection.execute(query)]

    def save_pairing(self, secret_digest: str, pairing: Pairing) -> bool:
        """Store the code for the browser; False when another one shows the same code."""
        statement = upsert(self._dialect, t.wall_pairing, ["code"], update=[]).returning(_P.code)
        row = {"secret_digest": secret_digest, **pairing._asdict()}
        return self._connection.execute(statement, row).first() is not None

    def forget_pairings(self, now_us: int) -> None:
        """Remove those that expired at `now_us` or before."""
        self._connection.execute(delete(t.wall_pairing).where(_P.expires_us <= now_us))

    def take_pairing(self, code: str, now_us: int) -> str | None:
        """Remove the unexpired pairing with this code and return the browser's digest; None when there is none."""
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
        """Change these fields of a screen."""
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
        """Replace what was directed."""
        text = packed({field.value: list(entry) for field, entry in orders.items()})
        statement = upsert(self._dialect, t.wall_direction, ["screen_key"], update=["orders"])
        self._connection.execute(statement, {"screen_key": screen_key, "orders": text})

    def asset_exists(self, asset_id: str) -> bool:
        """Whether there is such an asset."""
        query = select(exists(select(t.asset.c.asset_key).where(t.asset.c.asset_id == asset_id)))
        return bool(self._connection.execute(query).scalar_one())

    def _first(self, condition: Any) -> WallScreen | None:
        row = self._connection.execute(select(t.wall_screen).where(condition)).mappings().first()
        return None if row is None else _screen_from(row)


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
