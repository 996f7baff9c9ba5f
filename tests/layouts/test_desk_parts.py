"""The desk's parts: queue, drawer, layer tree, search results, overviews."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.domain.alarms import Move
from dashboard.domain.event_lines import EventLine
from dashboard.domain.readouts import Hit, Hits, LayerCount
from dashboard.domain.severity import Severity
from dashboard.domain.triage.claims import Claim
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.readouts import EventFile, EventGroup, EventQueue, GroupKey, PlacePast, QueuePart, Waiting
from dashboard.domain.triage.states import EventState, HeldBecause, RejectReason
from dashboard.services.views import queue
from layouts.components.alarms.listing import alarm_list, shelved_list
from layouts.components.alarms.story import alarm_stories
from layouts.components.asset_sheet import asset_sheet, facts
from layouts.components.event_sheet import event_sheet
from layouts.components.layer_tree import layer_rows
from layouts.components.overview import city_overview
from layouts.components.search_results import search_results
from layouts.components.triage.listing import triage_list
from layouts.components.triage.verdicts import standing
from layouts.markup import markup
from layouts.viewer import Viewer
from tests.readout_builders import (
    CHINESE,
    ENGLISH,
    HOUR_US,
    NOW_US,
    alarm_line,
    asset_sheet_of,
    drainage_of,
    event_line,
    parking_of,
    station_of,
    story,
)


def test_an_open_alarm_says_what_where_when_and_how_bad_and_can_be_acknowledged() -> None:
    text = markup(alarm_list(CHINESE, queue([alarm_line(raise_count=3)], 0), NOW_US))
    for part in ("井盖倾斜", "JG-0413", "方桥路口", "21:07:42", ">22.4<", "3 次", 'data-command="acknowledge"'):
        assert part in text
    assert 'data-state="major"' in text


def test_an_acknowledged_alarm_can_still_be_shelved_but_not_acknowledged_again() -> None:
    text = markup(alarm_list(CHINESE, queue([alarm_line(acknowledged_us=NOW_US)], 0), NOW_US))
    assert 'data-shelve="1"' in text
    assert "acknowledge" not in text.replace("is-acknowledged", "")


def test_a_storm_of_128_alarms_takes_at_most_seven_lines_and_hides_none() -> None:
    rules = ("road_water.depth", "drainage.fill", "manhole.tilt", "bin.full", "tree.lean", "manhole.battery")
    alarms = [
        alarm_line(
            key,
            asset_id=f"A-{key}",
            rule_key=rules[key % 6],
            district_code=f"D{key % 5}",
            district_name=f"片区{key % 5}",
        )
        for key in range(128)
    ]
    text = markup(alarm_list(CHINESE, queue(alarms, NOW_US), NOW_US))
    assert text.count('data-group="') <= 7
    assert text.count('data-alarm="') == 128
    assert text.count('class="q-step"') == text.count('data-group="')


def test_a_story_says_what_where_how_many_and_its_next_step() -> None:
    place = {"district_code": "D1", "district_name": "城北"}
    mild = [alarm_line(key, asset_id=f"A-{key}", severity=Severity.MINOR, **place) for key in range(1, 4)]
    text = markup(alarm_list(CHINESE, queue(mild, NOW_US - 1), NOW_US))
    for part in ("城北 · 井盖异动", ">3<small>\u2009处</small>", "确认 3 条 →", "▲ 3 条新", 'data-alarm-keys="3 2 1"'):
        assert part in text
    red = alarm_line(9, asset_id="A-9", asset_name="太平巷", severity=Severity.CRITICAL, **place)
    assert "先看 太平巷 →" in markup(alarm_list(CHINESE, queue([*mild, red], 0), NOW_US))


def test_a_row_shows_what_is_now_and_the_worst_of_it() -> None:
    text = markup(alarm_list(CHINESE, queue([alarm_line(now=16.0, worst=31.5)], 0), NOW_US))
    assert 'data-asset="JG-0413" data-digits="1" data-metric="tilt_deg">16.0<' in text
    assert '<span class="q-worst">峰值 <span' in text
    assert ">31.5</span>°" in text


def test_a_worst_that_reads_as_what_is_now_is_not_shown_twice() -> None:
    live = alarm_line(now=31.46, worst=31.53)
    assert 'class="q-worst" hidden' in markup(alarm_list(CHINESE, queue([live], 0), NOW_US))
    for worst, said in ((66.04, False), (70.0, True)):
        text = markup(
            alarm_list(CHINESE, queue([replace(live, rule_key="rain.three_hours", now=66.02, worst=worst)], 0), NOW_US)
        )
        assert ("峰值 70.0\u2009mm" in text, "q-worst" in text) == (said, said)


@pytest.mark.parametrize(
    ("rule", "worse", "said"),
    [
        ("rain.three_hours", True, ("↗\u2009仍在上涨", "↗\u2009rising")),
        ("rain.three_hours", False, ("↘\u2009已回落", "↘\u2009eased")),
        ("rain.battery", True, ("↗\u2009仍在下降", "↗\u2009falling")),
        ("manhole.tilt", True, ("↗\u2009仍在加重", "↗\u2009worsening")),
    ],
)
def test_a_story_says_in_its_own_words_where_it_goes(rule: str, worse: bool, said: tuple[str, str]) -> None:
    move = Move(NOW_US, worse)
    alarms = [alarm_line(key, asset_id=f"A-{key}", rule_key=rule, value=1.0, move=move) for key in range(3)]
    for viewer, words in zip((CHINESE, ENGLISH), said, strict=True):
        for told in (alarms, alarms[:1]):
            assert markup(alarm_list(viewer, queue(told, 0), NOW_US)).count(words) == 1
            assert words not in markup(alarm_list(viewer, queue(told, 0), NOW_US + HOUR_US)) or not worse


def test_a_story_of_many_fresh_alarms_spreads_and_a_single_one_only_goes_where_its_figure_goes() -> None:
    alarms = [alarm_line(key, asset_id=f"A-{key}", rule_key="manhole.cover", value=1.0) for key in range(3)]
    assert "↗\u2009仍在增多" in markup(alarm_list(CHINESE, queue(alarms, 0), NOW_US))
    assert "↗\u2009spreading" in markup(alarm_list(ENGLISH, queue(alarms, 0), NOW_US))
    assert "q-trend" not in markup(alarm_list(CHINESE, queue(alarms[:1], 0), NOW_US))


def test_a_cover_that_was_tilted_and_moved_is_one_row_and_is_confirmed_at_once() -> None:
    alarms = [alarm_line(1), alarm_line(2, rule_key="manhole.cover", value=1.0)]
    text = markup(alarm_list(CHINESE, queue(alarms, 0), NOW_US))
    assert text.count('data-alarm="') == 1
    assert "<b>井盖异动</b>" in text
    assert 'data-command="acknowledge_all"' in text
    assert 'data-alarm-keys="1 2"' in text


def test_of_the_camera_events_the_true_counts_are_told() -> None:
    text = markup(triage_list(CHINESE, queue_of(event_line(), total=10_000), NOW_US, today=312))
    for part in (
        "待判定 10,000 起",
        "2 起已等超过 30 分钟",
        "另有 5 起未入队：置信度低 5",
        "今日识别 312 起",
        "再列 50 起",
    ):
        assert part in text


def test_an_empty_list_says_what_would_appear_and_how() -> None:
    assert "当前没有未清除的告警" in markup(alarm_list(CHINESE, [], NOW_US))
    assert "thresholds" in markup(alarm_list(ENGLISH, [], NOW_US))
    assert "没有搁置的告警" in markup(shelved_list(CHINESE, []))
    assert "没有待判定的 AI 事件" in markup(triage_list(CHINESE, queue_of(total=0), NOW_US, today=0))


def test_a_camera_event_shows_its_picture_with_the_box_and_its_category_in_words() -> None:
    text = markup(triage_list(CHINESE, queue_of(event_line(), total=1), NOW_US))
    assert ' loading="lazy" src="/api/v1/images/' in text
    assert "/api/v1/images/ab12" in text
    assert "left:25.00%" in text
    assert "店外经营" in text
    assert "合并 3 次" in text


def test_a_camera_event_without_a_picture_says_so() -> None:
    sheet = str(event_sheet(CHINESE, event_file(event_line(image_digest=None)), may_see_clear=True))
    assert "该事件没有截图" in sheet
    assert "clear=true" not in sheet


def test_the_unblurred_picture_is_opened_by_those_with_the_right_alone() -> None:
    file = event_file(event_line(image_digest="ab12"))
    assert "clear=true" not in str(event_sheet(CHINESE, file))
    assert "/api/v1/images/ab12?clear=true" in str(event_sheet(CHINESE, file, may_see_clear=True))


@pytest.mark.parametrize(
    ("viewer", "told"), [(CHINESE, "128 / 150 属实，85%（79–90%）"), (ENGLISH, "128 of 150 right")]
)
def test_how_far_a_camera_can_be_trusted_is_told_with_its_denominator(viewer: Viewer, told: str) -> None:
    assert told in str(event_sheet(viewer, event_file(trust=Precision(128, 150), past=PlacePast(4, 3, 2))))
    assert told not in str(event_sheet(viewer, event_file()))


def test_only_what_may_be_said_of_an_event_is_offered() -> None:
    offered = markup(standing(CHINESE, event_file(may_judge=True)))
    assert [key in offered for key in ('data-verdict="confirm"', "data-reject-reasons", "data-plain")] == [True] * 3
    assert offered.count('data-verdict="reject"') == len(RejectReason)
    assert "data-duplicate" not in offered
    held = markup(standing(CHINESE, event_file(holder=Claim(7, "seat-2", NOW_US, NOW_US))))
    assert "seat-2 正在看" in held
    assert "data-verdict" not in held
    unclassified = markup(standing(CHINESE, event_file(event_line(category=None), may_judge=True)))
    assert unclassified.count("data-report-event") == 1


def test_a_second_look_tells_nothing_of_the_first() -> None:
    judged = event_line(
        state=EventState.REJECTED, judged_by="seat-1", judged_us=NOW_US, case_key=3, case_number="20261121-1"
    )
    text = markup(standing(CHINESE, event_file(judged, may_judge=True, is_second_look=True)))
    assert "随机复看" in text
    for part in ("seat-1", "已驳回", "data-select-case", "data-undo-verdict"):
        assert part not in text


def test_a_verdict_is_told_with_the_way_back() -> None:
    judged = event_line(
        state=EventState.REJECTED, judged_by="seat-1", judged_us=NOW_US, reject_reason=RejectReason.UNCLEAR
    )
    text = markup(standing(CHINESE, event_file(judged, may_undo=True)))
    for part in ("已驳回", "画面看不清", "seat-1", "data-undo-verdict"):
        assert part in text


def event_file(event: EventLine | None = None, **told: Any) -> EventFile:
    usual: dict[str, Any] = {"trust": Precision(0, 0), "past": PlacePast(0, 0, 0)}
    return EventFile(event=event_line() if event is None else event, **{**usual, **told})


def queue_of(*events: EventLine, total: int) -> EventQueue:
    group = EventGroup(GroupKey("0504", "0504", None), None, total, NOW_US - 60_000_000, NOW_US)
    waiting = Waiting(total, NOW_US - 60_000_000, 2, {HeldBecause.SCORE: 5}, 0)
    return EventQueue([QueuePart(group, events)] if events else [], 0, waiting)


@pytest.mark.parametrize("viewer", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_the_drawer_names_place_duty_device_and_live_values(viewer: Viewer) -> None:
    text = str(asset_sheet(viewer, asset_sheet_of(), [story(alarm_line())], [], NOW_US))
    for part in ("方桥-02", "方桥中队", "方桥-02 网格长", "canonical:JG-0413", "data-metric", "tilt_deg"):
        assert part in text


def test_the_headline_metric_comes_first_in_the_drawer() -> None:
    text = str(asset_sheet(CHINESE, asset_sheet_of(), [], [], NOW_US))
    assert text.index("tilt_deg") < text.index("battery_pct")


def test_the_timeline_tells_values_with_their_units() -> None:
    text = markup(alarm_stories(CHINESE, [story(alarm_line(rule_key="manhole.cover", value=2.0))], {}))
    assert "告警产生 · 打开" in text


def test_layers_without_assets_are_not_in_the_tree() -> None:
    text = markup(layer_rows(CHINESE, [LayerCount("manhole", 520, 512), LayerCount("tree", 24, 24)], 21))
    assert "智能井盖" in text
    assert "520" in text
    assert "21" in text
    assert "视频" not in text
    assert 'aria-checked="false" class="layer" data-kinds="tree" data-layer="tree"' in text


def test_facts_without_a_value_are_left_out() -> None:
    shown = markup(facts([("中队", "江滨中队"), ("street", None), ("", "none")]))
    assert '<div class="fact"><dt>中队</dt><dd>江滨中队</dd></div>' in shown
    assert "street" not in shown


def test_search_results_are_grouped_and_say_when_there_are_none() -> None:
    hits = Hits((Hit("JG-0413", "方桥路口", "", 1, 2, "manhole"),), (Hit("县前街", "县前街", "", 1, 2, "street"),), ())
    text = markup(search_results(CHINESE, "方", hits))
    assert 'data-select-asset="JG-0413"' in text
    assert "街路" in text
    assert "网格" not in text
    assert 'data-answers="方"' in text
    assert "没有找到「&lt;b&gt;」" in markup(search_results(CHINESE, "<b>", Hits((), (), ())))
    assert search_results(CHINESE, "", hits) == []


def test_the_foot_of_a_search_says_the_keys_and_how_many_more_there_are() -> None:
    hits = Hits((Hit("JG-0413", "方桥路口", "", 1, 2, "manhole"),), (), ())
    whole = markup(search_results(CHINESE, "方", hits))
    assert "<kbd>↵</kbd>打开" in whole
    assert "hits-more" not in whole
    assert "还有 1,204 条" in markup(search_results(CHINESE, "方", hits._replace(more=1204)))


def test_the_overview_shows_online_rates_water_and_parking() -> None:
    counts = [LayerCount("manhole", 520, 512)]
    text = markup(city_overview(CHINESE, counts, drainage_of(station_of("PS-1")), parking_of(), 8))
    for part in ("512", "/520", "98.5%", "PS-1 泵站", "中医院", "96%", "1.5", "47"):
        assert part in text


def test_panels_without_devices_are_left_out() -> None:
    text = markup(city_overview(CHINESE, [], drainage_of(), parking_of(), 8))
    assert "物联感知" not in text
    assert "排水与积水" not in text


def test_a_worse_severity_is_never_hidden_behind_a_milder_one() -> None:
    alarms = [alarm_line(1, severity=Severity.MINOR), alarm_line(2, severity=Severity.CRITICAL)]
    (story,) = queue(alarms, NOW_US)
    assert story.severity is Severity.CRITICAL
