"""The wall store in memory."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor
from dashboard.domain.walls import Entry, Field, Orders, Pairing, WallScreen


@dataclass
class WallTables:
    """Everything that a transaction may change."""

    pairings: dict[str, Pairing] = field(default_factory=dict)
    screens: dict[str, WallScreen] = field(default_factory=dict)
    orders: dict[int, str] = field(default_factory=dict)
    audit: list[tuple[str, str, str, int, Mapping[str, object]]] = field(default_factory=list)
    revision: int = 0


class FakeWallWork:
    """One transaction."""

    def __init__(self, tables: WallTables, assets: Sequence[str]) -> None:
        self._tables = tables
        self._assets = assets

    def pairing(self, secret_digest: str, now_us: int) -> Pairing | None:
        found = self._tables.pairings.get(secret_digest)
        return found if found and found.expires_us > now_us else None

    def waiting(self, now_us: int) -> Sequence[Pairing]:
        kept = (pairing for pairing in self._tables.pairings.values() if pairing.expires_us > now_us)
        return sorted(kept, key=lambda pairing: pairing.expires_us)

    def save_pairing(self, secret_digest: str, pairing: Pairing) -> bool:
        if any(other.code == pairing.code for other in self._tables.pairings.values()):
            return False
        self._tables.pairings[secret_digest] = pairing
        return True

    def forget_pairings(self, now_us: int) -> None:
        kept = {key: pairing for key, pairing in self._tables.pairings.items() if pairing.expires_us > now_us}
        self._tables.pairings = kept

    def take_pairing(self, code: str, now_us: int) -> str | None:
        for key, pairing in list(self._tables.pairings.items()):
            if pairing.code == code and pairing.expires_us > now_us:
                del self._tables.pairings[key]
                return key
        return None

    def screens(self) -> Sequence[WallScreen]:
        kept = [screen for screen in self._tables.screens.values() if screen.revoked_us is None]
        return sorted(kept, key=lambda screen: screen.name)

    def screen(self, screen_key: int) -> WallScreen | None:
        return next((screen for screen in self._tables.screens.values() if screen.screen_key == screen_key), None)

    def screen_of(self, secret_digest: str) -> WallScreen | None:
        return self._tables.screens.get(secret_digest)

    def add_screen(self, secret_digest: str, name: str, place: str, actor: str, now_us: int) -> WallScreen | None:
        if any(screen.name == name for screen in self.screens()):
            return None
        screen = WallScreen(screen_key=len(self._tables.screens) + 1, name=name, place=place, paired_us=now_us)
        self._tables.screens[secret_digest] = screen
        return screen

    def save_screen(self, screen_key: int, changes: Mapping[str, Any]) -> None:
        for key, screen in self._tables.screens.items():
            if screen.screen_key == screen_key:
                self._tables.screens[key] = replace(screen, **changes)

    def orders(self, screen_key: int) -> Orders:
        stored = json.loads(self._tables.orders.get(screen_key, "{}"))
        return {Field(key): Entry(*entry) for key, entry in stored.items()}

    def save_orders(self, screen_key: int, orders: Orders) -> None:
        self._tables.orders[screen_key] = json.dumps({key.value: list(entry) for key, entry in orders.items()})

    def asset_exists(self, asset_id: str) -> bool:
        return asset_id in self._assets

    def note_in_audit(self, actor: Actor, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        assert json.dumps(detail)
        self._tables.audit.append((actor.name, action, subject, at_us, detail))

    def audited(self, action: str, since_us: int) -> int:
        return sum(entry[1] == action and entry[3] >= since_us for entry in self._tables.audit)

    def bump(self, feeds: Iterable[Feed]) -> dict[Feed, int]:
        self._tables.revision += 1
        return dict.fromkeys(feeds, self._tables.revision)


class FakeWallStore:
    """Fulfils WallStore; a block that raises leaves nothing behind."""

    def __init__(self, assets: Sequence[str] = ("JG-0413",)) -> None:
        self.tables = WallTables()
        self._assets = assets

    @contextmanager
    def begin(self) -> Iterator[FakeWallWork]:
        tables = copy.deepcopy(self.tables)
        yield FakeWallWork(tables, self._assets)
        self.tables = tables

    @contextmanager
    def look(self) -> Iterator[FakeWallWork]:
        yield FakeWallWork(copy.deepcopy(self.tables), self._assets)
