"""What a change of a rule is tried on: its scope, its assets, and what is too much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.readings import Device
from dashboard.domain.rule_preview import Band, Past, PastReading, RulePreview, Tally
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.severity import Severity
from dashboard.errors import BadInput, NotFound
from dashboard.ports.rule_pasts import MeasuredAsset, Reached
from dashboard.services.alarms import previews
from dashboard.services.alarms.previews import RulePreviews
from tests.fakes_alarms import FakeAlarmStore, FakeClock

MINOR, MAJOR, CRITICAL = Severity
NOW = 1_763_700_000_000_000
PATHS = {3: ("CITY", "B1", "G1"), 4: ("CITY", "B1", "G2")}
GAUGES = [Device(key, f"JS-{key}", "road_water", None, 3 if key < 3 else 4) for key in (1, 2, 3)]


@dataclass
class FakePasts:
    """The depths of each gauge, one every ten minutes up to now."""

    depths: dict[int, tuple[float, ...]]
    metrics: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)

    def measured(self, kind: str, metric: str) -> Sequence[MeasuredAsset]:
        self.metrics.append(f"{kind} {metric}")
        return [
            MeasuredAsset(gauge.asset_key, gauge.asset_id, gauge.area_key, self.depths[gauge.asset_key][-1])
            for gauge in GAUGES
            if gauge.asset_key in self.depths
        ]

    def reached(self, asset_keys: Sequence[int], metric: str, band: Band, from_us: int) -> Reached:
        assert from_us == NOW - 30 * DAY_US
        loud = (key for key in asset_keys if not band.covers(min(self.depths[key]), max(self.depths[key])))
        return Reached(frozenset(loud), NOW - DAY_US if asset_keys else None)

    def pasts(
        self, asset_keys: Sequence[int], metric: str, band: Band, from_us: int, readings: int
    ) -> Mapping[int, Past]:
        self.read = sorted(asset_keys)
        return {key: Past((), self._readings(key)) for key in asset_keys}

    def _readings(self, key: int) -> list[PastReading]:
        depths = self.depths[key]
        return [PastReading(NOW - (len(depths) - at) * HOUR_US // 6, depth) for at, depth in enumerate(depths)]


class Rig:
    """Three gauges: one dry, one that was flooded to red, one that stands at yellow."""

    def __init__(self) -> None:
        self.store = FakeAlarmStore(GAUGES, PATHS, FakeClock(NOW))
        self.pasts = FakePasts({1: (0.0, 0.0), 2: (0.0, 0.45, 0.0), 3: (0.0, 0.16, 0.0, 0.2, 0.2)})

    def preview(self, *levels: float, scope: Scope = Scope.KIND, place: str = "road_water", **more: Any) -> Any:
        """What these levels would do, from yellow to red."""
        override = RuleOverride(
            rule_key="road_water.depth",
            scope=scope,
            scope_ref=place,
            levels=tuple(map(Level, Severity, levels)) or None,
            **more,
        )
        return RulePreviews(self.pasts, self.store, self.store.clock).preview(override)

    def keep(self, *levels: float, scope: Scope, place: str) -> None:
        """A change that is saved already."""
        override = RuleOverride(
            rule_key="road_water.depth", scope=scope, scope_ref=place, levels=tuple(map(Level, Severity, levels))
        )
        self.store.tables.overrides[override.rule_key, scope, place] = override


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_a_change_for_the_kind_is_tried_on_all_its_devices(rig: Rig) -> None:
    assert rig.preview(0.15, 0.27, 0.4) == RulePreview(1, 3, 3, 86_400.0, Tally(3, 3, 1, 0))
    assert rig.pasts.metrics == ["road_water depth_m"]
    assert rig.pasts.read == [2, 3], "the dry one needs no past"


def test_a_fast_rise_still_stands_for_a_red_alarm(rig: Rig) -> None:
    found = rig.preview(0.5, 0.6, 0.7)
    assert (found.stands_now, found.tally) == (0, Tally(3, 3, 1, 0))


def test_a_rule_that_is_switched_off_misses_every_red_alarm(rig: Rig) -> None:
    found = rig.preview(enabled=False)
    assert (found.stands_now, found.tally) == (0, Tally(3, 0, 1, 1))


@pytest.mark.parametrize(
    ("scope", "place", "assets"), [(Scope.AREA, "G1", 2), (Scope.AREA, "CITY", 3), (Scope.ASSET, "JS-3", 1)]
)
def test_only_the_devices_of_the_scope_count(rig: Rig, scope: Scope, place: str, assets: int) -> None:
    found = rig.preview(0.15, 0.27, 0.4, scope=scope, place=place)
    assert (found.assets, found.examined) == (assets, assets)


def test_a_device_keeps_what_was_changed_for_itself_alone(rig: Rig) -> None:
    rig.keep(0.1, 0.2, 0.3, scope=Scope.ASSET, place="JS-3")
    found = rig.preview(1.0, 2.0, 3.0, scope=Scope.KIND)
    assert found.stands_now == 1, "the third gauge has its own thresholds"


def test_what_is_saved_already_is_the_state_before(rig: Rig) -> None:
    rig.keep(1.0, 2.0, 3.0, scope=Scope.KIND, place="road_water")
    calm = rig.preview(1.0, 2.0, 3.0)
    assert calm.tally.before == calm.tally.after


def test_of_many_loud_devices_some_are_examined_and_it_is_said(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "REPLAYED_AT_MOST", 1)
    found = rig.preview(0.15, 0.27, 0.4)
    assert found.assets == 3
    assert 1 <= found.examined < 3
    assert len(rig.pasts.read) == 1


def test_of_very_many_devices_some_are_searched(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "SEARCHED_AT_MOST", 2)
    found = rig.preview(0.15, 0.27, 0.4)
    assert (found.stands_now, found.assets, found.examined) == (1, 3, 2), "the newest values are known of all"


def test_without_devices_there_is_nothing_to_try_it_on(rig: Rig) -> None:
    rig.pasts.depths.clear()
    assert rig.preview(0.15, 0.27, 0.4) == RulePreview(0, 0, 0, None, Tally())


def test_silence_cannot_be_tried(rig: Rig) -> None:
    override = RuleOverride(
        rule_key="road_water.offline", scope=Scope.KIND, scope_ref="road_water", levels=(Level(MINOR, 600.0),)
    )
    assert RulePreviews(rig.pasts, rig.store, rig.store.clock).preview(override) is None


@pytest.mark.parametrize(
    ("levels", "scope", "place", "told"),
    [
        ((0.4, 0.3, 0.5), Scope.KIND, "road_water", "阈值须更高"),
        ((0.1, 0.2), Scope.KIND, "road_water", "红色级留空"),
        ((0.1, 0.2, 0.3), Scope.KIND, "tree", "不属于该类型"),
        ((0.1, 0.2, 0.3), Scope.AREA, "X", "没有区域 X"),
        ((0.1, 0.2, 0.3), Scope.ASSET, "X", "没有设备 X"),
    ],
)
def test_what_saving_would_refuse_is_refused(
    rig: Rig, levels: tuple[float, ...], scope: Scope, place: str, told: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        rig.preview(*levels, scope=scope, place=place)
    assert refusal.value.told is not None
    assert told in refusal.value.told.zh


def test_a_rule_that_does_not_exist_is_refused(rig: Rig) -> None:
    override = RuleOverride(rule_key="road_water.colour", scope=Scope.KIND, scope_ref="road_water")
    with pytest.raises(NotFound):
        RulePreviews(rig.pasts, rig.store, rig.store.clock).preview(override)
