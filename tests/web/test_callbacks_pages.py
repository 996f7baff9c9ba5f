"""The pages' callbacks, run by POST as the browser runs them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from dashboard.domain.health import Check, Standing
from dashboard.domain.rule_preview import RulePreview, Tally
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text
from layouts.pages import pages
from tests.readout_builders import HOUR_US, NOW_US, alarm_line, window_line
from tests.web.page_client import PageClient


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def test_the_shell_has_the_language_of_the_cookie(client: PageClient) -> None:
    assert "指挥台" in client.layout()
    english = client.layout(language="en")
    assert "Search device" in english
    assert "搜索 设备" not in english


def test_an_unknown_language_or_theme_in_a_cookie_is_passed_over(client: PageClient) -> None:
    assert "指挥台" in client.layout(language="xx", theme="pink")


def test_the_index_sets_language_and_theme_before_the_first_paint(client: PageClient) -> None:
    page = client.http.get("/").text
    assert page.index("xiuhua_theme") < page.index("react-entry-point")
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


@pytest.mark.parametrize("path", [page.path for page in pages().values()])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_page_opens_in_both_languages(client: PageClient, path: str, language: str) -> None:
    assert "404" not in client.page(path, language=language)


@pytest.mark.parametrize("tab", ["register", "ghosts", "thresholds", "drainage", "parking", "quality", "nonsense"])
def test_every_tab_of_the_device_page_opens_and_an_unknown_one_is_the_register(client: PageClient, tab: str) -> None:
    text = client.page("/sensors", f"?tab={tab}")
    assert f"sensors-{tab if tab != 'nonsense' else 'register'}" in text


def test_the_queue_shows_open_alarms_counts_them_and_tints_their_grids(client: PageClient) -> None:
    answer = client.call("desk-alarms.data-html", {"feed-alarms.data": 5, "desk-standing.data": "current"})
    assert "井盖倾斜" in answer["desk-alarms"]["data-html"]
    assert answer["desk-alarms-count"]["children"] == "1"
    assert answer["desk-area-states"]["data"] == {"G1": "major"}


def test_one_revision_is_asked_for_once_for_all_clients(client: PageClient) -> None:
    for revision in (5, 5, 5, 6):
        client.call("desk-alarms.data-html", {"feed-alarms.data": revision, "desk-standing.data": "current"})
    assert client.services.reads.asked.count("alarms") == 2


def test_shelved_alarms_are_only_in_the_shelved_list(client: PageClient) -> None:
    client.services.reads.alarms = [alarm_line(shelved_until_us=NOW_US + HOUR_US)]
    values = {"feed-alarms.data": None, "desk-standing.data": "current"}
    current = client.call("desk-alarms.data-html", values)
    shelved = client.call("desk-alarms.data-html", {**values, "desk-standing.data": "shelved"})
    assert "当前没有未清除的告警" in current["desk-alarms"]["data-html"]
    assert "取消搁置" in shelved["desk-alarms"]["data-html"]


def test_selecting_an_asset_opens_the_drawer_and_closing_it_only_hides_it(client: PageClient) -> None:
    values = {"selected-asset.data": {"id": "JG-0413", "at": 1}}
    answer = client.call("drawer-body.children", values)
    assert answer["drawer"]["className"] == "drawer is-open"
    closed = client.call("drawer-body.children", {"selected-asset.data": {"id": None, "at": 2}})
    assert closed == {"drawer": {"className": "drawer"}}


def test_an_unknown_asset_in_a_link_is_said_and_not_an_error(client: PageClient) -> None:
    answer = client.call("drawer-body.children", {"selected-asset.data": {"id": "NO-1", "at": 1}})
    assert "没有编号为 NO-1 的设备" in str(answer)


def test_selecting_a_camera_event_opens_it(client: PageClient) -> None:
    values = {"selected-event.data": {"key": "7", "at": 1}}
    assert "店外经营" in str(client.call("drawer-body.children", values, "selected-event.data"))
    values = {"selected-event.data": {"key": "8", "at": 1}}
    assert "该事件已不存在" in str(client.call("drawer-body.children", values, "selected-event.data"))


@pytest.mark.parametrize(
    ("command", "done", "said", "key"),
    [
        ({"action": "reject", "event": "7", "reason": "unclear"}, "reject", "EV-7 已驳回", "8"),
        ({"action": "confirm", "event": "7", "case": False}, "accept", "EV-7 属实未立案", "8"),
        ({"action": "merge", "event": "8", "into": "7"}, "merge", "没有更多待判定的事件", "8"),
    ],
)
def test_after_a_verdict_the_next_event_is_opened(
    client: PageClient, command: dict[str, Any], done: str, said: str, key: str
) -> None:
    answer = client.call("selected-event.data", {"triage-command.data": {**command, "at": 5}})
    assert client.services.triage.done[0][2] == done
    assert said in json.dumps(answer, ensure_ascii=False)
    assert answer["selected-event"]["data"] == {"key": key, "at": 5}


def test_an_undo_opens_the_event_again_and_the_end_of_the_queue_is_told(client: PageClient) -> None:
    undone = client.call("selected-event.data", {"triage-command.data": {"action": "undo", "event": 7, "at": 5}})
    assert undone["selected-event"]["data"] == {"key": "7", "at": 5}
    last = client.call("selected-event.data", {"triage-command.data": {"action": "next", "event": 8, "at": 6}})
    assert "没有更多待判定的事件" in json.dumps(last, ensure_ascii=False)
    for action in ("hold", "leave"):
        about = {"event": 7} if action == "hold" else {}
        client.call("selected-event.data", {"triage-command.data": {"action": action, "at": 7, **about}})
    assert client.services.triage.done[-2:] == [("claim", 7), ("release",)]


@pytest.mark.parametrize(("span", "asked"), [("24h", ["raw tilt_deg"]), ("1y", ["hourly tilt_deg", "raw tilt_deg"])])
def test_history_is_raw_for_a_day_and_hourly_beyond(client: PageClient, span: str, asked: list[str]) -> None:
    values = {
        "drawer-history-view.data": span,
        "theme.data": "light",
        "selected-asset.data": {"id": "JG-0413", "at": 1},
    }
    answer = client.call("drawer-history.children", values)
    assert "22.4" in str(answer)
    assert client.services.reads.asked == asked


def test_the_alarms_of_a_story_are_confirmed_at_once(client: PageClient) -> None:
    command = {"action": "acknowledge_all", "alarms": ["1", "3"], "at": 1}
    answer = client.call("notice.children", {"alarm-command.data": command})
    assert client.services.alarms.done == [("acknowledge_all", 1, 3)]
    assert "已确认 2 条告警" in json.dumps(answer, ensure_ascii=False)


def test_the_drawer_draws_the_threshold_that_fired_and_its_moment(client: PageClient) -> None:
    values = {"drawer-history-view.data": "24h", "theme.data": "light", "selected-asset.data": {"id": "JG-0413"}}
    (fired,) = client.call("drawer-history.children", values, language="en")["drawer-history"]["children"]
    assert ("Tilt" in str(fired), "45.0°" in str(fired), "alarm 11-21 21:07" in str(fired)) == (True, True, True)
    client.services.reads.alarms = []
    (calm,) = client.call("drawer-history.children", values, language="en")["drawer-history"]["children"]
    assert "alarm" not in str(calm)


def test_the_drawer_draws_its_charts_anew_only_when_something_fired_or_cleared(client: PageClient) -> None:
    values = {"feed-alarms.data": 5, "selected-asset.data": {"id": "JG-0413"}}
    fired = client.call("drawer-head.data-html", values)["drawer-fired"]["data"]
    assert fired == [["manhole.tilt", "major", str(NOW_US)]]
    known = {**values, "drawer-fired.data": fired}
    assert "drawer-fired" not in client.call("drawer-head.data-html", known)
    client.services.reads.alarms = [alarm_line(severity=Severity.CRITICAL)]
    assert client.call("drawer-head.data-html", known)["drawer-fired"]["data"][0][1] == "critical"
    client.services.reads.alarms = [alarm_line(cleared_us=NOW_US)]
    assert client.call("drawer-head.data-html", known)["drawer-fired"]["data"] == []


def test_acknowledging_says_what_was_done(client: PageClient) -> None:
    answer = client.call("notice.children", {"alarm-command.data": {"action": "acknowledge", "alarm": "1", "at": 1}})
    assert "已确认" in str(answer)
    assert client.services.alarms.done == [("acknowledge", 1)]


def test_shelving_passes_reason_and_end(client: PageClient) -> None:
    command = {"action": "shelve", "alarm": "1", "reason": "正在检修", "hours": 4, "at": 1}
    client.call("notice.children", {"alarm-command.data": command})
    assert client.services.alarms.done == [("shelve", 1, "正在检修", NOW_US + 4 * HOUR_US)]


def test_a_command_that_comes_too_late_is_explained(client: PageClient) -> None:
    answer = client.call("notice.children", {"alarm-command.data": {"action": "acknowledge", "alarm": "2", "at": 1}})
    assert "没有完成" in str(answer)
    assert "数据没有丢失" in str(answer)


@pytest.mark.parametrize(("language", "sentence"), [("zh-CN", "无法识别的指令"), ("en", "no command 'explode'")])
def test_an_unknown_command_is_refused_in_the_viewers_language(
    client: PageClient, language: str, sentence: str
) -> None:
    command = {"action": "explode", "alarm": "1", "at": 1}
    answer = client.call("notice.children", {"alarm-command.data": command}, language=language)
    assert sentence in answer["notice"]["children"]["props"]["children"][0]["props"]["children"]
    assert client.services.alarms.done == []


def test_the_search_box_finds_and_says_when_it_does_not(client: PageClient) -> None:
    found = client.call("search-results.data-html", {"search-text.data": "方桥"})
    missed = client.call("search-results.data-html", {"search-text.data": "nowhere"})
    emptied = client.call("search-results.data-html", {"search-text.data": ""})
    assert "JG-0413" in found["search-results"]["data-html"]
    assert "没有找到「nowhere」" in missed["search-results"]["data-html"]
    assert "hit" not in emptied["search-results"]["data-html"]


def test_the_register_asks_for_the_view_and_passes_over_what_is_odd(client: PageClient) -> None:
    view = {"kind": "manhole", "state": "pink", "offset": "x", "limit": 100000, "unknown": 1}
    answer = client.call("sensors-register-rows.data-html", {"sensors-register-view.data": view})
    (query,) = client.services.reads.queries
    assert (query.kind, query.state, query.offset, query.limit) == ("manhole", "", 0, 200)
    assert 'data-metric="tilt_deg"' in answer["sensors-register-rows"]["data-html"]


def test_a_link_to_the_register_says_what_it_shows(client: PageClient) -> None:
    shown = client.page("/sensors", "?kind=manhole&text=JG&descending=true&sort=name&offset=50&limit=7")
    assert '\\"kind\\": \\"manhole\\"' in shown
    assert (
        '\\"text\\": \\"JG\\", \\"sort\\": \\"name\\", \\"descending\\": true, \\"offset\\": 50, \\"limit\\": 50'
        in shown
    )


@pytest.mark.parametrize("odd", ["-5", "x", "9" * 30, ""])
def test_a_link_to_no_page_of_the_register_shows_the_first(client: PageClient, odd: str) -> None:
    assert '\\"offset\\": 0' in client.page("/sensors", f"?offset={odd}")


def test_quarantined_bytes_are_shown_escaped_with_what_to_do(client: PageClient) -> None:
    html = client.call("sensors-quality.data-html", {"tick.n_intervals": 1})["sensors-quality"]["data-html"]
    assert "{&lt;script&gt;}" in html
    assert "之后会自动重新读取" in html
    assert "EM500-SWL" in html
    assert "97" in html


def test_devices_with_refused_values_are_listed_and_lead_to_the_device(client: PageClient) -> None:
    html = client.call("sensors-quality.data-html", {"tick.n_intervals": 1})["sensors-quality"]["data-html"]
    assert 'data-select-asset="JG-0413"' in html
    assert "时钟快 8 小时" in html


def test_the_drawer_shows_which_values_were_not_taken(client: PageClient) -> None:
    answer = client.call("drawer-body.children", {"selected-asset.data": {"id": "JG-0413"}})
    assert "传感器的无效值" in str(answer)
    assert "时钟快 8 小时" in str(answer)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("desk-layers.data-html", "智能井盖"),
        ("desk-overview.data-html", "PS-1 泵站"),
        ("desk-events.data-html", "店外经营"),
        ("sensors-register-filters.data-html", "方桥-02"),
        ("sensors-register-online.data-html", "98.5%"),
        ("sensors-parking.data-html", "县前街"),
        ("sensors-drainage.children", "12.4"),
        ("drawer-head.data-html", "方桥路口"),
    ],
)
def test_every_widget_answers(client: PageClient, output: str, expected: str) -> None:
    values = {"theme.data": "light", "selected-asset.data": {"id": "JG-0413"}}
    assert expected in str(client.call(output, values))


def test_thresholds_show_what_the_site_changed(client: PageClient) -> None:
    answer = str(client.call("sensors-thresholds.children", {"sensors-threshold-kind.data": "manhole"}))
    assert "井盖倾斜" in answer
    assert "停用" in answer


def test_the_form_of_a_rule_carries_what_holds(client: PageClient) -> None:
    answer = str(client.call("sensors-thresholds.children", {"sensors-threshold-kind.data": "manhole"}))
    assert "'value': '15'" in answer
    assert "placeholder" not in answer


def test_a_saved_threshold_becomes_an_override_of_what_was_filled_in(client: PageClient) -> None:
    fields = {"minor": "", "major": "20", "critical": "50", "hysteresis": "", "minimum_duration_s": "5"}
    command = {"action": "save", "rule": "manhole.tilt", "kind": "manhole", "scope": "kind", "fields": fields, "at": 3}
    answer = client.call("sensors-rules-changed.data", {"rule-command.data": command})
    ((_, override),) = client.services.alarms.done
    assert override.scope is Scope.KIND
    assert override.scope_ref == "manhole"
    assert override.levels == (Level(Severity.MAJOR, 20.0), Level(Severity.CRITICAL, 50.0))
    assert (override.hysteresis, override.minimum_duration_s, override.enabled) == (None, 5.0, None)
    assert answer["sensors-rules-changed"]["data"] == 3


def test_a_threshold_that_is_no_number_is_refused(client: PageClient) -> None:
    fields = {"major": "deep"}
    command = {"action": "save", "rule": "manhole.tilt", "kind": "manhole", "scope": "kind", "fields": fields, "at": 3}
    answer = client.call("sensors-rules-changed.data", {"rule-command.data": command})
    assert "deep" in str(answer)
    assert "sensors-rules-changed" not in answer, "the form with what was written stays open"
    assert client.services.alarms.done == []


def test_an_override_can_be_taken_back(client: PageClient) -> None:
    command = {"action": "reset", "rule": "manhole.tilt", "scope": "asset", "scope_ref": "JG-0413", "at": 3}
    client.call("sensors-rules-changed.data", {"rule-command.data": command})
    assert client.services.alarms.done == [("reset", "manhole.tilt", Scope.ASSET, "JG-0413")]


TRIED = {"action": "save", "rule": "manhole.tilt", "kind": "manhole", "scope": "kind", "scope_ref": "", "at": 3}
TILTS = {"minor": "", "major": "20", "critical": "50", "hysteresis": "", "minimum_duration_s": "5"}


def _tried(client: PageClient, change: Mapping[str, object] = MappingProxyType({}), language: str = "zh-CN") -> str:
    command = {**TRIED, "fields": TILTS, **change}
    answer = client.call("sensors-rule-preview.data-html", {"sensors-rule-tried.data": command}, language=language)
    return re.sub(r"<[^>]*>", "", answer["sensors-rule-preview"]["data-html"]).replace("\u2009", " ")


def test_a_change_is_tried_before_it_is_saved(client: PageClient) -> None:
    assert _tried(client) == "将在 3 台设备上报警；近 30 天：214 → 37 起告警，红色无遗漏"
    assert _tried(client, language="en") == (
        "Would stand on 3 of 520 devices now; last 30 d: 214 → 37 alarms, no red one missed"
    )
    ((override, may_leave_out), _) = client.services.rule_previews.tried
    assert override.levels == (Level(Severity.MAJOR, 20.0), Level(Severity.CRITICAL, 50.0))
    assert not may_leave_out
    assert client.services.alarms.done == []


def test_the_answer_names_the_question(client: PageClient) -> None:
    values = {"sensors-rule-tried.data": {**TRIED, "fields": TILTS}}
    html = client.call("sensors-rule-preview.data-html", values)["sensors-rule-preview"]["data-html"]
    assert 'data-answers="3"' in html


@pytest.mark.parametrize(
    ("preview", "sentence"),
    [
        (
            RulePreview(0, 3000, 1507, 86_400.0, Tally(7, 4, 3, 2)),
            "将在 0 台设备上报警；近 1 天：7 → 4 起告警，红色漏报 2 起（共 3 起）（历史按 3,000 台中的 1,507 台计算）",
        ),
        (RulePreview(1, 2, 2, 7200.0, Tally(1, 5, 0, 0)), "将在 1 台设备上报警；近 2 小时：1 → 5 起告警，其间没有红色"),
        (RulePreview(1, 2, 2, None, Tally()), "将在 1 台设备上报警；还没有历史可以回放"),
        (RulePreview(0, 0, 0, None, Tally()), "这个范围内没有测量该指标的设备"),
    ],
)
def test_what_a_preview_says(client: PageClient, preview: RulePreview, sentence: str) -> None:
    client.services.rule_previews.answer = preview
    assert _tried(client) == sentence


def test_missed_red_alarms_are_said_in_red(client: PageClient) -> None:
    client.services.rule_previews.answer = RulePreview(0, 9, 9, 86_400.0, Tally(7, 4, 3, 2))
    values = {"sensors-rule-tried.data": {**TRIED, "fields": TILTS}}
    html = client.call("sensors-rule-preview.data-html", values)["sensors-rule-preview"]["data-html"]
    assert '<b class="preview-missed"><i aria-hidden="true" class="mark" data-state="critical"></i>' in html


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"fields": {**TILTS, "major": "deep"}}, "橙色阈值（major）不能是「deep」"),
        ({"scope": "asset", "scope_ref": "nobody"}, "没有设备 nobody"),
        ({"rule": "manhole.offline"}, "不能预览；改动照样生效"),
    ],
)
def test_what_cannot_be_tried_says_why(client: PageClient, change: dict[str, object], sentence: str) -> None:
    assert sentence in _tried(client, change)


def test_taking_a_change_back_can_be_tried_too(client: PageClient) -> None:
    command = {"action": "reset", "rule": "manhole.tilt", "scope": "asset", "scope_ref": "JG-0413", "at": 3}
    client.call("sensors-rule-preview.data-html", {"sensors-rule-tried.data": command})
    assert client.services.rule_previews.tried == [
        (RuleOverride(rule_key="manhole.tilt", scope=Scope.ASSET, scope_ref="JG-0413"), False)
    ]


END = {"action": "end", "at": 1}
PLAN = {"action": "open", "scope": "asset", "scope_ref": "JG-0413", "reason": "清淤", "hours": 4, "at": 1}


def test_maintenance_from_now_ends_after_the_hours(client: PageClient) -> None:
    answer = client.call("notice.children", {"window-command.data": PLAN}, "window-command.data")
    ((_, window),) = client.services.alarms.done
    assert (window.scope, window.scope_ref, window.reason) == (Scope.ASSET, "JG-0413", "清淤")
    assert (window.from_us, window.until_us) == (NOW_US, NOW_US + 4 * HOUR_US)
    assert "11-22 01:07" in str(answer)


def test_times_in_the_maintenance_dialog_are_the_citys(client: PageClient) -> None:
    command = {**PLAN, "from": "2026-11-21T22:07:42", "until": "2026-11-21T23:07:42"}
    client.call("notice.children", {"window-command.data": command}, "window-command.data")
    ((_, window),) = client.services.alarms.done
    assert (window.from_us, window.until_us) == (NOW_US + HOUR_US, NOW_US + 2 * HOUR_US)


@pytest.mark.parametrize("change", [{"from": "?"}, {"scope": "moon"}], ids=["half a time", "unknown scope"])
def test_maintenance_that_cannot_be_understood_is_refused(client: PageClient, change: dict[str, str]) -> None:
    answer = client.call("notice.children", {"window-command.data": {**PLAN, **change}}, "window-command.data")
    assert "没有完成" in str(answer)
    assert client.services.alarms.done == []


def test_maintenance_can_be_ended_early_and_an_unknown_window_is_said(client: PageClient) -> None:
    for key in ("3", "9"):
        answer = client.call("notice.children", {"window-command.data": {**END, "window": key}}, "window-command.data")
    assert client.services.alarms.done == [("close", 3)]
    assert "there is no maintenance window 9" in str(answer)


def test_running_and_coming_maintenance_is_listed_with_what_it_suppresses(client: PageClient) -> None:
    client.services.reads.planned = [window_line(), window_line(2, scope=Scope.KIND, scope_ref="manhole", hours=5)]
    html = client.call("sensors-windows.data-html", {"tick.n_intervals": 1})["sensors-windows"]["data-html"]
    for part in ("正在检修", "检修中 3 条告警已抑制", "已安排", "智能井盖", "提前结束", "取消安排"):
        assert part in html


def test_the_drawer_says_that_an_asset_is_under_maintenance(client: PageClient) -> None:
    client.services.reads.planned = [
        window_line(scope=Scope.AREA, scope_ref="G1"),
        window_line(2, scope=Scope.AREA, scope_ref="elsewhere"),
    ]
    text = str(client.call("drawer-body.children", {"selected-asset.data": {"id": "JG-0413", "at": 1}}))
    assert text.count("window-banner") == 1
    assert "3 条告警已抑制" in text


def test_the_queue_tells_how_many_alarms_maintenance_keeps_quiet(client: PageClient) -> None:
    client.services.reads.alarms = [alarm_line(), alarm_line(2, suppressed=True)]
    values = {"feed-alarms.data": 5, "desk-standing.data": "current"}
    answer = client.call("desk-alarms.data-html", values)
    assert answer["desk-alarms-count"]["children"] == "1"
    assert "检修中 1 条告警已抑制" in answer["desk-alarms"]["data-html"]


def test_while_all_is_well_the_top_bar_says_nothing_of_it(client: PageClient) -> None:
    assert client.call("system-health.children", {"tick.n_intervals": 1})["system-health"]["children"] == []


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh-CN", "消息服务存储已用 83 % · 采集中断"), ("en", "Broker store 83 % full · Ingest down")],
)
def test_what_is_not_well_is_told_in_the_top_bar_long_before_it_hurts(
    client: PageClient, language: str, told: str
) -> None:
    client.services.health.checks = {
        "database": Check(standing=Standing.OK),
        "broker": Check(standing=Standing.DEGRADED, store_fill=0.83, detail=Text("快满了", "the store fills")),
        "ingest": Check(standing=Standing.DOWN),
    }
    answer = client.call("system-health.children", {"tick.n_intervals": 1}, language=language)
    assert told in str(answer["system-health"]["children"]).replace("\u2009", " ")


def of_one_squad(areas: frozenset[str]) -> PageClient:
    """The pages of somebody whose squad has these areas."""
    pages = PageClient()
    pages.door.actor = pages.door.actor._replace(areas=areas)
    return pages


def test_who_has_areas_may_see_only_what_lies_in_them(client: PageClient) -> None:
    client.services.reads.alarms = [alarm_line(1), alarm_line(2, asset_id="JG-9", asset_name="远处", grid_code="G9")]
    values = {"feed-alarms.data": None, "desk-standing.data": "current", "desk-mine.data": True}
    client.door.actor = client.door.actor._replace(areas=frozenset({"B1"}))
    mine = client.call("desk-alarms.data-html", values)
    assert mine["desk-alarms-count"]["children"] == "1"
    assert "远处" not in mine["desk-alarms"]["data-html"]
    assert mine["desk-area-states"]["data"] == {"G1": "major"}
    everything = client.call("desk-alarms.data-html", {**values, "desk-mine.data": False})
    assert everything["desk-alarms-count"]["children"] == "2"


def test_who_has_no_areas_sees_the_whole_city_whatever_the_page_says(client: PageClient) -> None:
    values = {"feed-alarms.data": None, "desk-standing.data": "current", "desk-mine.data": True}
    assert client.call("desk-alarms.data-html", values)["desk-alarms-count"]["children"] == "1"
    assert "is-nobodys" in client.page("/")


def test_quiet_grids_of_ones_own_say_how_to_see_the_city() -> None:
    client = of_one_squad(frozenset({"B7"}))
    values = {"feed-alarms.data": None, "desk-standing.data": "current", "desk-mine.data": True}
    assert "我的网格里没有" in client.call("desk-alarms.data-html", values)["desk-alarms"]["data-html"]
    events = client.call("desk-events.data-html", {"feed-camera_events.data": None, "desk-mine.data": True})
    assert "我的网格里没有" in events["desk-events"]["data-html"]
    assert "is-nobodys" not in client.page("/")
