"""The database as the alarm services see it, and how an asset's display follows its alarms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.domain.alarms import OpenAlarm, display_state, is_silent
from dashboard.domain.compiled_rules import CompiledRules
from dashboard.domain.feeds import Feed
from dashboard.domain.presence import listening_since_us
from dashboard.domain.readings import Device
from dashboard.domain.sensors import people_kinds
from dashboard.domain.severity import AssetState
from dashboard.ports.alarms import AlarmStore, AlarmWork
from dashboard.ports.operations import AssetChange
from dashboard.ports.parts import AssetLatest
from dashboard.services.alarms.rule_book import RuleBook


class RuleFollower:
    """Keeps a rule book up to date with the changes that any process makes."""

    def __init__(self, store: AlarmStore, rules: RuleBook) -> None:
        self._store = store
        self._rules = rules
        self._followed: tuple[int, int] | None = None

    def follow(self) -> None:
        """Reload the book when rules, windows or areas have a new revision."""
        revisions = self._store.revisions()
        newest = revisions.get(Feed.RULES, 0), revisions.get(Feed.REGISTRY, 0)
        if newest != self._followed:
            self._rules.reload()
            self._followed = newest


def refresh_displays(work: AlarmWork, rules: RuleBook, devices: Iterable[Device], now_us: int) -> list[AssetChange]:
    """Bring the assets' display states into line with their alarms; return those that show something else now."""
    by_key = {device.asset_key: device for device in devices}
    keys = sorted(by_key)
    states, open_alarms = work.latest(keys), work.open_alarms(keys)
    since_us = listening_since_us(work.listeners(), now_us)
    turned = [
        latest
        for key, latest in states.items()
        if settle_display(latest, rules.rules_for(by_key[key]), open_alarms.get(key, {}), now_us, since_us)
    ]
    work.save_latest(turned)
    return changes_of((by_key[latest.asset_key], latest) for latest in turned)


def settle_display(
    latest: AssetLatest,
    compiled: CompiledRules | None,
    open_alarms: Mapping[str, OpenAlarm],
    now_us: int,
    since_us: int | None,
) -> bool:
    """Set the display state that follows from the open alarms; return whether it is another than before.

    `since_us` is since when the ingest listens: what it could not hear makes nobody offline who was not before.
    """
    silent = compiled is not None and is_silent(compiled, latest.last_seen_us or None, now_us)
    if silent and compiled is not None and latest.state is not AssetState.OFFLINE:
        silent = falls_silent(compiled, latest, now_us, since_us)
    state = display_state(open_alarms.values(), silent)
    if state is latest.state:
        return False
    latest.state, latest.changed_us = state, now_us
    return True


def falls_silent(compiled: CompiledRules, latest: AssetLatest, now_us: int, since_us: int | None) -> bool:
    """Whether the asset has been silent for too long while somebody listened."""
    return since_us is not None and is_silent(compiled, max(latest.last_seen_us, since_us), now_us)


def changes_of(turned: Iterable[tuple[Device, AssetLatest]]) -> list[AssetChange]:
    """What the live channel tells of display states that changed without a reading; of people it tells nothing."""
    return [
        AssetChange(device.asset_id, latest.state, latest.last_seen_us, {})
        for device, latest in turned
        if device.kind not in people_kinds()
    ]
