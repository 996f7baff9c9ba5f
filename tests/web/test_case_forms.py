"""Cases moved from the drawer by POST, on real services: who may not is refused, who was slower is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest

from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.catalogue.tree import Version
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.rights import Actor, Means, Role
from dashboard.services.cases.watching import CaseWatch
from dashboard.settings import Settings
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.engine import create
from tests.actors import acting
from tests.case_office import CHIEF, CONTENTS, LEADER, OFFICER, OTHER_CHIEF, SEAT, STRANGER, CaseOffice
from tests.web.page_client import PageClient


class Desk(NamedTuple):
    """Pages on the services of an office; `asks` are the answers to whoever sits there."""

    client: PageClient
    office: CaseOffice

    def sit(self, actor: Actor) -> None:
        self.client.door.actor = actor._replace(means=Means.COMMAND_LINE)

    def form(self, case: Case, action: str, **cookies: str) -> Any:
        values = {"case-action.data": {"action": action}, "case-shown.data": {"key": case.case_key}}
        return self.client.call("case-form.children", values, "case-action.data", **cookies)

    def seen(self, case: Case, action: str) -> Any:
        parts = self.form(case, action)["case-form"]["children"]
        return next(each["props"]["data"] for each in parts if each["props"].get("id") == "case-form-seen")

    def send(self, seen: Any, **fields: Any) -> Any:
        values = {"case-form-send.n_clicks": 1, "case-form-seen.data": seen}
        values |= {f"case-form-{name.replace('_', '-')}.value": value for name, value in fields.items()}
        return self.client.call("case-form-said.children", values, "case-form-send.n_clicks")

    def now(self, case: Case) -> Case:
        return self.office.reading.view(case.case_key, acting("all")).case


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    client, office = PageClient(), CaseOffice(create(settings.database))
    client.services.cases = office
    with client.http:
        yield Desk(client, office)


def test_a_case_is_dispatched_from_its_drawer(desk: Desk) -> None:
    case = desk.office.filed()
    desk.sit(CHIEF)
    answer = desk.send(desk.seen(case, "dispatch"), squad="S1", assignee="2", reason="离得近")
    assert answer["case-form"]["children"] == []
    assert "待处置" in str(answer["notice"])
    assert desk.now(case).units == Units(squad="S1", assignee="2")


def test_the_same_press_twice_is_one_move(desk: Desk) -> None:
    case = desk.office.accepted()
    desk.sit(CHIEF)
    seen = desk.seen(case, "comment")
    first, second = (desk.send(seen, reason="请拍照") for _ in range(2))
    assert first["case-form"] == second["case-form"]
    assert desk.now(case).revision == case.revision + 1


def test_what_is_missing_is_said_and_names_its_field(desk: Desk) -> None:
    case = desk.office.accepted()
    desk.sit(OFFICER)
    answer = desk.send(desk.seen(case, "suspend"), until="2020-01-01")
    said = str(answer["case-form-said"]["children"])
    assert "'data-lacks': 'reason'" in said
    assert "'data-lacks': 'until'" in said
    assert "请写明申请挂账的原因" in said
    assert desk.now(case) == case


@pytest.mark.parametrize("actor", [SEAT, OFFICER, LEADER, acting("boss", Role.MANAGER)])
def test_who_may_not_dispatch_gets_no_form_and_is_refused(desk: Desk, actor: Actor) -> None:
    case = desk.office.filed()
    desk.sit(CHIEF)
    seen = desk.seen(case, "dispatch")
    desk.sit(actor)
    assert "case-form" not in desk.form(case, "dispatch")
    answer = desk.send(seen, squad="S1")
    assert "没有" in str(answer) or "只到" in str(answer)
    assert desk.now(case).state is CaseState.TO_DISPATCH


def test_who_does_not_see_a_case_learns_nothing_of_it(desk: Desk) -> None:
    case = desk.office.dispatched()
    desk.sit(CHIEF)
    seen = desk.seen(case, "comment")
    desk.sit(STRANGER)
    assert "case-form" not in desk.form(case, "comment")
    assert "没有这个案件" in str(desk.send(seen, reason="?"))
    opened = desk.client.call("drawer-body.children", {"selected-case.data": {"key": case.case_key}})
    assert "drawer-body" not in opened


def test_the_drawer_tells_of_what_the_clock_did(desk: Desk) -> None:
    case, office = desk.office.accepted(), desk.office
    assert case.clocks.due_us is not None
    CaseWatch(office.store, office.rules, office.notices).warn(case.clocks.due_us + MINUTE_US)
    desk.sit(CHIEF)
    opened = desk.client.call("drawer-body.children", {"selected-case.data": {"key": case.case_key}})
    assert "全程超时自动督办" in str(opened["drawer-body"]["children"])


def test_who_was_slower_sees_the_difference_and_keeps_the_form(desk: Desk) -> None:
    case = desk.office.filed()
    desk.sit(OTHER_CHIEF)
    seen = desk.seen(case, "dispatch")
    desk.office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S1"), reason="责任网格")
    answer = desk.send(seen, squad="S2")
    said = str(answer["case-form-said"]["children"])
    for word in ("有人先动了这个案件", "chief", "责任网格", "待派遣", "待处置", "一中队"):
        assert word in said
    assert "case-form" not in answer
    after = answer["case-form-seen"]["data"]
    assert (after["revision"], after["once"] != seen["once"]) == (case.revision + 1, True)
    assert desk.send(after, squad="S2", reason="更近")["case-form"]["children"] == []
    assert desk.now(case).units.squad == "S2"


def test_a_category_that_left_the_catalogue_while_the_form_was_open_is_said_and_nothing_is_filed(desk: Desk) -> None:
    case = desk.office.act(desk.office.reported(category="0505"), Action.REGISTER, SEAT)
    desk.sit(CHIEF)
    seen = desk.seen(case, "file")
    without = CONTENTS._replace(
        categories=tuple(each for each in CONTENTS.categories if each.code != "0505"),
        standards=tuple(each for each in CONTENTS.standards if each.category != "0505"),
    )
    with SqlCatalogueStore(desk.office.engine, desk.office.clock).begin() as work:
        work.add_catalogue(Version(0, "新目录", date(2020, 2, 1)), without)
    said = str(desk.send(seen, filing="0505\n")["case-form-said"]["children"])
    assert "0505" in said, said
    assert "data-lacks" in said
    assert desk.now(case) == case
    assert "0505" not in str(desk.form(case, "file")["case-form"]["children"]).split("case-form-filing")[1]
    assert desk.send(desk.seen(case, "file"), filing="0504\n")["case-form"]["children"] == []
    assert desk.now(case).state is CaseState.TO_DISPATCH


@pytest.mark.parametrize(
    "seen",
    [
        None,
        [],
        {"key": "x", "action": "dispatch"},
        {"key": 1, "action": "fly"},
        {"key": 1, "action": "dispatch"},
        {"key": 1, "action": "dispatch", "revision": True, "entry": "1", "parts": []},
        {"key": 2**40, "action": "dispatch", "revision": 1},
    ],
)
def test_an_odd_form_moves_nothing(desk: Desk, seen: Any) -> None:
    case = desk.office.filed()
    desk.sit(CHIEF)
    desk.send(seen, squad="S1")
    assert desk.now(case) == case


def test_odd_fields_count_as_not_filled_in(desk: Desk) -> None:
    case = desk.office.filed()
    desk.sit(CHIEF)
    answer = desk.send(desk.seen(case, "dispatch"), squad={"a": 1}, department="D\0" * 90, reason=7, filing=3)
    assert "'data-lacks': 'case'" in str(answer["case-form-said"]["children"])
    assert desk.now(case) == case


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("action", ["verify", "register", "reject", "void", "merge", "comment", "supervise"])
def test_every_form_of_a_reported_case_opens_in_both_languages(desk: Desk, action: str, language: str) -> None:
    desk.sit(CHIEF)
    form = desk.form(desk.office.reported(), action, language=language)
    assert "case-form-send" in str(form["case-form"]["children"])


def test_a_case_goes_from_report_to_closing_by_forms_alone(desk: Desk) -> None:
    case = desk.office.reported()
    photo = [["a" * 64, "after"]]
    for actor, action, fields in (
        (SEAT, "register", {}),
        (CHIEF, "file", {"filing": "0504\n"}),
        (CHIEF, "dispatch", {"squad": "S1"}),
        (OFFICER, "accept", {}),
        (OFFICER, "arrive", {"reason": "步行"}),
        (OFFICER, "feedback", {"reason": "已搬回"}),
        (SEAT, "check", {"checker": "1"}),
        (LEADER, "check", {}),
    ):
        desk.sit(actor)
        seen = desk.seen(case, action)
        values = {"case-form-send.n_clicks": 1, "case-form-seen.data": seen, "case-form-photos.data": photo}
        if action != "feedback":
            values.pop("case-form-photos.data")
        values |= {f"case-form-{name}.value": value for name, value in fields.items()}
        answer = desk.client.call("case-form-said.children", values, "case-form-send.n_clicks")
        assert answer["case-form"]["children"] == [], (action, answer)
    desk.sit(CHIEF)
    assert desk.send(desk.seen(case, "close"))["case-form"]["children"] == []
    assert desk.now(case).state is CaseState.CLOSED
