"""The pages of a squad and of whoever is out, run by POST as the browser runs them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from dashboard.domain.rights import Means, Role
from dashboard.domain.severity import Severity
from tests.actors import acting
from tests.readout_builders import alarm_line
from tests.web.page_client import PageClient


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def be(client: PageClient, role: Role) -> None:
    """The pages are asked by somebody with this role, of the squad S1."""
    client.door.actor = acting("somebody", role)._replace(means=Means.PROGRAM, squad="S1", person="001")


def plain(found: object) -> str:
    """As read: thin blanks are blanks."""
    return re.sub("[\u2009\u202f\xa0]", " ", str(found))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-CN", ("在岗", "/ 4 应到", "今日出动 31", "两小时巡查覆盖", "78", "9.4 / 12.1 km")),
        ("en", ("On duty", "/ 4 due", "Turnouts today 31", "78", "9.4 / 12.1 km")),
    ],
)
def test_a_squad_is_told_in_figures(client: PageClient, language: str, told: tuple[str, ...]) -> None:
    text = plain(client.call("squad-figures.children", {"squad-chosen.data": {"squad": "S1"}}, language=language))
    assert [word for word in told if word not in text] == []
    assert client.services.duty.desk.asked == ["S1"]


def test_people_on_duty_are_listed_masked_those_first_who_want_a_look(client: PageClient) -> None:
    html = plain(client.call("squad-people.data-html", {"squad-chosen.data": {"squad": "S1"}}))
    assert re.findall(r'data-track=\\?"(\d+)', html) == ["003", "002", "001", "004"]
    told = ("张**", "未上报", "出界 180 m", "停 34", "走动", "队员 · 市容")
    assert [word for word in told if word not in html] == []
    assert "小明" not in html
    client.services.duty.desk.people = []
    assert "没有人在岗" in plain(client.call("squad-people.data-html", {"squad-chosen.data": {}}))


def test_attendance_adds_the_squads_of_a_day(client: PageClient) -> None:
    html = plain(client.call("squad-attendance.data-html", {"squad-chosen.data": None}))
    assert "2026-11-22" in html
    days = [re.findall(r"fig\\?\">(\d+)<", day) for day in re.findall(r"<tr.*?</tr>", html)[1:]]
    assert days == [["20", "18", "1", "2", "19"], ["10", "9", "0", "0", "9"]]
    assert "90 %" in html
    assert "/api/v1/attendance.csv?from=2026-11-09&amp;to=2026-11-22&amp;by=day" in html
    client.services.duty.desk.people = []
    assert "还没有排班" in plain(client.call("squad-attendance.data-html", {"squad-chosen.data": None}))


def test_a_squad_sees_the_alarms_of_its_grids_the_gravest_first(client: PageClient) -> None:
    client.services.reads.alarms[:] = [
        alarm_line(1, asset_id="JG-1", grid_code="G1"),
        alarm_line(2, asset_id="JG-2", grid_code="G1", severity=Severity.CRITICAL),
        alarm_line(3, asset_id="JG-3", grid_code="G2"),
        alarm_line(4, asset_id="JG-4", grid_code="G1", shelved_until_us=2**60),
    ]

    def listed(chosen: object) -> list[str]:
        html = str(client.call("squad-alarms.data-html", {"squad-chosen.data": chosen}))
        return re.findall(r"/\?asset=(JG-\d)", html)

    assert listed({"squad": "S1"}) == ["JG-2", "JG-1"]
    assert sorted(listed({})) == ["JG-1", "JG-2", "JG-3"]
    assert listed({"squad": "S2"}) == []


def test_attendance_by_quarter_has_all_squads_together_and_each_by_itself(client: PageClient) -> None:
    html = plain(client.call("squad-attendance.data-html", {"squad-chosen.data": {"by": "quarter"}}))
    rows = [re.findall(r">([^<>]+)<", row) for row in re.findall(r"<tr.*?</tr>", html)[1:]]
    assert [row[:-1] for row in rows] == [
        ["2026-Q4", "全部中队", "20", "18", "1", "2", "19"],
        ["一中队", "10", "8", "1", "2", "9"],
        ["二中队", "10", "10", "0", "0", "10"],
        ["2025-Q4", "一中队", "10", "9", "0", "0", "9"],
    ]
    assert "出动 28 人次" in html
    assert "from=2025-10-01" in html
    text = client.page("/squad", "?squad=S1&by=quarter")
    assert '"by": "quarter"' in text
    assert '"href": "/squad?squad=S1"' in text


@pytest.mark.parametrize("told", [{"squad": "S2"}, {"squad": 7}, "S2", None])
def test_who_leads_a_squad_sees_that_and_no_other(client: PageClient, told: object) -> None:
    be(client, Role.SQUAD_LEADER)
    client.call("squad-people.data-html", {"squad-chosen.data": told})
    assert client.services.duty.desk.asked == ["S1"]


def test_the_page_of_a_squad_tells_the_map_whom_to_show(client: PageClient) -> None:
    text = client.page("/squad", "?squad=S2")
    assert '"data-patrol": "S2"' in text
    assert '"data-patrol-people": "yes"' in text
    be(client, Role.MANAGER)
    figures_alone = client.page("/squad", "?squad=S2")
    assert '"data-patrol-people": ""' in figures_alone
    assert [part for part in ("squad-people", "squad-strip") if f'"{part}"' in figures_alone] == [], (
        "nothing is refused"
    )
    assert '"squad-attendance"' in figures_alone
    be(client, Role.SQUAD_LEADER)
    assert '"data-patrol": "S1"' in client.page("/squad", "?squad=S2")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-CN", ("张**", "未在岗", "签到上岗", "日间", "日间班", "县前街", "75 %", "42 个位置", "30 天")),
        ("en", ("Off duty", "Sign in", "Day", "42 positions", "30 days", "75 %")),
    ],
)
def test_ones_own_day_tells_shift_lines_and_what_is_kept(
    client: PageClient, language: str, told: tuple[str, ...]
) -> None:
    be(client, Role.OFFICER)
    text = plain(client.call("field-day.children", {"tick.n_intervals": 1}, language=language))
    assert [word for word in told if word not in text] == []


def test_one_signs_in_and_out(client: PageClient) -> None:
    be(client, Role.OFFICER)
    assert "已签到" in str(client.call("field-said.children", {"field-sign-in.n_clicks": 1}, "field-sign-in.n_clicks"))
    assert "在岗" in plain(client.call("field-day.children", {}))
    line = str(client.call("field-duty.children", {})["field-duty"]["children"])
    assert re.search(r"field-dot'.+'在岗'.+ · 到 .+\d\d:\d\d", line)
    out = client.call("field-said.children", {"field-sign-out.n_clicks": 1}, "field-sign-out.n_clicks")
    assert "已签退" in str(out)
    assert client.services.duty.sign_in.done == ["in", "out"]
    assert "data-share" in client.page("/field")


def test_who_belongs_to_no_person_is_told_what_to_do(client: PageClient) -> None:
    be(client, Role.OFFICER)
    client.door.actor = client.door.actor._replace(person=None)
    assert "未关联人员" in str(client.call("field-day.children", {}))


def test_squads_are_chosen_by_whoever_sees_several(client: PageClient) -> None:
    text = str(client.call("squad-choice.children", {"squad-chosen.data": {"squad": "S1"}}))
    assert "/squad?squad=S1" in text
    assert "全部" in text
    be(client, Role.SQUAD_LEADER)
    assert "/squad" not in str(client.call("squad-choice.children", {"squad-chosen.data": {"squad": "S1"}}))


def test_somebody_is_drawn_and_what_was_found_is_saved(client: PageClient) -> None:
    assert "没有待填写" in str(client.call("inspect-current.children", {}))
    drawn = client.call("inspect-said.children", {"inspect-draw.n_clicks": 1, "inspect-squad.value": "S1"})
    assert "抽到 001" in str(drawn)
    shown = client.call("inspect-current.children", {"inspect-done.data": 2})
    text = plain(shown)
    assert all(word in text for word in ("42 人中抽出", "第 2 次", "着装规范", "不合格：着装规范", "帽子"))
    marks = {f"inspect-{name}.value": "good" for name in ("present", "on-line", "uniform", "recorder", "conduct")}
    values = {**marks, "inspect-findings.value": "bad", "inspect-note.value": "好", "inspect-key.data": 2}
    save = {**values, "inspect-save.n_clicks": 1}
    assert "已保存" in str(client.call("inspect-said.children", save, "inspect-save.n_clicks"))
    ((key, found, note),) = client.services.duty.inspections.filled
    assert (key, found["findings"], found["present"], note) == (2, "bad", "good", "好")
    nothing = {"inspect-save.n_clicks": 1, "inspect-key.data": None}
    assert "没有待填写" in str(client.call("inspect-said.children", nothing, "inspect-save.n_clicks"))


def test_a_leader_inspects_the_own_squad_alone(client: PageClient) -> None:
    be(client, Role.SQUAD_LEADER)
    client.call("inspect-said.children", {"inspect-draw.n_clicks": 1, "inspect-squad.value": "S9"})
    client.call("inspect-current.children", {})
    assert client.services.duty.inspections.asked == ["S1", "S1"]
    page = client.page("/inspect")
    assert '"data-patrol": "S1"' in page
    assert '"data-legend": "still"' in page
    chosen = client.call("inspect-squad.options", {"inspect-squad.id": "inspect-squad"})
    assert chosen["inspect-squad"]["value"] == "S1", "the page names it, and lets nobody choose"


def test_who_sees_figures_alone_sees_no_marks_of_people(client: PageClient) -> None:
    be(client, Role.MANAGER)
    page = client.page("/squad")
    assert "data-patrol-lines" in page
    assert "data-legend" not in page


def test_the_live_picture_is_offered_where_there_is_one_and_else_it_is_said(client: PageClient) -> None:
    client.call("inspect-said.children", {"inspect-draw.n_clicks": 1, "inspect-squad.value": "S1"})
    shown = str(client.call("inspect-current.children", {"inspect-done.data": 2}))
    assert "此执法记录仪不提供实时画面" in shown
    assert "data-picture" not in shown
    client.services.duty.inspection_pictures.offered = True
    shown = str(client.call("inspect-current.children", {"inspect-done.data": 2}))
    assert all(word in shown for word in ("/api/v1/inspections/2/picture", "画面延迟 {} 秒", "断流", "会记入审计"))
