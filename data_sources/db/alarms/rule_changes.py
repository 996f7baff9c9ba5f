"""Rules that a site changes, and maintenance windows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import delete, exists, insert, select, update

from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.rules import RuleOverride
from dashboard.ports.alarms import RuleChanges
from data_sources.db import tables as t
from data_sources.db.alarms.rule_source import override_from, override_settings, window_from
from data_sources.db.json_columns import packed
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_S = t.asset.c
_W = t.maintenance_window.c
_PLACES: Final = {"area": (t.area, t.area.c.code), "asset": (t.asset, t.asset.c.asset_id)}


class SqlRuleChanges(SqlPart, RuleChanges):
    """Overrides of rules, and windows."""

    def overrides_of(self, rule_key: str) -> list[RuleOverride]:
        """Every change of that rule, the oldest first."""
        o = t.rule_override.c
        query = select(t.rule_override).where(o.rule_key == rule_key).order_by(o.rule_override_key)
        return [override_from(row) for row in self._connection.execute(query).mappings()]

    def save_override(self, override: RuleOverride, actor: str, now_us: int) -> None:
        """Add it, or replace that of the same rule, scope and scope_ref."""
        key = ["rule_key", "scope", "scope_ref"]
        statement = upsert(
            self._connection.dialect.name, t.rule_override, key, update=["settings", "updated_us", "updated_by"]
        )
        row = {
            "rule_key": override.rule_key,
            "scope": override.scope.value,
            "scope_ref": override.scope_ref,
            "settings": packed(override_settings(override)),
            "updated_us": now_us,
            "updated_by": actor,
        }
        self._connection.execute(statement, row)

    def delete_override(self, override: RuleOverride) -> bool:
        """Remove that of the same rule, scope and scope_ref; return whether there was one."""
        o = t.rule_override.c
        same = (
            o.rule_key == override.rule_key,
            o.scope == override.scope.value,
            o.scope_ref == override.scope_ref,
        )
        return self._connection.execute(delete(t.rule_override).where(*same)).rowcount > 0

    def scope_exists(self, scope: str, scope_ref: str) -> bool:
        """Whether there is such an area (`area`) or asset (`asset`)."""
        table, column = _PLACES[scope]
        return bool(self._connection.execute(select(exists(select(table).where(column == scope_ref)))).scalar_one())

    def window(self, window_key: int) -> MaintenanceWindow | None:
        """One maintenance window."""
        query = select(t.maintenance_window).where(_W.maintenance_window_key == window_key)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else window_from(row)

    def save_window(self, window: MaintenanceWindow) -> MaintenanceWindow:
        """Add it when its key is 0, else replace it; return it with its key."""
        values = asdict(window)
        key = values.pop("window_key")
        values["scope"] = window.scope.value
        if key:
            statement: Any = update(t.maintenance_window).where(_W.maintenance_window_key == key).values(values)
        else:
            statement = insert(t.maintenance_window).values(values)
        row = self._connection.execute(statement.returning(*t.maintenance_window.c)).mappings().one()
        return window_from(row)
