"""Supervision tasks over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bootstrap import now_us
from dashboard.domain.durations import DAY_US
from dashboard.domain.people.records import Squad
from dashboard.domain.readings import from_us
from dashboard.domain.rights import Role
from data_sources.db.engine import create
from data_sources.db.roster.store import SqlRosterStore
from tests.actors import TOKEN, OpenDoor, acting
from tests.web.conftest import Site, serve

PATH = "/api/v1/supervision"
ORDER = {
    "kind": "leader",
    "title": "渣土车带泥上路",
    "demand": "当日清洗，落实工地责任",
    "squad": "S1",
    "due_at": "2099-01-01T00:00:00Z",
}


@pytest.fixture
def bureau(site: Site) -> Site:
    """A bureau of one squad."""
    with SqlRosterStore(create(site.services.settings.database), now_us).begin() as work:
        work.save_squads([Squad(code="S1", name="一中队")])
    return site


def give(site: Site, key: str = "k1", **changes: Any) -> Any:
    return site.client.post(PATH, json={**ORDER, **changes}, headers={"Idempotency-Key": key})


def in_a_month() -> str:
    return from_us(now_us() + 30 * DAY_US).isoformat()


def test_a_task_is_given_once_listed_followed_and_printed(bureau: Site) -> None:
    given = give(bureau, due_at=in_a_month())
    assert given.status_code == 201, given.text
    task = given.json()
    assert give(bureau, due_at=in_a_month()).json()["id"] == task["id"]
    assert [each["id"] for each in bureau.client.get(PATH).json()["items"]] == [task["id"]]
    detail = bureau.client.get(f"{PATH}/{task['id']}").json()
    assert (detail["unit"], detail["lamp"]) == ("一中队", "green")
    assert set(detail["actions"]) == {"sign", "withdraw"}
    signed = bureau.client.post(f"{PATH}/{task['id']}/sign", json={"revision": 1})
    assert (signed.json()["state"], signed.json()["revision"]) == ("signed", 2)
    again = bureau.client.post(f"{PATH}/{task['id']}/sign", json={"revision": 1})
    assert again.status_code == 409
    sheet = bureau.client.get(f"{PATH}/{task['id']}/sheet.pdf?language=en")
    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.headers["content-disposition"] == f'inline; filename="{task["number"]}.pdf"'
    assert sheet.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "changes",
    [
        {"due_at": "2020-01-01T00:00:00Z"},
        {"due_at": "soon"},
        {"kind": "none"},
        {"title": ""},
        {"squad": "S9"},
        {"squad": None},
        {"cases": ["20261121-9999"]},
        {"unheard": 1},
    ],
)
def test_a_bad_order_is_refused_and_nothing_is_given(bureau: Site, changes: dict[str, Any]) -> None:
    assert give(bureau, **{"due_at": in_a_month(), **changes}).status_code == 422
    assert bureau.client.get(PATH).json()["items"] == []


def test_without_a_key_an_order_is_refused(bureau: Site) -> None:
    assert bureau.client.post(PATH, json={**ORDER, "due_at": in_a_month()}).status_code == 422


def test_an_officer_gives_no_tasks_and_sees_those_of_the_own_squad(bureau: Site) -> None:
    number = give(bureau, due_at=in_a_month()).json()["id"]
    officer, stranger = (acting(squad, Role.OFFICER)._replace(squad=squad) for squad in ("S1", "S2"))
    with TestClient(serve(bureau.services, OpenDoor(officer)), headers=TOKEN) as client:
        assert client.get(f"{PATH}/{number}").json()["actions"] == []
        order = {**ORDER, "due_at": in_a_month()}
        assert client.post(PATH, json=order, headers={"Idempotency-Key": "k2"}).status_code == 403
    with TestClient(serve(bureau.services, OpenDoor(stranger)), headers=TOKEN) as client:
        assert client.get(PATH).json() == {"items": []}
        assert client.get(f"{PATH}/{number}").status_code == 404
        assert client.get(f"{PATH}/{number}/sheet.pdf").status_code == 404
