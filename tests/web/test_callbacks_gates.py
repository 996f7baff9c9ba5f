"""The administrator's tabs of what cameras find, run by POST as the browser runs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain.rights import Means, Role
from tests.actors import acting
from tests.web.page_client import PageClient

WORD = {"source": "frigate", "label": "car", "zone": "no_park_1,road"}
GATE = {"days": "7", "one": "yes", "gate": "0501", "asset": "", "of": ""}
FILLED: dict[str, Any] = {
    "category": "0501",
    "camera": "",
    "score": "0.5",
    "dwell": "240",
    "weekdays": [1, 2],
    "from": "08:00",
    "until": "22:00",
    "gap": "1.5",
    "options": ["enabled", "zones"],
}


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def board(client: PageClient, tab: str, **asked: str) -> str:
    told = {f"{tab}-board.data-{name}": value for name, value in asked.items()}
    return str(client.call(f"{tab}-board.children", told))


def classify(client: PageClient, **changes: Any) -> dict[str, Any]:
    told = {
        "source": "frigate",
        "label": "car",
        "zone": "no_park_1|road",
        "camera": "",
        "stood": "",
        "category": "0505",
    }
    values = {f"finds-{name}.value": value for name, value in {**told, **changes}.items()}
    return client.call("finds-said.children", {"finds-save.n_clicks": 1, **values}, "finds-save.n_clicks")


def save(client: PageClient, version: Any = ("0501", "", 2, False), button: str = "save", **changes: Any) -> str:
    values = {f"gates-{name}.value": value for name, value in {**FILLED, **changes}.items()}
    values |= {f"gates-{button}.n_clicks": 1, "gates-version.data": list(version)}
    return str(client.call("gates-said.children", values, f"gates-{button}.n_clicks"))


def test_the_unclassified_words_come_first_and_are_counted(client: PageClient) -> None:
    shown = board(client, "finds", days="7", **WORD)
    assert shown.index("'car'") < shown.index("'vendor'")
    for word in ("1,241", "37", "占 3.0%", "未分类", "无照经营游商 0501", "312 件未入队", "is-on"):
        assert word in shown


def test_the_form_of_a_word_is_filled_with_it(client: PageClient) -> None:
    told = {f"finds-board.data-{name}": value for name, value in WORD.items()}
    form = str(client.call("finds-form.children", told))
    for word in ("'frigate'", "no_park_1|road", "暴露垃圾  0102", "归入此类别"):
        assert word in form
    assert "从左侧选一个词" in str(client.call("finds-form.children", {}))


def test_what_a_category_would_change_is_told_before_it_is_saved(client: PageClient) -> None:
    values = {"source": "frigate", "label": "car", "zone": "", "camera": "", "stood": "", "category": "0505"}
    asked = {f"finds-{name}.value": value for name, value in values.items()}
    effect = str(client.call("finds-effect.children", asked))
    assert "近 7 天符合的事件 37 件，其中 37 件会改变类别（原为未分类 37 件）" in effect
    assert "没有符合的事件" in str(client.call("finds-effect.children", {**asked, "finds-label.value": "bus"}))
    assert client.services.gates.specs == []


def test_a_word_that_gets_a_category_is_an_entry_of_the_mappings(client: PageClient) -> None:
    answer = classify(client, stood="180")
    assert "已归类：car → 0505；待判与未入队的 0 件随之改变" in str(answer)
    match = {"camera_source": "frigate", "label": "car", "zone": "no_park_1|road", "min_dwell_s": 180}
    assert client.services.gates.specs == [{"match": match, "category": "0505"}]
    assert client.services.gates.audited == ["import_mappings"]
    classify(client)
    assert client.services.gates.audited[1:] == ["import_mappings", "0 0505"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"category": None}, "请选择类别"),
        ({"stood": "soon"}, "停留须为秒数"),
        ({"stood": "9999999"}, "归类规则写得不对"),
        ({"label": "car("}, "归类规则写得不对"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_in_words(client: PageClient, change: dict[str, Any], reason: str) -> None:
    assert reason in str(classify(client, **change))
    assert client.services.gates.specs == []


def test_the_gates_tell_what_they_ask_for_and_what_they_hold(client: PageClient) -> None:
    shown = board(client, "gates", **GATE)
    for word in (
        "其他全部类别",
        "置信度 ≥ 0.40",
        "停留 ≥ 3",
        "312 / 1,204 件未入队",
        "停留不足 300",
        "启用中",
        "未启用",
    ):
        assert word in shown
    assert "第 2 版 · li" in shown
    assert "最近未入队的事件" in shown
    assert "疏导点内 · 河滨疏导点 SD-01" in shown


def test_a_new_gate_of_a_camera_begins_with_what_holds_there(client: PageClient) -> None:
    shown = board(client, "gates", days="7", one="yes", gate="new", asset="", of="0501")
    assert "新建关口" in shown
    assert "'180'" in shown
    assert "修改关口" not in shown


def test_what_a_change_would_hold_is_told_before_it_is_saved(client: PageClient) -> None:
    values = {f"gates-{name}.value": value for name, value in {**FILLED, "dwell": "600"}.items()}
    asked = {**values, "gates-version.data": ["0501", "", 2, False]}
    assert "近 7 天 2 件：现在未入队 1 件，改后 2 件" in str(client.call("gates-effect.children", asked))


def test_a_gate_is_saved_as_the_form_says(client: PageClient) -> None:
    assert "关口已保存：无照经营游商 0501（第 3 版）" in save(client)
    gate = client.services.gates.stored["0501", ""]
    assert (gate.least_score, gate.dwell_s, gate.merge_gap_s, gate.zones_apart) == (0.5, 240, 90, True)
    assert (gate.hours.weekdays, gate.hours.from_min, gate.hours.until_min) == (frozenset({1, 2}), 480, 1320)
    assert "刚被别人改过" in save(client)
    assert client.services.gates.audited == ["edit_gate"]


def test_a_camera_may_have_a_gate_of_its_own_and_lose_it_again(client: PageClient) -> None:
    assert "没有编号为 CAM-1 的摄像机" in save(client, ("0501", "", 2, True), camera="CAM-1")
    assert "第 1 版" in save(client, ("0501", "", 2, True), camera="CAM-9")
    assert "已经有了" in save(client, ("0501", "", 2, True), camera="CAM-9")
    assert "CAM-9" in board(client, "gates", **GATE)
    assert "已删除" in save(client, ("0501", "CAM-9", 1, False), button="remove")
    assert "只能停用" in save(client, ("0501", "", 2, False), button="remove")
    assert list(client.services.gates.stored) == [("", ""), ("0501", "")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"score": "high"}, "最低置信度须为"),
        ({"score": "1.2"}, "最低置信度须在"),
        ({"dwell": ""}, "停留须为秒数"),
        ({"gap": "99999"}, "合并间隔须在"),
        ({"from": "8"}, "08:00"),
        ({"until": ""}, "要么都填"),
    ],
)
def test_a_gate_that_cannot_be_is_refused_in_words(client: PageClient, change: dict[str, Any], reason: str) -> None:
    assert reason in save(client, **change)
    assert client.services.gates.audited == []


def test_who_may_change_no_rules_is_refused(client: PageClient) -> None:
    client.door.actor = acting("wang", Role.OPERATOR)._replace(means=Means.COMMAND_LINE)
    assert "权限" in save(client)
    assert "权限" in str(classify(client))


def test_categories_are_shown_with_how_far_they_can_be_trusted(client: PageClient) -> None:
    shown = str(client.call("filings-board.children", {"filings-board.data-category": "0505"}))
    for word in ("查准率 98.4%（95.9–99.4%）", "240 / 244 件属实", "近 24 小时立案 3 件", "启用中", "已自行停用"):
        assert word in shown
    for word in ("自行停用：当时查准率 85.7%（下限 81.1%，280 件）", "不能启用：查准率下限 81.1% 低于门槛 95%"):
        assert word in shown


def file_itself(client: PageClient, **changes: Any) -> str:
    told = {"precision": "92.5", "condition": "", "most": "30", "options": ["enabled"], **changes}
    values = {f"filings-{name}.value": value for name, value in told.items()}
    values |= {"filings-save.n_clicks": 1, "filings-version.data": ["0504", 1]}
    return str(client.call("filings-said.children", values, "filings-save.n_clicks"))


def test_a_category_is_switched_as_the_form_says(client: PageClient) -> None:
    assert "自动立案已保存：店外经营" in file_itself(client)
    (filing,) = client.services.gates.filing.saved
    assert (filing.least_precision, filing.most_an_hour, filing.is_on, filing.version) == (0.925, 30, True, 1)
    assert "百分数" in file_itself(client, precision="high")
    assert "整数" in file_itself(client, most="x")
    assert len(client.services.gates.filing.saved) == 1


def test_whoever_changes_rules_is_told_when_a_category_switches_itself_off(client: PageClient) -> None:
    asked = {"feed-gates.data": 7}
    client.services.gates.filing.ended = [client.services.gates.filing.lines(client.door.actor)[1].filing]
    found = [entry for entry in client.dependencies if {"id": "feed-gates", "property": "data"} in entry["inputs"]]
    notice = next(entry["output"] for entry in found if "notice" in entry["output"])
    assert "机动车乱停放 的自动立案已自行停用" in str(client.call(notice, asked, "feed-gates.data"))
