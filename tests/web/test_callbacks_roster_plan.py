"""The tabs of shifts and needs: what they show, what saving does, and who may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain.rights import Means, Role
from dashboard.domain.roster.records import Entry, Need, Shift, ShiftKind
from tests.actors import acting
from tests.fakes_roster import FRIDAY, FakeRosterWork
from tests.web.page_client import PageClient

NEED = {"tab": "needs", "squad": "S1", "shift": "D"}
SHIFT = {"tab": "shifts", "squad": "", "shift": "N"}


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    be(pages, Role.DISPATCHER)
    work_of(pages).save_entries([Entry("001", FRIDAY, "N"), Entry("002", FRIDAY, "N"), Entry("003", FRIDAY, "D")])
    with pages.http:
        yield pages


def be(client: PageClient, role: Role) -> None:
    client.door.actor = acting("somebody", role)._replace(means=Means.PROGRAM, squad="S1", person="001")


def work_of(client: PageClient) -> FakeRosterWork:
    return client.services.roster.store.work


def table(client: PageClient, plan: dict[str, str]) -> str:
    return json.dumps(client.call("roster-plan-table.children", {"roster-plan.data": plan}), ensure_ascii=False)


def filled(client: PageClient, output: str, plan: object) -> dict[str, Any]:
    answer = client.call(output, {"roster-plan.data": plan})
    return {name: next(iter(props.values())) for name, props in answer.items()}


def save(client: PageClient, button: str, **values: Any) -> str:
    """What the notice says after a click."""
    given = {f"roster-{name.replace('_', '-')}": value for name, value in values.items()}
    told = {f"{name}.{'data' if name == 'roster-plan' else 'value'}": value for name, value in given.items()}
    answer = client.call("notice.children", {f"{button}.n_clicks": 1, **told}, f"{button}.n_clicks")
    return json.dumps(answer, ensure_ascii=False)


def test_shifts_are_listed_with_their_times_and_how_many_have_them(client: PageClient) -> None:
    text = table(client, {"tab": "shifts"})
    assert [
        word for word in ("20:00–02:00", "次日", "/roster?tab=shifts&shift=N", "夜间", "6") if word not in text
    ] == []
    form = filled(client, "roster-shift-code.value", SHIFT)
    assert [form[f"roster-shift-{name}"] for name in ("code", "name", "kind", "from", "until")] == [
        "N",
        "夜间",
        "night",
        "20:00",
        "02:00",
    ]
    assert form["roster-plan-effect"].startswith("今后 62 天有 2 人次")
    assert form["roster-shift-save"] is False
    assert "没有用过" in filled(client, "roster-shift-code.value", {"tab": "shifts"})["roster-plan-effect"]


def test_the_times_of_a_shift_are_changed_for_everybody(client: PageClient) -> None:
    fields = {"shift_code": "N", "shift_name": "夜间", "shift_kind": "night", "shift_from": "21:00"}
    assert "班次 N 已保存" in save(client, "roster-shift-save", **fields, shift_until="3:30")
    assert work_of(client).shifts()["N"] == Shift("N", "夜间", ShiftKind.NIGHT, 21 * 60, 27 * 60 + 30)
    assert [deed[:2] for deed in work_of(client).deeds] == [("save_shift", "N")]
    for wrong in ("24:00", "", "7", "7:60", "noon"):
        assert "08:00" in save(client, "roster-shift-save", **fields, shift_until=wrong)
    assert len(work_of(client).deeds) == 1, "nothing was saved"


def test_a_leader_sees_shifts_and_changes_the_needs_of_the_own_squad_alone(client: PageClient) -> None:
    be(client, Role.SQUAD_LEADER)
    assert filled(client, "roster-shift-code.value", SHIFT)["roster-shift-save"] is True
    fields = {"shift_code": "N", "shift_name": "夜间", "shift_kind": "night"}
    refused = save(client, "roster-shift-save", **fields, shift_from="21:00", shift_until="3:00")
    assert "权限" in refused
    text = table(client, {"tab": "needs"})
    assert "一中队" in text
    assert "二中队" not in text
    saved = save(client, "roster-need-save", plan=NEED, need_days=["1", "2"], need_people="5")
    assert "已保存" in saved
    assert work_of(client).needs()[-1] == Need("S1", "D", frozenset({1, 2}), 5)
    other = save(client, "roster-need-save", plan={**NEED, "squad": "S2"}, need_days=["1"], need_people="5")
    assert "权限" in other
    assert work_of(client).needs()[-1].squad == "S1"


def test_needs_are_a_table_of_squads_by_shifts_and_a_cell_is_filled_in(client: PageClient) -> None:
    text = table(client, NEED)
    assert [word for word in ("一中队", "二中队", "2 人", "每天", "squad=S2&shift=E") if word not in text] == []
    form = filled(client, "roster-need-days.value", NEED)
    assert form["roster-need-days"] == [str(day) for day in range(1, 8)]
    assert (form["roster-need-people"], form["roster-need-save"]) == ("2", False)
    assert "一中队 · 日间" in form["roster-need-effect"]
    empty = filled(client, "roster-need-days.value", {"tab": "needs"})
    assert (empty["roster-need-people"], empty["roster-need-save"]) == ("", True)
    for wrong in ("", "-1", "1.5", "many"):
        assert "0 到 500" in save(client, "roster-need-save", plan=NEED, need_days=["1"], need_people=wrong)
    assert "0 到 500" in save(client, "roster-need-save", plan=NEED, need_days=["1"], need_people="501")
    assert work_of(client).deeds == []


def test_the_tabs_stand_before_those_who_make_the_roster(client: PageClient) -> None:
    assert '"href": "/roster?tab=needs"' in client.page("/roster")
    assert "需要人数" in client.page("/roster", "?tab=needs")
    english = client.page("/roster", "?tab=shifts", language="en")
    assert [word for word in ("Shifts", "Needs", "Begins") if word not in english] == []
