"""Rules, maintenance windows and the area tree as the rule book reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, select

from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.severity import Severity
from dashboard.ports.alarms import RuleSource
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.json_columns import unpacked


class SqlRuleSource(RuleSource):
    """Where rules and windows are kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def rule_overrides(self) -> list[RuleOverride]:
        """Every override."""
        query = select(t.rule_override).order_by(t.rule_override.c.rule_override_key)
        with reading(self._engine) as connection:
            return [override_from(row) for row in connection.execute(query).mappings()]

    def maintenance_windows(self) -> list[MaintenanceWindow]:
        """Those that are not closed."""
        w = t.maintenance_window.c
        query = select(t.maintenance_window).where(w.closed_us.is_(None)).order_by(w.maintenance_window_key)
        with reading(self._engine) as connection:
            return [window_from(row) for row in connection.execute(query).mappings()]

    def area_paths(self) -> dict[int, tuple[str, ...]]:
        """The codes from the root down to each area, by its key."""
        query = select(t.area.c.area_key, t.area.c.parent_key, t.area.c.code)
        with reading(self._engine) as connection:
            rows = {key: (parent, code) for key, parent, code in connection.execute(query)}
        return {key: _path(key, rows) for key in rows}


def _path(key: int, rows: Mapping[int, tuple[int | None, str]]) -> tuple[str, ...]:
    codes: list[str] = []
    at: int | None = key
    while at is not None and len(codes) <= len(rows):
        at, code = rows[at]
        codes.append(code)
    return tuple(reversed(codes))


def override_from(row: Any) -> RuleOverride:
    """A rule_override row as the record of the domain."""
    settings = unpacked(row["settings"])
    levels = settings.get("levels")
    return RuleOverride(
        rule_key=row["rule_key"],
        scope=Scope(row["scope"]),
        scope_ref=row["scope_ref"],
        enabled=settings.get("enabled"),
        levels=None if levels is None else tuple(Level(Severity(name), limit) for name, limit in levels),
        hysteresis=settings.get("hysteresis"),
        minimum_duration_s=settings.get("minimum_duration_s"),
    )


def override_settings(override: RuleOverride) -> dict[str, Any]:
    """What the override changes, JSON-able, the way `override_from` reads it."""
    levels = override.levels
    settings = {
        "enabled": override.enabled,
        "levels": None if levels is None else [[level.severity.value, level.threshold] for level in levels],
        "hysteresis": override.hysteresis,
        "minimum_duration_s": override.minimum_duration_s,
    }
    return {key: value for key, value in settings.items() if value is not None}


def window_from(row: Any) -> MaintenanceWindow:
    """A maintenance_window row as the record of the domain."""
    return MaintenanceWindow(
        window_key=row["maintenance_window_key"],
        scope=Scope(row["scope"]),
        scope_ref=row["scope_ref"],
        from_us=row["from_us"],
        until_us=row["until_us"],
        reason=row["reason"],
        opened_by=row["opened_by"],
        closed_us=row["closed_us"],
    )
