"""The page of the rules of dispatch: figures, list, form, trial and review."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import Source
from dashboard.domain.rights import Means, Role
from tests.actors import acting
from tests.web.page_client import PageClient

FORM: dict[str, Any] = {
    "dispatch-version.data": [4, 2],
    "dispatch-name.value": "街面秩序归一中队",
    "dispatch-categories.value": ["05"],
    "dispatch-areas.value": ["B1"],
    "dispatch-owner.value": "",
    "dispatch-sources.value": ["ai", "nonsense"],
    "dispatch-weekdays.value": [1, 5],
    "dispatch-from.value": "8:00",
    "dispatch-until.value": "24:00",
    "dispatch-unit.value": "squad:S1",
    "dispatch-second.value": "S2",
    "dispatch-is-on.value": ["on"],
}


@pytest.fixture
def client() -> Iterator[PageClient]:
    site = PageClient()
    with site.http:
        yield site


def press(client: PageClient, button: str, output: str, **changes: Any) -> str:
    values = {**FORM, **{f"dispatch-{name}.value": value for name, value in changes.items()}}
    values[f"dispatch-{button}.n_clicks"] = 1
    return str(client.call(output, values, f"dispatch-{button}.n_clicks"))


def test_the_figures_are_told_with_what_they_are_of(client: PageClient) -> None:
    shown = str(client.call("dispatch-figures.data-html", {"dispatch-days.value": 7}))
    for words in ("48.84", "99.68", "84,061 / 172,115", "自动 0.0 秒 · 人工 412 秒"):
        assert words in shown, words
    assert client.services.cases.dispatch_ruling.asked == [7]


def test_each_rule_says_when_it_fits_whom_it_sends_to_and_what_came_back(client: PageClient) -> None:
    shown = str(client.call("dispatch-list.children", {"dispatch-rule.data": 4}))
    for words in (
        "街面秩序",
        "东区",
        "AI 视频",
        "周一–周五",
        "08:00–18:00",
        "一中队 · 协同 机动中队",
        "近 90 天派出 40 件",
    ):
        assert words in shown, words
    for words in ("权属 水务集团", "部门 D1 已撤销", "近 90 天未派出", "不属我队线条", "/dispatch?rule=5"):
        assert words in shown, words
    assert "dispatch-line is-on" in shown


def test_the_form_has_what_the_rule_says_and_hides_its_buttons_from_who_may_not(client: PageClient) -> None:
    shown = str(client.call("dispatch-form.children", {"dispatch-rule.data": 4}))
    assert "街面秩序 › 店外经营" in shown
    assert "东区 · 区块" in shown
    assert "单元" not in shown, "nobody makes rules for unit grids"
    assert "李** 2" in shown
    client.door.actor = acting("reader", Role.DISPATCHER)._replace(means=Means.PROGRAM)
    rights = {right: reach for right, reach in client.door.actor.rights.items() if right != "edit_dispatch_rules"}
    client.door.actor = client.door.actor._replace(rights=rights)
    assert "您可以查看和试算" in str(client.call("dispatch-form.children", {"dispatch-rule.data": 4}))


def test_a_draft_is_tried_beside_the_rules_in_force(client: PageClient) -> None:
    shown = press(client, "try", "dispatch-tried.children", unit="responsible", second=None)
    assert "+590" in shown
    for words in (
        "去向有变的案件 590 件",
        "一中队 → 机动中队",
        "人工派遣 → 市政养护",
        "最终由机动中队处置",
        "还有 29 件较早的",
    ):
        assert words in shown, words
    (draft,) = client.services.cases.dispatch_ruling.tried
    assert (draft.to_responsible, draft.units) == (True, Units())


def test_a_rule_is_saved_as_it_stands_in_the_form(client: PageClient) -> None:
    shown = press(client, "save", "dispatch-rule.data")
    assert "已保存为第 3 版" in shown
    (saved,) = client.services.cases.dispatch_ruling.saved
    assert (saved.rule_key, saved.version, saved.is_on) == (4, 2, True)
    assert (saved.sources, saved.weekdays) == (frozenset({Source.AI}), frozenset({1, 5}))
    assert (saved.from_min, saved.until_min) == (480, 1440)
    assert saved.units == Units(squad="S1", second_squad="S2")


@pytest.mark.parametrize(
    ("unit", "units"), [("department:D1", Units(department="D1")), ("person:2", Units(assignee="2"))]
)
def test_a_rule_sends_to_a_department_or_a_person(client: PageClient, unit: str, units: Units) -> None:
    press(client, "save", "dispatch-rule.data", unit=unit, second=None)
    assert client.services.cases.dispatch_ruling.saved[0].units == units


def test_a_time_that_is_none_is_refused_with_an_example(client: PageClient) -> None:
    assert "08:00" in press(client, "save", "dispatch-rule.data", **{"from": "early"})
    assert client.services.cases.dispatch_ruling.saved == []


def test_a_rule_is_switched_off_and_on(client: PageClient) -> None:
    values = {**FORM, "dispatch-switch.n_clicks": 1}
    assert "第 3 版" in str(client.call("dispatch-done.data", values, "dispatch-switch.n_clicks"))
    assert not client.services.cases.dispatch_ruling.saved[0].is_on


def test_the_page_is_for_who_dispatches(client: PageClient) -> None:
    client.door.actor = acting("seat", Role.OPERATOR)._replace(means=Means.PROGRAM)
    assert "dispatch-list" not in client.page("/dispatch")


def test_the_form_of_dispatching_shows_whom_it_may_go_to_and_why(client: PageClient) -> None:
    asked = {"case-candidates-asked.data": {"key": 7, "action": "dispatch"}}
    shown = str(client.call("case-candidates.data-html", asked))
    for words in ("建议派给", "一中队", "负责网格 县前-02", "李** 2", "协同", "手上 2 件"):
        assert words in shown, words
    assert "&quot;assignee&quot;:&quot;2&quot;" in shown, "one click fills the fields"


def test_other_forms_show_no_candidates_and_ask_for_none(client: PageClient) -> None:
    client.door.actor = acting("officer", Role.OFFICER)._replace(means=Means.PROGRAM)
    asked = {"case-candidates-asked.data": {"key": 7, "action": "feedback"}}
    shown = str(client.call("case-candidates.data-html", asked))
    assert "<!-- -->" in shown
