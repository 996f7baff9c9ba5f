"""The page of the roster: what it shows, what its form and a drag do, and what others get."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dashboard.domain.rights import Actor, Means, Role
from dashboard.domain.roster.records import Absence, AbsenceKind, Entry
from dashboard.services.roster.editing import Assignment
from tests.actors import acting
from tests.fakes_roster import FRIDAY, FakeRosterWork
from tests.web.page_client import PageClient


def by_token(role: Role | None, **more: Any) -> Actor:
    """Somebody who comes by a token, as the client of these tests does."""
    return acting("somebody", role)._replace(means=Means.PROGRAM, **more)


LEADER = by_token(Role.SQUAD_LEADER, squad="S1")
SATURDAY = FRIDAY + timedelta(1)
BUTTON = "roster-form.children"
VIEW = {"squad": "S1", "week": "2026-11-27"}


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    pages.door.actor = LEADER
    work = pages.services.roster.store.work
    work.save_entries([Entry("001", FRIDAY, "D", "G1"), Entry("002", FRIDAY, "N"), Entry("003", FRIDAY, "D")])
    work.save_absence(Absence("002", SATURDAY, SATURDAY, AbsenceKind.LEAVE))
    with pages.http:
        yield pages


def work_of(client: PageClient) -> FakeRosterWork:
    return client.services.roster.store.work


def shown(client: PageClient, view: dict[str, str] | None = None, **cookies: str) -> dict[str, str]:
    """What the callback of the week draws, by component."""
    answer = client.call("roster-grid.data-html", {"roster-view.data": view or VIEW}, **cookies)
    return {name: json.dumps(props, ensure_ascii=False) for name, props in answer.items()}


def told(answer: dict[str, Any]) -> str:
    return json.dumps(answer["notice"], ensure_ascii=False)


def press(client: PageClient, button: str, cell: dict[str, str], **fields: str) -> dict[str, Any]:
    """What a button of the form does."""
    values: dict[str, Any] = {f"roster-{name.replace('_', '-')}.value": value for name, value in fields.items()}
    values |= {f"roster-{button}.n_clicks": 1, "roster-cell.data": cell, "roster-view.data": VIEW}
    return client.call(BUTTON, values, f"roster-{button}.n_clicks")


def cell(person: str, shift: str = "", mark: str = "", area: str = "", **more: str) -> dict[str, str]:
    return {"person": person, "day": "2026-11-27", "shift": shift, "area": area, "mark": mark, "away": "", **more}


def test_the_page_offers_changes_only_to_who_may(client: PageClient) -> None:
    assert "复制上周" in client.page("/roster", "?squad=S1&week=2026-11-23")
    client.door.actor = by_token(Role.OFFICER, squad="S1", person="002")
    week = shown(client)
    assert "李**" in week["roster-grid"]
    assert "王**" not in week["roster-grid"]
    assert "roster-add" not in week["roster-grid"]
    assert "人次" in week["roster-figures"]
    assert "<!-- -->" in week["roster-coverage"]
    client.door.actor = by_token(Role.MANAGER)
    assert "没有" in client.page("/roster")


def test_a_week_shows_people_shifts_away_gaps_and_no_whole_name(client: PageClient) -> None:
    week = shown(client)
    grid = week["roster-grid"]
    assert all(each in grid for each in ("王**", "001", "中队长", "日间", "一网格", "夜间", "休假", "今天"))
    assert "小明" not in json.dumps(week, ensure_ascii=False)
    assert "赵" not in grid
    assert "缺 540 分钟" in week["roster-coverage"]
    assert 'data-cover=\\"red\\"' in week["roster-coverage"]
    assert "没有冲突" in week["roster-conflicts"]
    english = shown(client, language="en")
    assert "Squad leader" in english["roster-grid"]
    assert "540 min missing" in english["roster-coverage"]


def test_without_an_address_it_is_the_own_squad_and_this_week(client: PageClient) -> None:
    assert "王**" in shown(client, {"squad": "", "week": ""})["roster-grid"]
    nav = json.dumps(client.call("roster-nav.children", {"roster-view.data": {}}), ensure_ascii=False)
    assert "一中队" in nav
    assert "二中队" not in nav
    assert "11-23–11-29 · 第 48 周" in nav
    assert "week=2026-11-16" in nav


def test_another_squad_is_refused_on_the_page(client: PageClient) -> None:
    answer = client.call("roster-grid.data-html", {"roster-view.data": {"squad": "S2"}})
    assert "只到本中队" in told(answer)
    assert list(answer) == ["notice"]


def test_a_day_is_opened_changed_and_opened_again(client: PageClient) -> None:
    opened = {"action": "open_day", "person": "001", "day": "2026-11-27", "shift": "D"}
    form = json.dumps(client.call(BUTTON, {"roster-command.data": opened}, "roster-command.data"), ensure_ascii=False)
    assert all(
        each in form for each in ("改班", "王**", "日间 08:00–17:00", "11-27 周五 夜间 · 李** 002", '"mark": "D@G1"')
    )
    answer = press(client, "save", cell("001", "D", "D@G1", "G1"), shift="E", area="G1")
    assert "已保存" in told(answer)
    assert '"mark": "E@G1"' in json.dumps(answer, ensure_ascii=False)
    assert Entry("001", FRIDAY, "E", "G1") in work_of(client).kept.values()
    assert work_of(client).deeds[-1][:2] == ("set_roster", "001")


def test_a_second_shift_is_added_and_its_conflict_named_then_taken_off(client: PageClient) -> None:
    answer = press(client, "save", cell("001", "", "D@G1"), shift="E")
    assert "已保存，但有冲突：与 11-27 日间 重叠 180 分钟" in told(answer)
    assert "班次重叠" in shown(client)["roster-conflicts"]
    assert "已撤下" in told(press(client, "remove", cell("001", "E", "D@G1|E@")))
    assert [each.shift for each in work_of(client).kept.values() if each.person == "001"] == ["D"]


def test_what_somebody_else_changed_meanwhile_stays(client: PageClient) -> None:
    client.services.roster.editing.set_day("001", FRIDAY, [Assignment("N")], "D@G1", LEADER)
    answer = press(client, "save", cell("001", "D", "D@G1"), shift="E")
    assert "刚被别人改过" in told(answer)
    assert Entry("001", FRIDAY, "N") in work_of(client).kept.values()


def test_two_swap_or_are_told_why_not(client: PageClient) -> None:
    own = cell("001", "D", "D@G1", "G1")
    assert "已换班" in told(press(client, "swap", own, partner="002\n2026-11-27\nN\n"))
    assert Entry("002", FRIDAY, "D", "G1") in work_of(client).kept.values()
    work_of(client).save_absence(Absence("001", FRIDAY, FRIDAY, AbsenceKind.ILL))
    work_of(client).save_absence(Absence("002", FRIDAY, FRIDAY, AbsenceKind.ILL))
    refused = told(press(client, "swap", cell("001", "N", "N@"), partner="002\n2026-11-27\nD\nG1"))
    assert "001: 11-27 病假；002: 11-27 病假" in refused


def test_leave_is_noted_and_taken_back(client: PageClient) -> None:
    day = cell("001", "D", "D@G1", "G1")
    assert "已登记不在岗" in told(press(client, "away", day, away_kind="leave", away_until="2026-11-29"))
    assert "休假" in shown(client)["roster-grid"]
    assert "11-27 休假" in shown(client)["roster-conflicts"]
    assert "已销假" in told(press(client, "back", {**day, "away": "2026-11-27"}))
    assert ("001", FRIDAY) not in work_of(client).away


@pytest.mark.parametrize(
    ("button", "given", "fields", "reason"),
    [
        ("save", cell("001"), {}, "请先选择班次"),
        ("save", {}, {"shift": "D"}, "点一格"),
        ("save", {**cell("001"), "day": "x"}, {"shift": "D"}, "点一格"),
        ("save", cell("001", "", "D@G1"), {"shift": "?"}, "没有班次"),
        ("save", cell("404"), {"shift": "D"}, "没有工号"),
        ("save", cell("003", "", "D@"), {"shift": "E"}, "不在其中"),
        ("swap", cell("001", "D", "", "G1"), {}, "请先选择与谁换"),
        ("away", cell("001"), {"away_until": "2026-11-29"}, "请选择原因"),
        ("back", cell("001"), {}, "没有这条"),
    ],
)
def test_what_cannot_be_done_is_told(
    client: PageClient, button: str, given: dict[str, str], fields: dict[str, str], reason: str
) -> None:
    before = dict(work_of(client).kept)
    answer = press(client, button, given, **fields)
    assert reason in told(answer)
    assert work_of(client).kept == before


def test_a_chip_is_dragged_to_another_day(client: PageClient) -> None:
    given = {"action": "move_entry", "person": "001", "day": "2026-11-27", "shift": "D", "area": "G1"}
    given |= {"to_person": "002", "to_day": "2026-11-29", "seen": ""}
    answer = client.call(BUTTON, {"roster-command.data": given, "roster-view.data": VIEW}, "roster-command.data")
    assert "已移动" in told(answer)
    assert Entry("002", FRIDAY + timedelta(2), "D", "G1") in work_of(client).kept.values()
    again = client.call(BUTTON, {"roster-command.data": given, "roster-view.data": VIEW}, "roster-command.data")
    assert "刚被别人改过" in told(again)


def test_last_week_is_previewed_copied_and_called_off(client: PageClient) -> None:
    last = FRIDAY - timedelta(7)
    work_of(client).save_entries(
        [Entry("001", last, "D"), Entry("002", last - timedelta(1), "D"), Entry("002", last, "D")]
    )

    def copy(button: str) -> dict[str, Any]:
        values = {f"roster-{button}.n_clicks": 1, "roster-view.data": VIEW}
        return client.call("roster-copy-preview.children", values, f"roster-{button}.n_clicks")

    preview = json.dumps(copy("copy"), ensure_ascii=False)
    assert "将加 1 人次 · 1 人次已在，保留 · 1 人次不复制" in preview
    assert "002 · 11-27" in preview
    assert copy("copy-cancel")["roster-copy-panel"] == {"hidden": True}
    assert len(work_of(client).kept) == 6
    assert "已复制 1 人次，1 人次未复制" in told(copy("copy-do"))
    assert len(work_of(client).kept) == 7


def test_without_squads_people_or_needs_the_page_says_what_to_do(client: PageClient) -> None:
    work = work_of(client)
    work.staff, work.kept = [], {}
    assert "还没有人员" in shown(client)["roster-grid"]
    work.needed = []
    assert "没有人排班" in shown(client)["roster-coverage"]
    work.own_squads = []
    client.door.actor = by_token(None)
    assert "还没有中队" in shown(client, {"squad": "", "week": ""})["roster-grid"]
