"""The roster over HTTP."""

from __future__ import annotations

from datetime import date

import pytest
from fastapi.testclient import TestClient

from bootstrap import now_us
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Role
from dashboard.domain.roster.records import Absence, AbsenceKind, Entry
from dashboard.domain.roster.shifts import USUAL_SHIFTS
from data_sources.db.engine import create
from data_sources.db.roster.store import SqlRosterStore
from tests.actors import TOKEN, OpenDoor, acting
from tests.web.conftest import Site, serve

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def roster(site: Site) -> Site:
    """Two squads with one on duty each, one of whom is ill."""
    with SqlRosterStore(create(site.services.settings.database), now_us).begin() as work:
        work.save_squads([Squad(code="S1", name="一中队"), Squad(code="S2", name="二中队")])
        work.save_people(
            [
                Person(number=number, name=PersonName("王小明"), post=Post.OFFICER, squad=squad)
                for number, squad in (("1", "S1"), ("2", "S2"))
            ]
        )
        work.save_shifts(USUAL_SHIFTS)
        work.save_entries([Entry("1", FRIDAY, "N"), Entry("2", FRIDAY, "D")])
        work.save_absence(Absence("2", FRIDAY, FRIDAY, AbsenceKind.ILL))
    return site


def test_entries_are_listed_masked_with_their_moments(roster: Site) -> None:
    answer = roster.client.get("/api/v1/roster?from=2026-11-27&to=2026-11-28&squad=S1")
    assert answer.json() == {
        "items": [
            {
                "person": "1",
                "name": "王**",
                "post": "officer",
                "squad": "S1",
                "day": "2026-11-27",
                "shift": "N",
                "shift_name": "夜间",
                "kind": "night",
                "area_code": None,
                "area_name": None,
                "starts_at": "2026-11-27T12:00:00.000Z",
                "ends_at": "2026-11-27T18:00:00.000Z",
                "away": False,
            }
        ]
    }
    assert "小明" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_that_somebody_is_away_is_told_but_not_why(roster: Site) -> None:
    answer = roster.client.get("/api/v1/roster?from=2026-11-27")
    assert [(each["person"], each["away"]) for each in answer.json()["items"]] == [("2", True), ("1", False)]
    assert "ill" not in answer.text


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("from=27.11.2026", 422, "from"),
        ("from=2026-11-27&to=2026-11-26", 422, "last day"),
        ("from=2026-01-01&to=2026-12-31", 422, "62"),
        ("squad=S9", 404, "S9"),
        ("person=1", 422, "no parameter"),
    ],
)
def test_what_cannot_be_asked_is_told(roster: Site, query: str, status: int, reason: str) -> None:
    assert reason in roster.get(f"/api/v1/roster?{query}", status)["detail"]


def test_a_leader_gets_the_own_squad_and_who_may_not_nothing(roster: Site) -> None:
    leader = OpenDoor(acting("leader", Role.SQUAD_LEADER)._replace(squad="S1"))
    client = TestClient(serve(roster.services, leader), headers=TOKEN)
    items = client.get("/api/v1/roster?from=2026-11-27").json()["items"]
    assert [each["person"] for each in items] == ["1"]
    assert client.get("/api/v1/roster?squad=S2").status_code == 403
    manager = OpenDoor(acting("manager", Role.MANAGER))
    assert TestClient(serve(roster.services, manager), headers=TOKEN).get("/api/v1/roster").status_code == 403
