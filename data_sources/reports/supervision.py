"""《督查交办单》 as a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dashboard.domain.supervision.sheet import Sheet, SheetLine
from dashboard.domain.text import Language, Text
from dashboard.ports.supervision import SheetPrinter
from data_sources.reports.typst_documents import pdf_of

_WORDS: Final[Mapping[str, Text]] = {
    "heading": Text("督查交办单", "Supervision order"),
    "office": Text("{}城市管理运行指挥中心", "{} City Operations Centre"),
    "number": Text("编号", "No."),
    "kind": Text("类别", "Kind"),
    "state": Text("状态", "State"),
    "unit": Text("责任单位", "To"),
    "issued": Text("交办时间", "Issued"),
    "due": Text("整改期限", "Due"),
    "title": Text("事由", "Subject"),
    "demand": Text("督办要求", "What is demanded"),
    "cases": Text("涉及案件", "Cases"),
    "case": Text("案件编号", "Case"),
    "category": Text("问题类别", "Category"),
    "place": Text("地点", "Place"),
    "stage": Text("环节", "State"),
    "case_due": Text("案件时限", "Case due"),
    "lamp": Text("时限", "Lamp"),
    "answer": Text("整改情况", "What was done"),
    "remark": Text("复核意见", "Review"),
    "issuer": Text("督办人", "Issued by"),
    "receiver": Text("签收人", "Signed for by"),
    "date": Text("日期", "Date"),
    "printed": Text("打印时间", "Printed"),
    "page": Text("第 {} 页，共 {} 页", "page {} of {}"),
}


class TypstSheets(SheetPrinter):
    """Prints with typst."""

    def pdf(self, sheet: Sheet, language: Language) -> bytes:
        """Return the sheet in a language, A4; the heads of its table stand on every page."""
        return pdf_of("supervision_sheet.typ", _data(sheet, language))


def _data(sheet: Sheet, language: Language) -> dict[str, Any]:
    words = {name: text.in_language(language) for name, text in _WORDS.items()}
    words["office"] = words["office"].format(sheet.city.in_language(language)).strip()
    told = {name: _said(value, language) for name, value in sheet._asdict().items() if name != "lines"}
    return {**told, "words": words, "lang": language.value, "lines": [_line(line, language) for line in sheet.lines]}


def _line(line: SheetLine, language: Language) -> dict[str, Any]:
    return {name: _said(value, language) for name, value in line._asdict().items()}


def _said(value: Any, language: Language) -> Any:
    return value.in_language(language) if isinstance(value, Text) else value
