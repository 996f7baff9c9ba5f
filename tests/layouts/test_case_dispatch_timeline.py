"""What the timeline of a case tells of dispatching: the rule and its time, why it waits, from whom to whom."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.cases.records import CaseEntry, EntryKind
from dashboard.domain.cases.sheets import CaseFile
from dashboard.domain.text import Language
from layouts.components.cases.timeline import timeline
from layouts.markup import markup
from layouts.viewer import Theme, Viewer
from tests.readout_builders import NOW_US
from tests.web.fake_cases import NAMES, case_of

VIEWER = Viewer(Language.CHINESE, Theme.DARK, ZoneInfo("Asia/Shanghai"))


def told(what: str, actor: str | None, data: dict[str, Any], text: str = "") -> str:
    kind = EntryKind.MERGE if what == "merge" else EntryKind.DISPATCH
    entry = CaseEntry(7, NOW_US, kind, what, actor, text, data)
    return markup(timeline(VIEWER, CaseFile(case_of(), [entry], (), (), NAMES, {}, 1, NOW_US)))


@pytest.mark.parametrize(
    ("what", "actor", "data", "words"),
    [
        (
            "dispatch",
            None,
            {"to": "to_handle", "squad": "S1", "rule": "街面归一中队", "rule_version": 3, "took_ms": 18.2},
            ("派遣 → 一中队", "街面归一中队 v3", "18 毫秒", "系统"),
        ),
        (
            "queue",
            None,
            {"outcome": "several", "why": {"zh": "多条规则同时适用", "en": "several rules fit"}},
            ("留待人工派遣", "多条规则同时适用"),
        ),
        ("dispatch", "chief", {"to": "to_handle", "department": "D1", "was": "S1"}, ("派遣 → 市政养护", "原派 一中队")),
        ("merge", "chief", {"from": "void", "to": "reported"}, ("撤销合并", "待受理")),
        ("merge", "chief", {"from": "reported", "to": "void"}, ("合并重复", "作废")),
        ("dispatch", "chief", {"squad": "S1", "assignee": "2", "was_assignee": "3"}, ("派遣 → 一中队", "原经办 ")),
    ],
)
def test_dispatching_is_told_with_its_reason(
    what: str, actor: str | None, data: dict[str, Any], words: tuple[str, ...]
) -> None:
    shown = told(what, actor, data)
    for word in words:
        assert word in shown, word


def test_a_transfer_tells_its_reason() -> None:
    assert "属二中队线条" in told("dispatch", "chief", {"squad": "S1", "was": "D1"}, "属二中队线条")
