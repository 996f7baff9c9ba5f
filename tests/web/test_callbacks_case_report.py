"""The dialog that reports a case, run by POST as the browser runs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.proposals import Occasioned, Reported
from dashboard.domain.cases.records import CaseEntry, EntryKind, Flag
from dashboard.domain.cases.states import CaseState, Source
from dashboard.domain.grouping import StoryRow
from dashboard.domain.rights import Means, Role
from dashboard.domain.text import Language, Text
from layouts.components.alarms.actions import row_actions
from layouts.components.cases.discovered import discovered
from layouts.components.queue import event_case
from layouts.markup import markup
from layouts.viewer import Theme, Viewer
from tests.actors import acting
from tests.readout_builders import NOW_US, alarm_line, event_line
from tests.web.fake_cases import SHANGHAI, case_of
from tests.web.page_client import PageClient

MANAGER = acting("manager", Role.MANAGER)._replace(means=Means.COMMAND_LINE)


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def opened(client: PageClient, **of: Any) -> str:
    return str(client.call("case-report-form.children", {"case-report-opened.data": {"key": "k1", **of}}))


def send(client: PageClient, of: dict[str, Any], photos: Any = None, **fields: Any) -> dict[str, Any]:
    values = {
        "case-report-send.n_clicks": 1,
        "case-report-opened.data": {"key": "k1", **of},
        "case-report-photos.data": photos,
        **{f"case-report-{name}.value": value for name, value in fields.items()},
    }
    return client.call("case-report-said.children", values, "case-report-send.n_clicks")


FILLED = {
    "category": "B0103",
    "condition": "",
    "description": "井盖倾斜",
    "address": "方桥路口",
    "lon": "121.405",
    "lat": "29.655",
    "source": "iot",
    "urgent": ["urgent"],
}


def test_an_alarm_fills_the_form_in_and_one_press_reports_it(client: PageClient) -> None:
    form = opened(client, alarm="4")
    for word in ("由告警上报案件", "雨水井盖", "B0103", "方桥路口", "方桥-02", "倾角 22.4", "121.405000", "确认上报"):
        assert word in form
    assert client.services.cases.proposals.asked == [Occasioned(alarm_key=4)]
    answer = send(client, {"alarm": "4"}, **FILLED)
    ((draft, key),) = client.services.cases.proposals.sent
    assert (draft.source, draft.category, draft.alarm_key, draft.flags) == (
        Source.IOT,
        "B0103",
        4,
        frozenset({Flag.URGENT}),
    )
    assert (draft.lon, draft.lat, key) == (121.405, 29.655, "k1")
    assert answer["case-report-reported"]["data"] == {"key": 12}
    assert "20261127-0801" in str(answer["notice"])


def test_a_camera_event_says_ai_whatever_the_browser_says(client: PageClient) -> None:
    assert "由 AI 事件上报案件" in opened(client, event="7")
    send(client, {"event": "7"}, **{**FILLED, "source": "hotline", "urgent": None})
    ((draft, _),) = client.services.cases.proposals.sent
    assert (draft.source, draft.camera_event_key, draft.flags) == (Source.AI, 7, frozenset())


@pytest.mark.parametrize("source", ["hotline", "no such source", None])
def test_a_call_at_the_desk_is_reported_blank(client: PageClient, source: Any) -> None:
    send(client, {}, **{**FILLED, "source": source})
    ((draft, _),) = client.services.cases.proposals.sent
    assert (draft.source, draft.alarm_key, draft.camera_event_key) == (Source.HOTLINE, None, None)


@pytest.mark.parametrize("place", ["", "east", "1e400", "nan", None, "１２１", "121,4"])
def test_what_is_no_number_is_no_place(client: PageClient, place: Any) -> None:
    send(client, {}, **{**FILLED, "lon": place})
    assert client.services.cases.proposals.sent[0][0].lon is None


def test_pictures_that_were_sent_go_with_the_report(client: PageClient) -> None:
    assert "data-photo-field" in opened(client, alarm="4")
    send(client, {}, [["b" * 64, "before"], ["c" * 64, "far"], ["nope", "far"], ["d" * 64, "selfie"], 7], **FILLED)
    ((draft, _),) = client.services.cases.proposals.sent
    assert draft.photos == (Shot("b" * 64, PhotoRole.BEFORE), Shot("c" * 64, PhotoRole.FAR))


def test_what_is_to_be_mended_stands_in_the_dialog(client: PageClient) -> None:
    client.services.cases.proposals.answer = Reported(refused=Text("请选择小类", "choose the category"))
    answer = send(client, {}, **FILLED)
    assert answer["case-report-said"]["children"] == "请选择小类"
    assert "case-report-reported" not in answer


def test_who_was_slower_is_led_to_the_case_that_it_is(client: PageClient) -> None:
    client.services.cases.proposals.answer = Reported(case_of(), already=True)
    answer = send(client, {"alarm": "4"}, **FILLED)
    assert answer["case-report-reported"]["data"] == {"key": 7}
    assert "已是案件 #20261127-0798" in str(answer["notice"])


def test_what_is_a_case_already_is_told_before_anything_is_typed(client: PageClient) -> None:
    fakes = client.services.cases.proposals
    fakes.proposal = fakes.proposal._replace(already=case_of())
    form = opened(client, alarm="4")
    assert "已是案件 #20261127-0798（处置中）" in form
    assert "确认上报" not in form


def test_the_form_says_the_limit_what_is_similar_and_that_the_place_recurs(client: PageClient) -> None:
    values = {"case-report-category.value": "0504", "case-report-lon.value": "121.4", "case-report-lat.value": "29.6"}
    answer = client.call("case-report-outlook.children", values)
    text = str(answer["case-report-outlook"]["children"])
    for word in ("2 紧急工作时", "1 件同类在办案件", "#20261127-0790", "相距 12 m", "小时前上报", "易复发"):
        assert word in text
    assert answer["case-report-condition"]["options"] == []
    answer = client.call("case-report-outlook.children", {**values, "case-report-category.value": "B0103"})
    assert [each["value"] for each in answer["case-report-condition"]["options"]] == ["", "松动异响"]


def test_who_may_not_report_has_no_dialog_and_is_refused(client: PageClient) -> None:
    client.door.actor = MANAGER
    assert "data-report-dialog" not in client.layout()
    assert "没有“上报案件”的权限" in str(send(client, {}, **FILLED))
    assert client.services.cases.proposals.sent == []


@pytest.mark.parametrize("odd", [{"alarm": "x"}, {"alarm": -1}, {"event": "9" * 30}, {"alarm": ["4"]}, {"key": None}])
def test_an_odd_address_of_the_dialog_is_a_blank_one(client: PageClient, odd: dict[str, Any]) -> None:
    opened(client, **odd)
    assert client.services.cases.proposals.asked == [Occasioned()]


VIEWER = Viewer(Language.CHINESE, Theme.DARK, SHANGHAI)


def test_an_alarm_and_an_event_show_the_case_that_they_are() -> None:
    free = markup(row_actions(VIEWER, StoryRow(alarms=(alarm_line(),))))
    assert 'data-report-alarm="1"' in free
    tied = alarm_line(case_key=7, case_number="20261127-0798", case_state=CaseState.HANDLING)
    shown = markup(row_actions(VIEWER, StoryRow(alarms=(alarm_line(2), tied))))
    assert 'data-select-case="7"' in shown
    assert "案件 #1127-0798 · 处置中" in shown
    over = replace(tied, case_state=CaseState.REJECTED)
    assert "data-report-alarm" in markup(row_actions(VIEWER, StoryRow(alarms=(over,))))
    assert 'data-report-event="7"' in markup([event_case(VIEWER, event_line())])


def entry(kind: EntryKind, what: str, **data: Any) -> CaseEntry:
    return CaseEntry(7, NOW_US, kind, what, None, "", data)


@pytest.mark.parametrize(
    ("told", "title", "fact"),
    [
        (
            entry(EntryKind.ALARM, "raised", rule="manhole.tilt", value=22.4, threshold=15.0, asset_name="方桥路口"),
            "井盖倾斜 · 告警产生",
            "限值 15.0°",
        ),
        (entry(EntryKind.ALARM, "tied", rule="manhole.tilt", away_m=29.0), "井盖倾斜 · 并入本案", "相距 29 m"),
        (entry(EntryKind.ALARM, "raised", rule="gone.rule", asset_name="方桥路口"), "gone.rule · 告警产生", "方桥路口"),
        (
            entry(EntryKind.READING, "worst", metric="tilt_deg", number=48.0, value=48.0, threshold=15.0),
            "倾角 48.0°",
            "最严重",
        ),
        (
            entry(EntryKind.CAMERA_EVENT, "seen", category="0504", confidence=0.94, place="县前街", count=3),
            "AI · 店外经营 0.94",
            "共 3 次",
        ),
        (
            entry(EntryKind.CLOCK, "warn", clock="step", lamp="yellow", step="handle", posts=["squad_leader"]),
            "本步 处置 · 黄灯",
            "提醒 中队长",
        ),
        (entry(EntryKind.CLOCK, "recompute", due_us=NOW_US), "节假日公布，期限重算", "新期限"),
    ],
    ids=lambda value: value.what if isinstance(value, CaseEntry) else None,
)
def test_the_timeline_shows_values_with_their_limits(told: CaseEntry, title: str, fact: str) -> None:
    words = discovered(VIEWER, told)
    assert words.title == title
    assert fact in " ".join(words.facts)


def test_a_curve_and_a_picture_stand_beside_their_entries() -> None:
    curve = [[second, float(second)] for second in range(6)]
    reading = discovered(VIEWER, entry(EntryKind.READING, "first", metric="tilt_deg", number=22.4, curve=curve))
    assert 'data-points="0,1,2,3,4,5"' in markup(list(reading.drawn))
    seen = discovered(
        VIEWER, entry(EntryKind.CAMERA_EVENT, "seen", label="x", picture="d" * 64, bbox=[0.1, 0.2, 0.3, 0.4])
    )
    shown = markup(list(seen.drawn))
    assert f"/api/v1/images/{'d' * 64}" in shown
    assert "10.00%" in shown


def save_rule(client: PageClient, **fields: Any) -> dict[str, Any]:
    told = {"rule": "manhole.tilt", "severity": "major", "category": "B0103", "condition": "", "most": "30", **fields}
    values = {"alarm-cases-save.n_clicks": 1, **{f"alarm-cases-{name}.value": value for name, value in told.items()}}
    return client.call("alarm-cases-said.children", values, "alarm-cases-save.n_clicks")


def test_rules_of_alarms_say_what_they_make_and_what_keeps_them_from_it(client: PageClient) -> None:
    shown = str(client.call("alarm-cases-view.children", {}))
    for word in ("井盖倾斜", "雨水井盖 B0103", "启用中", "不起作用：分类目录里没有代码「0406」", "智能井盖 · 井盖移位"):
        assert word in shown
    filled = client.call("alarm-cases-severity.value", {"alarm-cases-rule.value": "manhole.tilt"})
    assert (filled["alarm-cases-severity"]["value"], filled["alarm-cases-options"]["value"]) == (
        "critical",
        ["enabled", "urgent", "files"],
    )


def test_a_rule_is_saved_as_it_is_filled_in(client: PageClient) -> None:
    answer = save_rule(client, options=["enabled"])
    assert "规则已保存：井盖倾斜" in str(answer)
    (rule,) = client.services.cases.by_alarm.saved
    assert (rule.is_enabled, rule.is_urgent, rule.files, rule.most_an_hour) == (True, False, False, 30)


@pytest.mark.parametrize("odd", [{"rule": None}, {"severity": "x"}, {"category": ""}, {"most": "many"}, {"most": "0"}])
def test_an_incomplete_rule_is_refused(client: PageClient, odd: dict[str, Any]) -> None:
    save_rule(client, **odd)
    assert client.services.cases.by_alarm.saved == []


def test_who_may_not_change_rules_has_no_such_tab(client: PageClient) -> None:
    client.door.actor = MANAGER
    assert "告警立案" not in client.page("/admin")
    save_rule(client)
    assert client.services.cases.by_alarm.saved == []


def test_the_form_that_merges_suggests_what_is_near_and_other_forms_do_not(client: PageClient) -> None:
    merge = {"case-form-similar.id": "case-form-similar", "case-form-seen.data": {"key": 7, "action": "merge"}}
    shown = str(client.call("case-form-similar.children", merge))
    assert "相距 12 m" in shown
    assert "'data-merge-into': '20261127-0790'" in shown
    other = {**merge, "case-form-seen.data": {"key": 7, "action": "extend"}}
    assert client.call("case-form-similar.children", other)["case-form-similar"]["children"] == []
