"""Stores the demo city in the register, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo
from typing import Any, Protocol

from dashboard.domain.coordinates import Position
from dashboard.domain.feeds import Feed
from dashboard.domain.grid import Area
from dashboard.domain.imports import AssetRecord
from dashboard.domain.readings import from_us
from dashboard.domain.roster.duty import duty_spans
from dashboard.ports.cases import CaseStore
from dashboard.ports.catalogue import CatalogueStore
from dashboard.ports.gates import GateStore
from dashboard.ports.people import PeopleStore
from dashboard.ports.roster import RosterStore
from data_sources.demo_city import records
from data_sources.demo_city.allowances import GATES, make_allowances
from data_sources.demo_city.bureau import DemoBureau
from data_sources.demo_city.catalogue import FIRST, demo_catalogue
from data_sources.demo_city.dispatch_rules import AUTHOR, DISPATCH_RULES
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.roster import SHIFTS, DemoWeek, make_needs
from data_sources.demo_city.turnouts import past_turnouts


class Register(Protocol):
    """Where the city is kept."""

    def save_squads(self, names: dict[str, str]) -> None: ...

    def upsert_areas(
        self, areas: Sequence[Area], assets: Sequence[AssetRecord], labels: dict[str, tuple[float, float]]
    ) -> None: ...

    def upsert_assets(self, assets: Sequence[AssetRecord]) -> None: ...

    def list_assets(self) -> list[AssetRecord]: ...

    def replace_streets(self, streets: Sequence[tuple[str, int, dict[str, Any]]]) -> None: ...

    def replace_mappings(self, specs: Sequence[dict[str, Any]]) -> None: ...


def settle(city: DemoCity, register: Register) -> None:
    """Stores squads, areas, streets, assets and device mappings; what is there already is brought up to date."""
    register.save_squads({squad.key: squad.name.zh for squad in city.squads})
    register.upsert_areas([_area(area) for area in city.areas], [], {area.code: area.label for area in city.areas})
    register.replace_streets([(street.name, street.rank, street.geometry) for street in city.streets])
    register.replace_mappings([dict(mapping) for mapping in city.mappings])
    register.upsert_assets([_asset(asset) for asset in city.assets])


def settle_new_kinds(city: DemoCity, register: Register, missing: int) -> bool:
    """Stores the assets of kinds that a city of before did not know, when these are all that is missing from it."""
    present = {each.kind for each in register.list_assets()}
    new = [_asset(asset) for asset in city.assets if asset.kind not in present]
    if len(new) != missing:
        return False
    register.upsert_assets(new)
    return True


def documents(city: DemoCity) -> dict[str, Any]:
    """The ready-made documents of the city for the browser: the basemap and the pipe network."""
    pipes = [
        {"from": pipe.upstream, "to": pipe.downstream, "diameter_mm": pipe.diameter_mm, "geometry": pipe.geometry}
        for pipe in city.pipes
    ]
    return {"basemap": city.basemap, "pipes": pipes}


def settle_bureau(bureau: DemoBureau, store: PeopleStore) -> None:
    """Stores squads, departments, people and who answers for what, all at once; the city's areas are there."""
    with store.begin() as work:
        work.save_squads(bureau.squads)
        work.save_departments(bureau.departments)
        work.save_people(bureau.people)
        work.replace_responsibilities(
            bureau.responsibilities,
            people={each.number for each in bureau.people},
            squads={each.code for each in bureau.squads},
        )
        work.bump([Feed.PEOPLE])


def settle_catalogue(store: CatalogueStore, now_us: int) -> None:
    """Stores the demo's catalogue where there is none yet; one that was imported stays as it is."""
    with store.begin() as work:
        if not work.catalogue_versions():
            work.add_catalogue(FIRST._replace(imported_us=now_us), demo_catalogue())
            work.bump([Feed.CATALOGUE])


def settle_dispatch_rules(store: CaseStore, now_us: int) -> None:
    """Stores the demo's rules of dispatch where there are none yet; what people changed stays as it is."""
    with store.begin() as work:
        if not work.dispatch_rules():
            for rule in DISPATCH_RULES:
                work.save_dispatch_rule(rule, AUTHOR, now_us)


def settle_gates(city: DemoCity, store: GateStore, seed: int, now_us: int, zone: tzinfo) -> None:
    """Stores the demo's gates, places and permits where nobody changed any; what people did stays as it is."""
    today = from_us(now_us).astimezone(zone).date()
    if store.allowances() or any(gate.updated_us for gate in store.gates()):
        return
    with store.begin() as work:
        work.bump([Feed.GATES])
        for gate in GATES:
            work.save_gate(replace(gate, updated_us=now_us, updated_by="system"))
        work.save_allowances(make_allowances(city.assets, seed, today), now_us)


def settle_roster(bureau: DemoBureau, weeks: Sequence[DemoWeek], store: RosterStore) -> None:
    """Stores weeks of the roster: what somebody has there already stays, and who does not work here gets nothing.

    Shifts and needs that are there stay as well.
    """
    with store.begin() as work:
        work.bump([Feed.ROSTER])
        shifts, needs = work.shifts(), {(each.squad, each.shift) for each in work.needs()}
        work.save_shifts([each for each in SHIFTS if each.code not in shifts])
        work.save_needs([each for each in make_needs(bureau) if (each.squad, each.shift) not in needs])
        here = {each.number for each in work.people() if each.left_us is None}
        for week in weeks:
            days = sorted(each.day for each in week.entries)
            taken = {(each.person, each.day) for each in work.entries(days[0], days[-1])} if days else set()
            fitting = [each for each in week.entries if each.person in here and (each.person, each.day) not in taken]
            work.save_entries(fitting)
            for absence in week.absences:
                if absence.person in here:
                    work.save_absence(absence)


def settle_turnouts(store: RosterStore, days: tuple[date, date], seed: int, zone: tzinfo, now_us: int) -> None:
    """Stores who came to the shifts of these days that have ended; days on which anybody signed in stay as they are."""
    first, last = days
    with store.begin() as work:
        known = {each.day for each in work.attendance(first, last)}
        entries = [each for each in work.entries(first, last) if each.day not in known]
        spans = duty_spans(entries, work.shifts(), work.absences(first, last), zone)
        for turnout in past_turnouts(spans, seed, now_us):
            work.sign_in(turnout)
        work.bump([Feed.ROSTER])


def _area(area: records.Area) -> Area:
    return Area(
        code=area.code,
        name=area.name,
        level=area.level,
        geometry=area.geometry,
        parent=area.parent,
        squad=area.squad,
        area_class=area.area_class,
    )


def _asset(asset: records.Asset) -> AssetRecord:
    attributes = dict(asset.attributes)
    if asset.street:
        attributes["street"] = asset.street
    return AssetRecord(
        asset_id=asset.asset_id,
        kind=asset.kind,
        name=asset.name,
        position=Position(asset.lon, asset.lat),
        device_ref=asset.device_ref,
        datum_m=asset.datum_m,
        grid=asset.area_code,
        unit_grid=asset.unit_code,
        attributes=attributes,
    )
