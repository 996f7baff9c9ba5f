"""The timeline of a case: every kind of entry has words, and proof or what is missing of it."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.cases.records import CaseEntry, EntryKind
from dashboard.domain.cases.sheets import CaseFile
from dashboard.domain.cases.states import Action
from dashboard.domain.cases.warnings import OVERDUE
from dashboard.domain.durations import DAY_US, MINUTE_US
from dashboard.domain.people.authors import Author
from dashboard.domain.people.posts import Post
from dashboard.domain.rights import Role
from layouts.components.cases.clocks import clock_panel
from layouts.components.cases.lamps import left_text
from layouts.components.cases.timeline import timeline
from layouts.markup import markup
from layouts.viewer import Viewer
from tests.readout_builders import CHINESE, ENGLISH, NOW_US
from tests.web.fake_cases import NAMES, case_of

_K = EntryKind


def told(viewer: Viewer, *entries: CaseEntry) -> str:
    """The timeline as text."""
    return markup(timeline(viewer, CaseFile(case_of(), entries, (), (), NAMES, {9: "20261126-0003"}, 1, NOW_US)))


def entry(kind: EntryKind, deed: str, text: str = "", at_us: int = NOW_US, case_key: int = 7, **data: Any) -> CaseEntry:
    return CaseEntry(case_key, at_us, kind, deed, None, text, data)


_READING = {"metric": "tilt_deg", "number": 22.4, "value": 22.4, "threshold": 15.0, "asset_id": "JG-0413"}
_ALARM = {"rule": "manhole.tilt", "severity": "major", "value": 22.4, "asset_id": "JG-0413"}
_EVENT = {"category": "0504", "confidence": 0.94, "camera": "CAM-0217", "place": "县前街", "count": 3}
_DIGEST = "c" * 64
_NEAR, _ON_DUTY = {"zh": "距案点近", "en": "near"}, {"zh": "在岗", "en": "on duty"}


@pytest.mark.parametrize(
    ("kind", "what", "data", "words"),
    [
        (
            _K.READING,
            "first",
            {**_READING, "curve": [[0, 1.0], [60, 5.0], [90, 9.5], [120, 22.4]]},
            "22.4° 开始超限 限值 15.0° data-points",
        ),
        (_K.READING, "normal", {**_READING, "number": 1.0}, "1.0° 恢复正常"),
        (_K.READING, "first", {"metric": "of a sensor that is gone", "value": "7"}, "7"),
        (_K.ALARM, "raised", _ALARM, '告警产生 井盖倾斜 22.4° data-state="major" JG-0413'),
        (_K.ALARM, "cleared", {**_ALARM, "value": None}, "自动恢复 井盖倾斜"),
        (_K.COMMENT, "late", {"action": "feedback", "away_m": 12.0, "accuracy_m": 5.0}, "晚到的反馈结果 12 ±5"),
        (_K.ALARM, "raised", {"rule": "gone", "value": 1}, "告警产生 gone"),
        (
            _K.CAMERA_EVENT,
            "seen",
            {**_EVENT, "picture": _DIGEST, "bbox": [0.1, 0.2, 0.3, 0.4]},
            f"AI 0.94 共 /images/{_DIGEST} left:10.00%",
        ),
        (_K.CAMERA_EVENT, "seen", {**_EVENT, "picture": None}, "AI 县前街 CAM-0217"),
        (
            _K.CLOCK,
            "warn",
            {"clock": "whole", "lamp": "red", "step": "handle", "posts": ["duty_chief"]},
            "红灯 全程 提醒 值班长",
        ),
        (_K.CLOCK, "warn", {"clock": "step", "lamp": "yellow", "step": "dispatch", "posts": []}, "黄灯 派遣"),
        (_K.CLOCK, "recompute", {"due_us": NOW_US}, "期限重算 新期限"),
        (_K.STEP, "arrive", {"away_m": 12.4, "accuracy_m": 5.0}, "到场 距案点 12 精度 ±5"),
        (_K.STEP, "arrive", {}, "到场 无定位"),
        (_K.STEP, "arrive", {"done_us": NOW_US - MINUTE_US}, "到场 现场时间 联网后送达"),
        (_K.STEP, "suspend", {"from": "handling", "to": "hang_req", "until_us": NOW_US}, "申请挂账 挂账待审 至"),
        (
            _K.DISPATCH,
            "dispatch",
            {"squad": "S1", "second_squad": "S2", "rule": "R-17", "rule_version": 4},
            "派遣 → 一中队 协办 S2 R-17 v4",
        ),
        (_K.DISPATCH, "dispatch", {"department": "D1", "assignee": "2"}, "派遣 → 市政养护 经办 李** 2"),
        (_K.APPROVAL, "approve", {"what": "extend"}, "同意延期"),
        (_K.APPROVAL, "refuse", {"what": "suspend"}, "不同意挂账"),
        (_K.MERGE, "merge", {"into": 9}, "并入案件 #20261126-0003"),
        (_K.SUPERVISION, "supervise", {}, "督办 系统"),
        (_K.SUPERVISION, "supervise", {"why": OVERDUE, "posts": ["duty_chief"]}, "督办 全程超时自动督办"),
        (_K.DISPATCH, "dispatch", {"squad": "S1", "why": [_NEAR, _ON_DUTY]}, "一中队 距案点近、在岗"),
        (_K.DISPATCH, "queue", {"why": _NEAR}, "距案点近"),
        (_K.COMMENT, "comment", {}, "批注"),
        (_K.PHOTO, "photo", {"photos": [[_DIGEST, "after"]]}, f"照片 处置后 {_DIGEST} 照片未到"),
        (_K.ANNOUNCEMENT, "announce", {"name": "劝导"}, "高空喊话 · 劝导"),
    ],
)
def test_an_entry_says_what_it_is_and_shows_its_proof(
    kind: EntryKind, what: str, data: dict[str, Any], words: str
) -> None:
    text = told(CHINESE, entry(kind, what, **data))
    for word in words.split():
        assert word in text, word


@pytest.mark.parametrize("kind", list(EntryKind))
@pytest.mark.parametrize("viewer", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_every_kind_has_words_even_when_nothing_is_known(kind: EntryKind, viewer: Viewer) -> None:
    assert "<b>" in told(viewer, entry(kind, "something"))


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_words(action: Action) -> None:
    assert "<b></b>" not in told(CHINESE, entry(_K.STEP, action.value))


@pytest.mark.parametrize(
    ("author", "words"),
    [
        (Author(Role.OFFICER, "李*", Post.OFFICER, "一中队"), "李*<small>一中队 队员</small>"),
        (Author(Role.OFFICER, "", Post.OFFICER, "一中队"), ">一中队 队员<"),
        (Author(Role.OPERATOR), "xc0002<small>座席员</small>"),
        (None, ">xc0002<"),
    ],
    ids=["who sees people", "who does not", "an account of nobody", "an account that is gone"],
)
def test_an_author_is_a_person_by_name_and_post_and_never_an_account_alone(author: Author | None, words: str) -> None:
    step = CaseEntry(7, NOW_US, EntryKind.STEP, "accept", "xc0002", "", {})
    names = NAMES._replace(authors={} if author is None else {"xc0002": author})
    shown = markup(timeline(CHINESE, CaseFile(case_of(), (step,), (), (), names, {}, 1, NOW_US)))
    assert words in shown
    assert 'title="xc0002"' in shown


def test_a_case_whose_squad_was_merged_says_from_which_to_which() -> None:
    assert "中队合并，转给 一中队" in told(CHINESE, entry(EntryKind.DISPATCH, "hand_over", squad="S1", was="S2"))


def test_days_have_headings_unless_all_is_of_today() -> None:
    today = entry(_K.COMMENT, "comment", "今天")
    assert "tl-day" not in told(CHINESE, today)
    both = told(CHINESE, entry(_K.COMMENT, "comment", at_us=NOW_US - 2 * DAY_US), today)
    assert both.count("tl-day") == 2
    assert "今天" in both


def test_the_rail_is_marked_while_the_clocks_stand_still() -> None:
    text = told(
        CHINESE,
        entry(_K.APPROVAL, "approve", at_us=NOW_US - 3 * MINUTE_US, to="hung"),
        entry(_K.COMMENT, "comment", at_us=NOW_US - 2 * MINUTE_US),
        entry(_K.STEP, "resume", at_us=NOW_US - MINUTE_US, to="handling"),
    )
    assert [part.startswith(" is-paused") for part in text.split("tl-entry")[1:]] == [True, True, False]


def test_what_came_with_a_duplicate_says_from_where_and_long_words_fold() -> None:
    text = told(CHINESE, entry(_K.COMMENT, "comment", "长" * 300, case_key=9))
    assert "来自并入的 #1126-0003" in text
    assert "<details" in text


def test_words_of_people_are_words_and_never_markup() -> None:
    assert "<script>" not in told(CHINESE, entry(_K.COMMENT, "comment", "<script>alert(1)</script>"))


@pytest.mark.parametrize(
    ("left_s", "words"),
    [
        (320, "05:20"),
        (-320, "−05:20"),
        (27_666, "7:41:06"),
        (3 * 86_400 + 4 * 3600, "3\u2009天 4\u2009时"),
        (0, "00:00"),
    ],
)
def test_the_time_left_reads_as_on_the_screen(left_s: int, words: str) -> None:
    assert left_text(CHINESE, left_s * 1_000_000) == words


def test_without_a_filing_no_version_is_named() -> None:
    file = CaseFile(case_of(), (), (), (), NAMES, {}, None, NOW_US)
    assert "未立案" in markup(clock_panel(CHINESE, file))
