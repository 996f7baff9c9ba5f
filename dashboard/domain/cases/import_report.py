"""What came of an import of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from dashboard.domain.heavy_values import HeavyValues
from dashboard.domain.text import Language, Text

SUSPICIOUS: Final = 0.05
"""A point that so many of all cases lie at is where a system puts what it does not know."""
FEW: Final = 20
"""How many rejections are shown."""
_NOTES: Final = {
    "category": Text("的类别不在分类目录中，保留原词", "are of a category that the catalogue does not have"),
    "squad": Text("的中队这里没有，已留空", "name a squad that there is not here; it was left out"),
    "department": Text("的部门这里没有，已留空", "name a department that there is not here; it was left out"),
    "description": Text("的描述过长，已截断", "have a description that is too long; it was cut"),
    "address": Text("的地址过长，已截断", "have an address that is too long; it was cut"),
}


@dataclass
class CaseImportReport:
    """What came of an import: how many are new, changed, unchanged, left as they were moved here, and rejected;
    of the new and the changed, how many open ones were past their target already."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    rejected: int = 0
    late: int = 0
    examples: list[tuple[Text, Text]] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    points: HeavyValues = field(default_factory=HeavyValues)

    def lines(self, language: Language) -> Iterator[str]:
        """The report for people."""
        yield Text(
            f"新增 {self.new}，更新 {self.updated}，不变 {self.unchanged}，拒绝 {self.rejected}",
            f"{self.new} new, {self.updated} updated, {self.unchanged} unchanged, {self.rejected} rejected",
        ).in_language(language)
        if self.kept:
            told = Text(
                f"{self.kept} 件已在本系统流转，未改动", f"{self.kept} were moved here since and stay as they are"
            )
            yield told.in_language(language)
        if self.late:
            told = Text(
                f"{self.late} 件导入前已超时，不逐件提醒、不自动督办，列表中为红灯",
                f"{self.late} were late before they came: nobody is warned of each, none is supervised; the list has "
                "them under red",
            )
            yield told.in_language(language)
        for where, reason in self.examples:
            yield f"  {where.in_language(language)}: {reason.in_language(language)}"
        for note, count in sorted(self.notes.items()):
            told = _NOTES[note]
            yield Text(f"{count} 件{told.zh}", f"{count} {told.en}").in_language(language)
        yield from (told.in_language(language) for told in self.warnings())

    def warnings(self) -> Iterator[Text]:
        """Points that too many cases share to be where they are."""
        for point, count in self.points.above(SUSPICIOUS):
            percent = 100 * count / self.points.total
            yield Text(
                f"注意：{percent:.0f}% 的案件（{count} 件）位于同一点 {point}，可能是缺省坐标",
                f"beware: {percent:.0f} % of the cases ({count}) lie at {point}, which may stand for no position",
            )

    def reject(self, where: Text, reason: Text) -> None:
        """Count a row that was not taken."""
        self.rejected += 1
        if len(self.examples) < FEW:
            self.examples.append((where, reason))
