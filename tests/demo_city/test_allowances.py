"""Where the demo city lets stalls stand."""

from __future__ import annotations

from datetime import date

from dashboard.domain.triage.allowances import AllowanceKind
from data_sources.demo_city.allowances import PERMITS, PLACES, STALLS, make_allowances
from data_sources.demo_city.records import DemoCity

TODAY = date(2026, 11, 27)


def test_the_demo_has_its_places_and_permits_the_same_on_every_machine(city: DemoCity) -> None:
    found = make_allowances(city.assets, 7, TODAY)
    assert found == make_allowances(city.assets, 7, TODAY)
    places = [each for each in found if each.kind is AllowanceKind.PLACE]
    permits = [each for each in found if each.kind is AllowanceKind.PERMIT]
    cameras = sum(asset.kind == "camera" for asset in city.assets)
    if cameras >= PLACES + PERMITS:
        assert (len(places), len(permits)) == (PLACES, PERMITS)
        assert abs(sum(each.capacity or 0 for each in places) - STALLS) < PLACES
    assert len({each.number for each in found}) == len(found) > 0
    assert all(each.from_day <= TODAY <= each.until_day for each in permits)
