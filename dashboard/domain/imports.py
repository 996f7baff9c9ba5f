"""The records that imports of areas and devices pass from the file to the store, and their reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from dashboard.domain.audit import before_and_after
from dashboard.domain.catalogue.records import AREA_CLASS_LABELS, AreaClass
from dashboard.domain.coordinates import Position
from dashboard.domain.grid import EXAMPLES_SHOWN, Area, AreaHit, AreaReport
from dashboard.domain.personal import starred
from dashboard.domain.sensors import people_kinds
from dashboard.domain.sensors.patrol import DUTY
from dashboard.domain.text import Language, Text

AREA_CODE: Final = "area_code"
"""The attribute that remembers an area code given in the import: it wins over the grid that the position lies in."""


@dataclass(frozen=True, kw_only=True)
class AreaFields:
    """Which properties of a file hold what; None is found out from the usual names (code, 编码, BGID, 名称 …)."""

    code: str | None = None
    name: str | None = None
    level: str | None = None
    parent: str | None = None
    squad: str | None = None
    area_class: str | None = None


USUAL_FIELDS: Final = AreaFields()
_FILE_NAME_SHOWN: Final = 120

LONGEST: Final = {"asset_id": 80, "kind": 40, "name": 160, "device_ref": 200, "area_code": 40}
"""How many characters the texts of a device have at most."""
DATUM_RANGE_M: Final = (-500.0, 9000.0)
_SCIENTIFIC: Final = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_DEVICE_REF: Final = re.compile(r"[a-z0-9_]+:\S(.*\S)?")


def is_device_ref(text: str) -> bool:
    """Whether a device can be registered under this reference: the name of its network, a colon, its name there."""
    return len(text) <= LONGEST["device_ref"] and _DEVICE_REF.fullmatch(text) is not None


def rounded_by_excel(identifier: str) -> Text | None:
    """Return why an id cannot be used that Excel turned into a number (8.66042E+14: the other digits are gone)."""
    if not _SCIENTIFIC.fullmatch(identifier.rpartition(":")[2]):
        return None
    return Text(
        f"编号 {identifier} 被 Excel 改成了科学计数法，其余数字已丢失；请把该列设为文本后重新导出",
        f"Excel turned the id into {identifier}, its other digits are gone; format the column as text and export again",
    )


OF_A_PERSON: Final = Text("编号属于在岗人员，请换一个", "it belongs to a person on duty; take another")


def is_of_a_person(device_ref: str | None, kind: str | None) -> bool:
    """Whether a reference, or the kind of the asset that has a number already, is that of a person."""
    return kind in people_kinds() or (device_ref or "").startswith(DUTY)


class Rejection(NamedTuple):
    """Something that did not land: where it is in the file, what it is called there, and why with what to do."""

    where: Text
    name: str
    reason: Text


class SheetRow(NamedTuple):
    """One row of a table: where it is in the file, and its cells by field."""

    where: Text
    cells: Mapping[str, str]


class SheetRead(NamedTuple):
    """The rows of a table, those that could not be read, and the fields that the table has a column for."""

    rows: list[SheetRow]
    rejected: list[Rejection]
    given: frozenset[str]


class AreasRead(NamedTuple):
    """The areas of a file in WGS-84 and what is wrong with those that are left out or were repaired."""

    areas: list[Area]
    report: AreaReport


@dataclass(frozen=True, kw_only=True)
class DeviceRow:
    """One device of a file.

    `position` is WGS-84, `source_crs` what the file was declared in. `given` names the columns that the file has: what
    is not given leaves the stored value alone, what is given and empty clears it (a name never).
    """

    where: Text
    asset_id: str
    kind: str
    position: Position
    source_crs: str
    name: str | None = None
    device_ref: str | None = None
    datum_m: float | None = None
    area_code: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    given: frozenset[str] = frozenset()


class DevicesRead(NamedTuple):
    """The devices of a file and the rows that could not be read."""

    rows: list[DeviceRow]
    rejected: list[Rejection]


@dataclass(frozen=True, kw_only=True)
class AssetRecord:
    """An asset as the register stores it; the position is WGS-84, `grid`, `unit_grid` and `line` are area codes."""

    asset_id: str
    kind: str
    name: str
    position: Position
    source_crs: str = "wgs84"
    device_ref: str | None = None
    datum_m: float | None = None
    grid: str | None = None
    unit_grid: str | None = None
    line: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def placed(self, hit: AreaHit) -> AssetRecord:
        """The same asset in the areas of `hit`; an area code given in the import stays its grid."""
        grid = self.attributes.get(AREA_CODE) or hit.grid
        return replace(self, grid=grid, unit_grid=hit.unit_grid, line=hit.line)


def register(row: DeviceRow, stored: AssetRecord | None) -> AssetRecord:
    """What the register holds after `row` landed, where `stored` was known before."""
    base = stored or AssetRecord(asset_id=row.asset_id, kind=row.kind, name=row.asset_id, position=row.position)
    attributes = {**base.attributes, **row.attributes}
    if AREA_CODE in row.given:
        attributes[AREA_CODE] = row.area_code
    return replace(
        base,
        kind=row.kind,
        name=row.name or base.name,
        position=row.position,
        source_crs=row.source_crs,
        device_ref=row.device_ref if "device_ref" in row.given else base.device_ref,
        datum_m=row.datum_m if "datum_m" in row.given else base.datum_m,
        attributes={key: value for key, value in attributes.items() if value not in (None, "")},
    )


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import came to.

    `accepted` landed, of which `updated` were known before; `unplaced` are the devices that lie in no grid; `classes`
    is how many areas are of each class; `findings` is what the check of the areas found beside the rejections.
    """

    accepted: int = 0
    updated: int = 0
    rejected: tuple[Rejection, ...] = ()
    unplaced: tuple[str, ...] = ()
    classes: Mapping[AreaClass, int] = field(default_factory=dict)
    findings: AreaReport = field(default_factory=AreaReport)

    def as_dict(self) -> dict[str, Any]:
        """The report for programs: every rejection, and the summary of the findings."""
        rejected = [
            {"where": each.where.en, "name": each.name, "zh": each.reason.zh, "en": each.reason.en}
            for each in self.rejected
        ]
        counts = {"accepted": self.accepted, "updated": self.updated, "classes": dict(self.classes)}
        return {**counts, "rejected": rejected, "unplaced": list(self.unplaced), "findings": self.findings.as_dict()}

    def as_text(self, language: Language, examples: int = EXAMPLES_SHOWN) -> str:
        """The report for people: the counts, the first rejections, and the findings."""
        return "\n".join(self._lines(language, examples))

    def _lines(self, language: Language, examples: int) -> Iterator[str]:
        new, rejected = self.accepted - self.updated, len(self.rejected)
        yield Text(
            f"新增 {new}，更新 {self.updated}，拒绝 {rejected}",
            f"{new} new, {self.updated} updated, {rejected} rejected",
        ).in_language(language)
        for each in self.rejected[:examples]:
            yield f"  {each.where.in_language(language)} {each.name}: {each.reason.in_language(language)}"
        if rejected > examples:
            yield "  …"
        if self.unplaced:
            shown = ", ".join(self.unplaced[:examples]) + (" …" if len(self.unplaced) > examples else "")
            outside = Text(f"{len(self.unplaced)} 个设备不在任何网格内", f"{len(self.unplaced)} devices lie in no grid")
            yield f"{outside.in_language(language)}: {shown}"
        if self.classes:
            yield self._classes().in_language(language)
        if self.findings.problems:
            yield self.findings.as_text(language)

    def _classes(self) -> Text:
        each = [(AREA_CLASS_LABELS[area_class], count) for area_class, count in sorted(self.classes.items())]
        without = self.accepted - sum(self.classes.values())
        return Text(
            "、".join([f"{label.zh} {count}" for label, count in each] + [f"未分类 {without}"]),
            ", ".join([f"{count} of {label.en}" for label, count in each] + [f"{without} without a class"]),
        )


def shown_file(path: Path, uploaded_as: str) -> str:
    """Return what the audit log calls a file: the name that it was uploaded under, else its own.

    Of a long one the end, and phones and identity numbers as stars.
    """
    return starred(uploaded_as or path.name)[-_FILE_NAME_SHOWN:]


def told_import(report: ImportReport, known: int, **beside: object) -> dict[str, object]:
    """Return an import for the audit log: what came of it, and how many there were before and are after."""
    new = report.accepted - report.updated
    counts = {"new": new, "updated": report.updated, "refused": len(report.rejected)}
    return before_and_after({"count": known}, {"count": known + new}, **counts, **beside)
