"""The cases of a squad's page by POST: figures on fixed records, lamps and requests on real services."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

import pytest

from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.durations import HOUR_US
from dashboard.domain.rights import Actor, Means, Role
from dashboard.domain.squads.hours import Heat
from dashboard.domain.squads.periods import SquadPeriod
from dashboard.domain.squads.readouts import LampTally, SquadHead, SquadLamps
from dashboard.settings import Settings
from data_sources.db.engine import create
from layouts.components.squads.lamps import lamps_head
from tests.actors import acting
from tests.case_office import CHIEF, OFFICER, OTHER_CHIEF, CaseOffice
from tests.readout_builders import CHINESE, NOW_US
from tests.squad_office import LEADER, SquadOffice
from tests.web.fake_squads import NAMES
from tests.web.page_client import PageClient


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def plain(found: object) -> str:
    """As read: thin blanks are blanks, quotes are quotes."""
    return unescape(re.sub("[\u2009\u202f\xa0]", " ", str(found)))


def words(found: object) -> str:
    """All texts of components, one after the other, without blanks."""
    if isinstance(found, dict):
        return words(found["props"].get("children", "")) if "props" in found else words(list(found.values()))
    return "".join(map(words, found)) if isinstance(found, list) else re.sub(r"\s", "", plain(found))


class Page(NamedTuple):
    """The page of the first squad on real services."""

    client: PageClient
    squad: SquadOffice

    @property
    def office(self) -> CaseOffice:
        return self.squad.office

    def sit(self, actor: Actor) -> None:
        self.client.door.actor = actor._replace(means=Means.PROGRAM)

    def shown(self, part: str) -> str:
        values = {"squad-chosen.data": {"squad": "S1"}}
        return plain(self.client.call(f"{part}.data-html", values)[part]["data-html"])

    def buttons(self) -> list[dict[str, Any]]:
        return [json.loads(each) for each in re.findall(r'data-decide="(\{.*?\})"', self.shown("squad-approvals"))]

    def decide(self, action: Action, **more: Any) -> str:
        told = next(each for each in self.buttons() if each["action"] == action)
        data = {"once": "o", "at": 1, "reason": "", **told, **more}
        answer = self.client.call("squad-decided.data-html", {"squad-decision.data": data})
        return plain(answer["squad-decided"]["data-html"])

    def now(self, case: Case) -> Case:
        return self.office.reading.view(case.case_key, acting("all")).case


@pytest.fixture
def page(settings: Settings) -> Iterator[Page]:
    client, office = PageClient(), CaseOffice(create(settings.database))
    squad = SquadOffice(office)
    client.services.cases, client.services.squads = office, squad
    with client.http:
        found = Page(client, squad)
        found.sit(LEADER)
        yield found


def asking(page: Page) -> Case:
    return page.office.act(page.office.accepted(), Action.EXTEND, OFFICER, reason="缺 D400 管件")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "zh-CN",
            (
                "发现快6分9件全区9分昨天此时9分▼3分",
                "处置快38分4件全区150分昨天此时30分▲8分",
                "整改快—0件全区—昨天此时—",
                "90/93",
            ),
        ),
        ("en", ("Foundin6min9casesdistrict9minthistimeyesterday9min▼3min", "Putrightin—0cases", "96.8%90/93")),
    ],
)
def test_speeds_stand_beside_the_districts_and_those_of_before(
    client: PageClient, language: str, told: tuple[str, ...]
) -> None:
    values = {"squad-chosen.data": {"squad": "S1", "period": "now"}}
    found = client.call("squad-figures.children", values, language=language)
    assert [word for word in told if word not in words(found["squad-figures"]["children"])] == []
    assert "is-better" in str(found)
    assert "is-worse" in str(found)


@pytest.mark.parametrize(
    ("period", "asked"),
    [("today", SquadPeriod.TODAY), ("week", SquadPeriod.WEEK), ("8", SquadPeriod.NOW), (7, SquadPeriod.NOW)],
)
def test_the_address_says_of_which_time_figures_are(client: PageClient, period: object, asked: SquadPeriod) -> None:
    client.call("squad-figures.children", {"squad-chosen.data": {"squad": "S1", "period": period}})
    assert client.services.squads.asked == [("S1", asked)]
    assert '"period": "week"' in client.page("/squad", "?squad=S1&period=week")


def test_hours_and_places_are_told_with_a_patrol_before_them(client: PageClient) -> None:
    answer = client.call("squad-hot.data-html", {"squad-chosen.data": {"squad": "S1"}})
    head, rows, places = (plain(answer[f"squad-{part}"]["data-html"]) for part in ("hot-head", "hot", "places"))
    assert "近 30 天的休息日 · 8 天 12 件" in head
    assert "19 – 23 时占 75%" in head
    assert 'title="19:00 · 9"' in rows
    assert "left:79.17%;width:16.67%" in rows
    assert "县前街 128 号" in places
    assert "加一趟 19:30 巡「县前街」线" in places
    assert 'href="/roster?squad=S1&week=2026-11-22"' in places
    client.services.squads.heat, client.services.squads.places = Heat(), []
    empty = plain(client.call("squad-hot.data-html", {"squad-chosen.data": {"squad": "S1"}}))
    assert "近 30 天没有案件" in empty
    assert "没有反复发生的地点" in empty


@pytest.mark.parametrize(
    ("head", "title", "over_map"),
    [
        (SquadHead("一中队", ("一格",), "夜间班", NOW_US, NOW_US + HOUR_US, True, 3), "夜间班", ""),
        (
            SquadHead("一中队", ("一格",), "夜间班", NOW_US + HOUR_US, NOW_US + 2 * HOUR_US, False, 3),
            "下一班：夜间班",
            "起恢复",
        ),
        (SquadHead("一中队", people=0), "没有人员", "没有班次"),
        (SquadHead("一中队", heir=("S2", "二中队")), "已并入二中队", ""),
        (SquadHead(is_known=False), "没有这个中队", ""),
        (SquadHead(), "全部中队", ""),
    ],
    ids=["on", "off", "nobody", "merged", "gone", "all"],
)
def test_the_head_says_which_shift_runs_and_the_map_from_when_positions_return(
    client: PageClient, head: SquadHead, title: str, over_map: str
) -> None:
    client.services.squads.head_told = head
    answer = client.call("squad-head.data-html", {"squad-chosen.data": {"squad": "S1"}})
    assert title in plain(answer["squad-head"]["data-html"])
    assert over_map in plain(answer["squad-off"]["data-html"])


@pytest.mark.parametrize(("count", "is_said"), [(10_000, True), (0, False)])
def test_a_map_that_has_only_the_most_urgent_cases_says_so(count: int, is_said: bool) -> None:
    lamps = SquadLamps([], LampTally(open=count), [], NAMES, NOW_US)
    assert ("地图标出最急的 0 件" in str(lamps_head(CHINESE, lamps, "S1", 0))) is is_said


def test_a_case_that_nobody_took_says_so_and_the_map_has_it(page: Page) -> None:
    case = page.office.dispatched()
    page.squad.wait(4)
    html = page.shown("squad-lamps")
    assert "未接 4 分" in html
    assert f'data-select-case="{case.case_key}"' in html
    answer = page.client.call("squad-points.data-case-points", {"squad-chosen.data": {"squad": "S1"}})
    points = json.loads(answer["squad-points"]["data-case-points"])
    assert [(each["key"], each["state"]) for each in points] == [(case.case_key, "normal")]


def test_who_was_named_says_on_the_page_how_it_is(page: Page) -> None:
    case = page.office.act(page.office.handled(), Action.CHECK, CHIEF, units=Units(checker="1"))
    html = page.shown("squad-tasks")
    told = [json.loads(each) for each in re.findall(r'data-fill="(\{.*?\}\})"', html)]
    assert [(each["key"], each["action"]) for each in told] == [
        (str(case.case_key), "check"),
        (str(case.case_key), "rework"),
    ]


def test_without_lamps_the_page_says_what_is_due_next(page: Page) -> None:
    assert "没有在计时的案件" in page.shown("squad-lamps")
    page.office.accepted()
    html = page.shown("squad-lamps")
    assert "没有红黄灯" in html
    assert "下一个到期" in html
    assert "没有要核实或核查的" in page.shown("squad-tasks")


def test_a_request_is_consented_to_once_however_often_it_is_pressed(page: Page) -> None:
    case = asking(page)
    html = page.shown("squad-approvals")
    assert [
        word
        for word in ("延期", "缺 D400 管件", "还需 2 级审批", "+2 小时", "新截止前完成仍算按期")
        if word not in html
    ] == []
    buttons = page.buttons()
    told = next(each for each in buttons if each["action"] == "approve")
    data = {"once": "same", "at": 1, "reason": "", **told}
    for _ in range(2):
        answer = page.client.call("squad-decided.data-html", {"squad-decision.data": data})
        assert 'data-done="yes"' in str(answer["squad-decided"]["data-html"])
    pending = page.now(case).pending
    assert pending is not None
    assert pending.agreed == ("leader",)


def test_a_refusal_takes_its_reason_and_a_question_stands_in_the_timeline(page: Page) -> None:
    case = asking(page)
    assert "已写入时间线" in page.decide(Action.COMMENT, reason="预计何时能完成？")
    assert page.now(case).pending is not None
    assert "请写明不同意的原因" in page.decide(Action.REFUSE, reason="", once="p")
    assert "已不同意，现为“处置中”" in page.decide(Action.REFUSE, reason="理由不充分", once="q")
    assert page.now(case).state is CaseState.HANDLING


def test_who_was_slower_is_told_who_did_what(page: Page) -> None:
    case = asking(page)
    told = next(each for each in page.buttons() if each["action"] == "approve")
    page.office.act(case, Action.REFUSE, CHIEF, reason="不同意")
    answer = page.client.call("squad-decided.data-html", {"squad-decision.data": {"once": "o", "at": 1, **told}})
    html = plain(answer["squad-decided"]["data-html"])
    assert re.search(r"chief 已在 \d\d:\d\d", html)
    assert "案件现为“处置中”" in html
    assert 'data-done=""' in html


def test_who_may_not_decide_reads_why_in_the_place_of_the_button(page: Page) -> None:
    page.office.act(page.office.accepted(), Action.RETURN, OFFICER, reason="不属本中队")
    html = page.shown("squad-approvals")
    assert "不能同意：中队长没有“立案、结案”的权限" in html
    assert [each["action"] for each in page.buttons() if each["action"] != "comment"] == []
    page.sit(OTHER_CHIEF)
    assert "approve" in [each["action"] for each in page.buttons()]


@pytest.mark.parametrize(
    "told", [None, "x", {"key": "x", "action": "approve"}, {"key": 1, "action": "void"}, {"key": 1, "action": 7}]
)
def test_what_is_no_decision_changes_nothing(page: Page, told: object) -> None:
    asking(page)
    page.client.call("squad-decided.data-html", {"squad-decision.data": told})
    assert page.squad.approving.waiting(LEADER, "S1").own == 1


def test_a_decision_of_an_odd_revision_is_refused(page: Page) -> None:
    case = asking(page)
    assert 'data-done=""' in page.decide(Action.APPROVE, revision="x")
    assert page.now(case).revision == case.revision


def test_whoever_sees_no_cases_gets_the_page_without_them(client: PageClient) -> None:
    rights = {name: reach for name, reach in LEADER.rights.items() if name != "view_cases"}
    client.door.actor = LEADER._replace(means=Means.PROGRAM, rights=rights)
    text = client.page("/squad")
    assert '"squad-figures"' in text
    assert '"squad-lamps"' not in text
    client.door.actor = acting("boss", Role.MANAGER)._replace(means=Means.PROGRAM)
    assert '"squad-lamps"' in client.page("/squad", "?squad=S1")


def test_every_list_that_holds_still_has_its_button_of_news(client: PageClient) -> None:
    told = client.page("/squad")
    held = re.findall(r'"id": "([\w-]+)"[^{}]*"data-holds"', told)
    assert set(held) == set(re.findall(r'"data-news-of": "([\w-]+)"', told)) >= {"squad-lamps", "squad-tasks"}
    assert len(held) == 5
