"""The page of supervision tasks: its list, a task, the form and the next step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain.durations import HOUR_US
from dashboard.domain.rights import Means, Role
from dashboard.domain.supervision.records import TaskAction, TaskKind
from tests.actors import acting
from tests.readout_builders import NOW_US
from tests.web.page_client import PageClient

FORM = {
    "supervision-request.data": "k1",
    "supervision-kind.value": "overdue",
    "supervision-unit.value": "squad:S1",
    "supervision-subject.value": "店外经营反复",
    "supervision-demand.value": "限期清理",
    "supervision-hours.value": "48",
    "supervision-cases.value": "20261121-0001，20261121-0002\n20261121-0003",
}


@pytest.fixture
def client() -> Iterator[PageClient]:
    site = PageClient()
    with site.http:
        yield site


def give(client: PageClient, **changes: Any) -> str:
    values = {**FORM, **{f"supervision-{name}.value": value for name, value in changes.items()}}
    values["supervision-issue.n_clicks"] = 1
    return str(client.call("supervision-request.data", values, "supervision-issue.n_clicks"))


def test_the_list_leads_to_each_task_and_marks_the_chosen_one(client: PageClient) -> None:
    shown = str(client.call("supervision-list.children", {"supervision-task.data": 3}))
    assert "/supervision?task=3" in shown
    assert "supervision-line is-on" in shown
    assert "待签收" in shown


def test_a_task_offers_the_steps_of_its_viewer_and_its_sheet(client: PageClient) -> None:
    client.door.actor = acting("leader", Role.SQUAD_LEADER)._replace(squad="S1", means=Means.PROGRAM)
    shown = str(client.call("supervision-view.children", {"supervision-task.data": 3}))
    assert "签收" in shown
    assert "/api/v1/supervision/3/sheet.pdf?language=zh-CN" in shown
    assert "撤回" not in shown


@pytest.mark.parametrize("chosen", [None, "3", True])
def test_without_a_task_the_page_says_what_to_do(client: PageClient, chosen: Any) -> None:
    assert "选择一项督办" in str(client.call("supervision-view.children", {"supervision-task.data": chosen}))


def test_a_form_becomes_a_task(client: PageClient) -> None:
    assert "DB20261121-01" in give(client)
    ((draft, key),) = client.services.supervision.drafts
    assert (draft.kind, draft.squad, draft.department, key) == (TaskKind.OVERDUE, "S1", None, "k1")
    assert draft.due_us == NOW_US + 48 * HOUR_US
    assert draft.cases == ("20261121-0001", "20261121-0002", "20261121-0003")


def test_a_department_is_a_unit_too(client: PageClient) -> None:
    give(client, unit="department:D2", cases=None)
    ((draft, _),) = client.services.supervision.drafts
    assert (draft.squad, draft.department, draft.cases) == (None, "D2", ())


@pytest.mark.parametrize("hours", ["0", "8761", "-3", "1.5", "", "二十四", None])
def test_hours_that_are_none_are_refused_and_nothing_is_given(client: PageClient, hours: Any) -> None:
    assert "8760" in give(client, hours=hours)
    assert client.services.supervision.drafts == []


def test_a_kind_that_there_is_not_is_refused(client: PageClient) -> None:
    assert "类别" in give(client, kind="nonsense")


def test_the_overdue_cases_of_a_squad_are_filled_in(client: PageClient) -> None:
    pressed = {"supervision-fill.n_clicks": 1, "supervision-unit.value": "squad:S1"}
    answer = client.call("supervision-cases.value", pressed, "supervision-fill.n_clicks")
    assert answer["supervision-cases"]["value"] == "S1-1\nS1-2"
    pressed["supervision-unit.value"] = "department:D1"
    assert "选择中队" in str(client.call("supervision-cases.value", pressed, "supervision-fill.n_clicks"))


def test_the_units_are_squads_and_departments_of_every_level(client: PageClient) -> None:
    answer = client.call("supervision-unit.options", {"supervision-unit.id": "supervision-unit"})
    values = [each["value"] for each in answer["supervision-unit"]["options"]]
    assert {"department:D1", "department:D2"} <= set(values)
    assert any(value.startswith("squad:") for value in values)


def test_a_step_is_taken_with_the_revision_that_was_seen(client: PageClient) -> None:
    told = {
        "supervision-send.n_clicks": 1,
        "supervision-task.data": 3,
        "supervision-revision.data": 1,
        "supervision-step.value": "withdraw",
        "supervision-words.value": " 重复 ",
    }
    assert "撤回" in str(client.call("supervision-done.data", told, "supervision-send.n_clicks"))
    assert client.services.supervision.done == [(TaskAction.WITHDRAW, 1, "重复")]
    told["supervision-step.value"] = None
    assert "请选择" in str(client.call("supervision-done.data", told, "supervision-send.n_clicks"))


@pytest.mark.parametrize(("role", "is_there"), [(Role.MANAGER, True), (Role.OFFICER, False)])
def test_the_form_is_there_for_whoever_may_give_tasks(client: PageClient, role: Role, is_there: bool) -> None:
    client.door.actor = acting("somebody", role)._replace(squad="S1", means=Means.PROGRAM)
    assert ('"supervision-unit"' in client.page("/supervision")) is is_there


@pytest.mark.parametrize(("told", "chosen"), [("3", "3"), ("abc", "null"), ("-1", "null"), ("9" * 12, "null")])
def test_only_a_number_in_the_address_chooses_a_task(client: PageClient, told: str, chosen: str) -> None:
    assert f'"id": "supervision-task", "data": {chosen}' in client.page("/supervision", f"?task={told}")
