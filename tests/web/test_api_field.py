"""The tasks of a phone over HTTP, and what it sends late."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action
from dashboard.domain.rights import Actor, Means
from data_sources.db.engine import create
from tests.actors import TOKEN, OpenDoor
from tests.case_office import AFTER, CHIEF, OFFICER, STRANGER, CaseOffice
from tests.web.conftest import Site, serve


@pytest.fixture
def office(site: Site) -> CaseOffice:
    """The bureau of the adapter tests behind the API."""
    return CaseOffice(create(site.services.settings.database))


def phone(site: Site, actor: Actor) -> TestClient:
    return TestClient(
        serve(site.services, OpenDoor(actor._replace(means=Means.PROGRAM))),
        raise_server_exceptions=False,
        headers=TOKEN,
    )


def send(client: TestClient, case: Case, action: str, key: str = "k", **body: Any) -> Any:
    told = {"revision": case.revision, "keep": True, **body}
    return client.post(f"/api/v1/cases/{case.case_key}/{action}", json=told, headers={"Idempotency-Key": key})


def test_a_phone_gets_its_tasks_with_all_that_it_needs(site: Site, office: CaseOffice) -> None:
    case = office.dispatched(description="桌椅 3 套")
    with phone(site, OFFICER) as client:
        told = client.get("/api/v1/field/tasks").json()
    assert told["account"] == "officer"
    (task,) = told["items"]
    assert (task["id"], task["kind"], task["is_own"]) == (case.case_key, "handle", False)
    assert "accept" in task["actions"]
    assert (task["kind_name"]["zh"], task["source_name"]["zh"]) == ("处置", "采集员")
    assert task["step_yellow_at"] < task["step_due_at"]
    assert task["standard"] == {"condition": "", "filing": "", "closing": "", "evidence": ""}


def test_what_was_done_without_a_network_is_done_or_kept(site: Site, office: CaseOffice) -> None:
    case, other = office.dispatched(), office.dispatched()
    office.act(other, Action.DISPATCH, CHIEF, units=Units(squad="S2"), reason="近")
    with phone(site, OFFICER) as client:
        taken = send(client, case, "accept")
        assert taken.status_code == 200, taken.text
        assert taken.json()["assignee"] == "2"
        late = send(client, other, "feedback", key="l", reason="已劝离", photos=[AFTER.digest])
    assert late.status_code == 409
    assert late.json()["became"]["zh"] == "已改派二中队，你的 1 张照片和说明已附上"
    assert (late.json()["code"], late.json()["photos_kept"], late.json()["case"]) == ("outdated", 1, None)
    with phone(site, STRANGER) as client:
        assert send(client, other, "feedback", reason="x").json()["code"] == "outdated", "theirs, but not taken yet"
