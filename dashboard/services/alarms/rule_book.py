"""Which rules hold for a device, and whether it is under maintenance: looked up for every reading, so kept ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.domain.compiled_rules import CompiledRules, compile_rules, overrides_for
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.readings import Device
from dashboard.domain.rules import RuleOverride
from dashboard.domain.sensors import sensor_types
from dashboard.ports.alarms import RuleSource


class RuleBook:
    """The compiled rules of each device, shared between devices with the same overrides."""

    def __init__(self, source: RuleSource) -> None:
        self._source = source
        self._overrides: Sequence[RuleOverride] = ()
        self._windows: Sequence[MaintenanceWindow] = ()
        self._paths: Mapping[int, tuple[str, ...]] = {}
        self._path_to: Mapping[str, tuple[str, ...]] = {}
        self._of_asset: dict[int, tuple[int | None, CompiledRules | None]] = {}
        self._shared: dict[tuple[str, tuple[RuleOverride, ...]], CompiledRules] = {}

    def reload(self) -> None:
        """Read overrides, windows and the area tree anew. Raises Unavailable."""
        self._overrides = self._source.rule_overrides()
        self._windows = self._source.maintenance_windows()
        self._paths = self._source.area_paths()
        self._path_to = {path[-1]: path for path in self._paths.values() if path}
        self._of_asset, self._shared = {}, {}

    def rules_for(self, device: Device) -> CompiledRules | None:
        """The device's rules; None when its kind does not measure."""
        known = self._of_asset.get(device.asset_key)
        # The assets of people change their area without a new revision of the register.
        if known is None or known[0] != device.area_key:
            found = self._compile(device.kind, self.area_path(device), device.asset_id)
            known = self._of_asset[device.asset_key] = device.area_key, found
        return known[1]

    def rules_in(self, area: str | None, kind: str, asset_id: str) -> CompiledRules | None:
        """The rules for an asset in an area (code), also before it is there; None when its kind does not measure."""
        return self._compile(kind, self._path_to.get(area or "", ()), asset_id)

    def in_maintenance(self, device: Device, now_us: int) -> bool:
        """Whether a maintenance window holds for the device now."""
        if not self._windows:
            return False
        path = self.area_path(device)
        return any(
            window.holds(kind=device.kind, area_path=path, asset_id=device.asset_id, now_us=now_us)
            for window in self._windows
        )

    def area_path(self, device: Device) -> tuple[str, ...]:
        """The codes of the areas that the device lies in, from the root down."""
        return self._paths.get(device.area_key, ()) if device.area_key is not None else ()

    def areas_above(self, code: str) -> frozenset[str]:
        """The codes of an area and of those above it."""
        return frozenset(self._path_to.get(code, (code,)))

    def _compile(self, kind: str, area_path: tuple[str, ...], asset_id: str) -> CompiledRules | None:
        sensor = sensor_types().get(kind)
        if sensor is None:
            return None
        mine: tuple[RuleOverride, ...] = ()
        if self._overrides:
            mine = overrides_for(self._overrides, kind=kind, area_path=area_path, asset_id=asset_id)
        key = (kind, mine)
        if key not in self._shared:
            self._shared[key] = compile_rules(sensor, mine)
        return self._shared[key]
