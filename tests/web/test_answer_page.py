"""The page of an answer by link, over HTTP as a department's browser asks it; and links as the desk makes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bootstrap import now_us
from bootstrap.cases import build_case_rules
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.catalogue.tree import Version
from dashboard.domain.people.records import Department
from dashboard.domain.rights import Role
from dashboard.domain.text import Language
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.roster.store import SqlRosterStore
from layouts.answer import AnswerSheet, Files, answer_document
from layouts.viewer import viewer_from
from tests.actors import TOKEN, OpenDoor, acting
from tests.case_office import CHIEF, CONTENTS, SEAT, ZONE
from tests.pictures import jpeg
from tests.web.conftest import Site, serve
from tests.web.fake_answer_links import TOKEN as LINK
from tests.web.page_client import PageClient

POLICY = "content-security-policy"


def draw(view: Any, cookies: Mapping[str, str]) -> str:
    """As the web process draws it."""
    viewer = viewer_from(cookies, path="/answer", language=Language.CHINESE, zone=ZONE)
    return answer_document(viewer, AnswerSheet(*view), Files("/all.css", "/answer.js"))


class Department1:
    """A case that a department has, and its browser."""

    def __init__(self, site: Site) -> None:
        self.site, self.services = site, site.services
        engine = self.services.engine
        with SqlRosterStore(engine, now_us).begin() as work:
            work.save_departments([Department(code="D1", name="市政养护")])
        with SqlCatalogueStore(engine, now_us).begin() as catalogue:
            catalogue.add_catalogue(Version(0, "试验", date(2020, 1, 1)), CONTENTS)
        assert build_case_rules(self.services.settings, engine) is not None
        draft = CaseDraft(
            source=Source.HOTLINE,
            category="0504",
            lon=121.405,
            lat=29.655,
            address="县前街 13812345678 号",
            description="联系人 13812345678",
        )
        self.case = self.services.cases.reporting.report(draft, SEAT)
        for move in (Move(action=Action.REGISTER), Move(action=Action.FILE)):
            self.act(move)
        self.act(Move(action=Action.DISPATCH, units=Units(department="D1")))
        self.made = site.post(f"/api/v1/cases/{self.case.case_key}/answer-links", {"days": 7}, 201)
        server: Any = site.client.app
        server.state.draw_answer = draw
        self.path = self.made["path"]
        self.browser = TestClient(server, follow_redirects=False)

    def act(self, move: Move) -> None:
        self.services.cases.moves.act(self.case.case_key, move, CHIEF)

    def now(self) -> Case:
        return self.services.cases.reading.view(self.case.case_key, CHIEF).case

    def token(self) -> str:
        found = re.search(r'name="form_token" value="([0-9a-f]{64})"', self.browser.get(self.path).text)
        assert found is not None
        return found[1]

    def send(self, **form: Any) -> Any:
        told = {"form_token": self.token(), "kind": "result", "words": "已清理", **form}
        return self.browser.post(self.path, data=told)


@pytest.fixture
def department(site: Site) -> Department1:
    return Department1(site)


def test_the_page_shows_one_case_without_personal_data_to_whoever_has_the_link(department: Department1) -> None:
    page = department.browser.get(department.path)
    assert page.status_code == 200
    assert department.case.number in page.text
    assert "市政养护" in page.text
    assert "13812345678" not in page.text
    assert SEAT.name not in page.text
    assert "frame-ancestors 'none'" in page.headers[POLICY]
    assert (page.headers["cache-control"], page.headers["x-robots-tag"]) == ("no-store", "noindex")
    assert "<script>" not in page.text
    assert 'lang="en"' in department.browser.get(f"{department.path}?language=en").text


def test_a_result_with_a_picture_is_taken_once(department: Department1) -> None:
    token = department.token()
    kept = department.browser.post(
        f"{department.path}/photos", files={"file": ("a.jpg", jpeg(), "image/jpeg")}, headers={"X-Form-Token": token}
    )
    assert kept.status_code == 201, kept.text
    digest = kept.json()["digest"]
    shown = department.browser.get(f"{department.path}/photos/{digest}?size=small")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    answered = department.send(photo=[digest])
    assert "答复已收到" in answered.text
    assert department.now().state is CaseState.FEEDBACK
    again = department.browser.post(
        department.path, data={"form_token": token, "kind": "result", "words": "再次", "photo": [digest]}
    )
    assert (again.status_code, "这个链接已用过" in again.text) == (409, True)
    assert department.browser.get(f"{department.path}/photos/{digest}").status_code == 409


def test_what_is_missing_is_said_and_what_was_typed_stays(department: Department1) -> None:
    answer = department.send(kind="return", words="")
    assert answer.status_code == 422
    assert "请写明申请回退的原因" in answer.text
    assert 'data-kind="return"' in answer.text
    assert department.now().state is CaseState.TO_HANDLE
    kept = department.send(words="字" * 401)
    assert (kept.status_code, "原因最多 400 字" in kept.text) == (422, True)


@pytest.mark.parametrize("form", [{"form_token": "0" * 64}, {"form_token": ""}, {"kind": "delete"}])
def test_a_form_that_this_page_did_not_send_changes_nothing(department: Department1, form: dict[str, str]) -> None:
    assert department.send(**form).status_code in (403, 422)
    assert department.now().state is CaseState.TO_HANDLE


def test_another_site_cannot_send_it_either(department: Department1) -> None:
    told = {"form_token": department.token(), "kind": "result", "words": "x"}
    answer = department.browser.post(department.path, data=told, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, department.now().state) == (403, CaseState.TO_HANDLE)


def test_whoever_is_signed_in_may_answer_by_a_link_too(department: Department1) -> None:
    told = {"form_token": department.token(), "kind": "result", "words": "已清理"}
    answer = department.site.client.post(department.path, data=told)
    assert (answer.status_code, department.now().state) == (200, CaseState.FEEDBACK)


def test_a_revoked_link_and_one_that_there_is_not_have_a_page(department: Department1) -> None:
    department.site.client.delete(f"/api/v1/answer-links/{department.made['id']}")
    assert "链接已撤销" in department.browser.get(department.path).text
    unknown = department.browser.get("/answer/" + "x" * 43)
    assert (unknown.status_code, "链接无效" in unknown.text) == (404, True)
    listed = department.site.get(f"/api/v1/cases/{department.case.case_key}/answer-links")["items"]
    assert [(each["standing"], "path" in each) for each in listed] == [("revoked", False)]


@pytest.mark.parametrize("body", [{"days": 0}, {"days": 31}, {"days": "x"}, {"weeks": 1}])
def test_bad_times_are_refused(department: Department1, body: dict[str, Any]) -> None:
    department.site.post(f"/api/v1/cases/{department.case.case_key}/answer-links", body, 422)


def test_a_department_makes_no_links(department: Department1) -> None:
    door = OpenDoor(acting("sz", Role.DEPARTMENT)._replace(department="D1"))
    with TestClient(serve(department.services, door), headers=TOKEN) as reporter:
        assert reporter.post(f"/api/v1/cases/{department.case.case_key}/answer-links", json={}).status_code == 403
        assert [case["id"] for case in reporter.get("/api/v1/cases").json()["items"]] == [department.case.case_key]


def test_the_desk_makes_and_revokes_links_in_the_drawer() -> None:
    client = PageClient()
    with client.http:
        shown = str(client.call("answer-links.children", {"case-shown.data": {"key": 7}}))
        assert ("有效" in shown, "已答复" in shown) == (True, True)
        told = {"answer-links-days.value": 7, "answer-links-chosen.value": 3, "case-shown.data": {"key": 7}}
        made = client.call("answer-links-said.children", {"answer-links-make.n_clicks": 1, **told})
        assert LINK in str(made)
        client.call(
            "answer-links-said.children", {**told, "answer-links-revoke.n_clicks": 1}, "answer-links-revoke.n_clicks"
        )
        assert client.services.answer_links.done == [("make", 7, 7), ("revoke", 3)]
