"""Use cases: bring the area tree and the devices of a city in, again and again, from the files that offices have."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from dashboard.domain.camera_register import CAMERA, traits_problem
from dashboard.domain.coordinates import Datum, Position, from_wgs84
from dashboard.domain.feeds import Feed
from dashboard.domain.grid import LEFT_OUT, Area, AreaReport, GridIndex, parents_first, without_bad_parents
from dashboard.domain.imports import (
    OF_A_PERSON,
    USUAL_FIELDS,
    AreaFields,
    AssetRecord,
    DeviceRow,
    ImportReport,
    Rejection,
    is_of_a_person,
    register,
    shown_file,
    told_import,
)
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.domain.sensors import people_kinds
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.operations import Clock
from dashboard.ports.register import GeodataReader, ImportStore
from dashboard.services.access import require

_OWN_TOPICS: Final = "canonical"
"""The network of a device that speaks on Xiuhua's own topics."""

_SAME_PLACE_DEG: Final = 2e-7
_SHIFTED: Final = frozenset(datum.value for datum in Datum if datum.is_shifted)


def import_grids(
    store: ImportStore,
    geodata: GeodataReader,
    path: Path,
    *,
    level: str | None,
    crs: str | None,
    actor: Actor,
    clock: Clock,
    uploaded_as: str = "",
    fields: AreaFields = USUAL_FIELDS,
    dry_run: bool = False,
) -> ImportReport:
    """Bring the areas of a file in and place the known assets anew.

    The same code updates; what the file does not tell (parent, squad, class, duties) stays as it was. An area without a
    parent gets the one around it. With `level` None each feature tells its own. Raises Forbidden, and BadInput when
    the file cannot be used at all; then nothing is changed, as with `dry_run`.
    """
    require(actor, Permission.REGISTER_DEVICES, Target())
    read = geodata.read_areas(path, crs=crs, level=level, fields=fields)
    known = {area.code: area for area in store.list_areas()}
    _refuse_second_conversion(path, [(area, known.get(area.code)) for area in read.areas])
    completed = [_complete(area, known.get(area.code)) for area in read.areas]
    parented = geodata.with_parents(completed, known.values())
    findings = geodata.validate(parented, list(known.values()))
    areas = parents_first(without_bad_parents(parented, findings))
    report = _area_report(areas, known, read.report + findings)
    if areas and not dry_run:
        tree = {**known, **{area.code: area for area in areas}}
        devices = [asset for asset in store.list_assets() if asset.kind not in people_kinds()]
        moved = _find_moved(devices, geodata.index(tree.values()))
        told = told_import(report, len(known), level=level, crs=crs, assets_moved=len(moved))
        with store.begin() as work:
            work.bump([Feed.REGISTRY])  # first, so that imports at once follow each other
            work.save_areas(areas)
            work.save_assets(moved)
            work.note_in_audit(actor, "import_areas", shown_file(path, uploaded_as), told, clock())
    return report


def _area_report(areas: Sequence[Area], known: Mapping[str, Area], found: AreaReport) -> ImportReport:
    return ImportReport(
        accepted=len(areas),
        updated=sum(1 for area in areas if area.code in known),
        rejected=tuple(
            Rejection(Text("图形", "area"), each.code, each.detail) for each in found.problems if each.kind in LEFT_OUT
        ),
        classes=Counter(area.area_class for area in areas if area.area_class is not None),
        findings=AreaReport(problems=tuple(each for each in found.problems if each.kind not in LEFT_OUT)),
    )


def _complete(area: Area, known: Area | None) -> Area:
    if known is None:
        return area
    name = known.name if area.name == area.code else area.name
    parent, squad = area.parent or known.parent, area.squad or known.squad
    area_class = area.area_class or known.area_class
    return replace(
        area, name=name, parent=parent, squad=squad, area_class=area_class, duties=area.duties or known.duties
    )


def _find_moved(assets: Sequence[AssetRecord], index: GridIndex) -> list[AssetRecord]:
    hits = index.locate_many([asset.position for asset in assets])
    placed = [asset.placed(hit) for asset, hit in zip(assets, hits, strict=True)]
    return [now for now, before in zip(placed, assets, strict=True) if now != before]


def import_devices(
    store: ImportStore,
    geodata: GeodataReader,
    path: Path,
    *,
    crs: str | None,
    kinds: Mapping[str, Text],
    actor: Actor,
    clock: Clock,
    uploaded_as: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Bring the devices of a file in and place each in its grid, unit grid and line.

    `kinds` are the names of the kinds by their keys; a row may say either. The same asset_id updates; a new one of a
    file without the column device_ref is heard on the own topics. Rejected, while the rest lands: rows of unknown
    kinds, an asset_id or device_ref that an earlier row or another asset has, and area codes that do not exist. Raises
    Forbidden, and BadInput when the file cannot be used at all, or repeats positions that were converted before; then
    nothing is changed, as with `dry_run`.
    """
    require(actor, Permission.REGISTER_DEVICES, Target())
    read = geodata.read_devices(path, crs=crs)
    stored = {asset.asset_id: asset for asset in store.list_assets()}
    areas = store.list_areas()
    _refuse_second_conversion(path, [(row, stored.get(row.asset_id)) for row in read.rows])
    rows, rejected = _admit(read.rows, _Gate(kinds, {area.code for area in areas}, stored))
    hits = geodata.index(areas).locate_many([row.position for row in rows])
    assets = [register(row, stored.get(row.asset_id)).placed(hit) for row, hit in zip(rows, hits, strict=True)]
    report = _device_report(assets, stored, [*read.rejected, *rejected])
    if assets and not dry_run:
        told = told_import(report, len(stored), crs=crs)
        with store.begin() as work:
            work.bump([Feed.REGISTRY])  # first, so that imports at once follow each other
            work.save_assets(assets)
            work.note_in_audit(actor, "import_devices", shown_file(path, uploaded_as), told, clock())
    return report


def _device_report(
    assets: Sequence[AssetRecord], stored: Mapping[str, AssetRecord], rejected: Sequence[Rejection]
) -> ImportReport:
    return ImportReport(
        accepted=len(assets),
        updated=sum(1 for asset in assets if asset.asset_id in stored),
        rejected=tuple(rejected),
        unplaced=tuple(asset.asset_id for asset in assets if asset.grid is None),
    )


def _admit(rows: Iterable[DeviceRow], gate: _Gate) -> tuple[list[DeviceRow], list[Rejection]]:
    admitted: list[DeviceRow] = []
    rejected: list[Rejection] = []
    for given in rows:
        row = gate.completed(given)
        reason = gate.refusal(row)
        if reason is None:
            admitted.append(row)
        else:
            rejected.append(Rejection(row.where, row.asset_id, reason))
    return admitted, rejected


def _refuse_second_conversion(
    path: Path, pairs: Iterable[tuple[Area, Area | None] | tuple[DeviceRow, AssetRecord | None]]
) -> None:
    """A file whose numbers are those that an earlier GCJ-02 or BD-09 import came to has been converted already.

    `pairs` are what the file came to and what is stored under the same name. An earlier import declared as another
    reference system may be corrected, so only pairs that were shifted both times count.
    """
    known = [
        (_place(new), _place(old), Datum(new.source_crs))
        for new, old in pairs
        if old is not None and new.source_crs in _SHIFTED and old.source_crs in _SHIFTED
    ]
    again = [datum for new, old, datum in known if _same(from_wgs84(*new, datum), old)]
    if again and len(again) * 2 >= len(known):
        raise BadInput(
            Text(
                f"{path}：{len(again)} 个位置与已存的 WGS-84 位置相同，说明已转换过；坐标系请选 wgs84，不是 {again[0]}",
                f"{path}: {len(again)} positions are the stored WGS-84 ones, converted already; "
                f"import it with --crs wgs84, not {again[0]}",
            )
        )


def _place(known: Area | DeviceRow | AssetRecord) -> Position:
    """The position of a device, or the first corner of an area."""
    if not isinstance(known, Area):
        return known.position
    inner: Any = known.geometry["coordinates"]
    while not isinstance(inner[0], (int, float)):
        inner = inner[0]
    return Position(inner[0], inner[1])


def _same(one: Position, other: Position) -> bool:
    return max(abs(one.lon - other.lon), abs(one.lat - other.lat)) <= _SAME_PLACE_DEG


class _Gate:
    """Lets rows through one by one and remembers what they claim."""

    def __init__(self, kinds: Mapping[str, Text], codes: Collection[str], stored: Mapping[str, AssetRecord]) -> None:
        self._kinds = kinds
        self._keys = {name.casefold(): key for key, label in kinds.items() for name in (label.zh, label.en)}
        self._codes = codes
        self._stored = stored
        self._rows: dict[str, Text] = {}
        self._owners = {asset.device_ref: asset.asset_id for asset in stored.values() if asset.device_ref}

    def completed(self, row: DeviceRow) -> DeviceRow:
        """The row with its kind's key and, when its asset is new and its file tells no device_ref, the usual one."""
        row = replace(row, kind=self._keys.get(row.kind.casefold(), row.kind))
        usual = f"{_OWN_TOPICS}:{row.asset_id}"
        if row.asset_id in self._stored or "device_ref" in row.given or usual in self._owners:
            return row
        return replace(row, device_ref=usual, given=row.given | {"device_ref"})

    def refusal(self, row: DeviceRow) -> Text | None:
        """Why the row cannot land, or None; then its asset_id and device_ref are taken."""
        reason = self._identity_refusal(row) or self._value_refusal(row)
        if reason is None:
            self._rows[row.asset_id] = row.where
            if row.device_ref is not None:
                self._owners[row.device_ref] = row.asset_id
        return reason

    def _identity_refusal(self, row: DeviceRow) -> Text | None:
        earlier = self._rows.get(row.asset_id)
        if earlier is not None:
            return Text(
                f"asset_id 在{earlier.zh}已出现", f"the asset_id is in {earlier.en} already; keep one of the two"
            )
        stored = self._stored.get(row.asset_id)
        if is_of_a_person(row.device_ref, stored.kind if stored else None):
            return OF_A_PERSON
        owner = self._owners.get(row.device_ref) if row.device_ref is not None else None
        if owner not in (None, row.asset_id):
            ref = row.device_ref
            return Text(f"device_ref {ref} 已属于 {owner}", f"device_ref {ref} belongs to {owner}; free it there first")
        return None

    def _value_refusal(self, row: DeviceRow) -> Text | None:
        if row.kind not in self._kinds:
            near = difflib.get_close_matches(row.kind, self._kinds, n=1)
            known = near[0] if near else ", ".join(sorted(self._kinds))
            return Text(f"未知类型 {row.kind!r}，可用：{known}", f"unknown kind {row.kind!r}; use {known}")
        if row.area_code is not None and row.area_code not in self._codes:
            code = row.area_code
            return Text(
                f"区域编码 {code} 不存在，请先导入网格或留空",
                f"there is no area {code}; import the grids first or leave area_code empty",
            )
        return traits_problem(row.attributes) if row.kind == CAMERA else None
