"""What somebody is probably about to report, and what of it is there already, over HTTP."""

from __future__ import annotations

import pytest

from data_sources.db.engine import create
from tests.case_office import LAT, LON, CaseOffice
from tests.web.conftest import Site

HERE = f"lon={LON}&lat={LAT}"


@pytest.fixture
def office(site: Site) -> CaseOffice:
    """A bureau with a catalogue in the database that is served."""
    return CaseOffice(create(site.services.settings.database))


def test_a_report_begins_with_what_is_likely_there_and_with_what_is_there_already(
    site: Site, office: CaseOffice
) -> None:
    assert site.get(f"/api/v1/cases/likely?{HERE}") == {
        "items": [],
        "cases": 0,
        "place": {"grid": "一格", "line": "县前街", "problem": None},
    }
    report = {"source": "handheld", "category": "0504", "lon": LON, "lat": LAT}
    case = site.post("/api/v1/cases", report, 201)
    (guess,) = site.get("/api/v1/cases/likely")["items"]
    assert guess == {"category": "0504", "name": "店外经营", "share": 1.0}
    found = site.get(f"/api/v1/cases/similar?category=0504&lon={LON + 0.0002}&lat={LAT}")
    (near,) = found["duplicates"]
    assert (near["id"], near["number"], near["away_m"]) == (case["id"], case["number"], pytest.approx(19.3, abs=0.2))
    assert found["earlier"] == []
    assert site.get(f"/api/v1/cases/similar?category=0506&{HERE}")["duplicates"] == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("likely?lon=121.4", "lon, lat: give both or none"),
        ("likely?lon=121.4&lat=91", "lat"),
        ("similar?category=0504&lon=121.4", "lat"),
        (f"similar?{HERE}", "category"),
        ("likely?place=here", "has no parameter 'place'"),
    ],
)
def test_what_is_asked_wrongly_is_said(site: Site, office: CaseOffice, query: str, said: str) -> None:
    assert said in site.get(f"/api/v1/cases/{query}", 422)["detail"]


def test_a_place_outside_the_city_is_said_before_and_when_it_is_reported(site: Site, office: CaseOffice) -> None:
    problem = site.get("/api/v1/cases/likely?lon=120&lat=30")["place"]["problem"]
    assert "位置在城市之外" in problem["zh"]
    report = {"source": "handheld", "category": "0504", "lon": 120.0, "lat": 30.0}
    assert site.post("/api/v1/cases", report, 422)["detail"] == problem["en"]
