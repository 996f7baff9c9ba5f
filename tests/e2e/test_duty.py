"""An officer signs in and shares the position on a phone; the squad's page shows it and replays the way."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import MetaData, inspect, select

from dashboard.domain.feeds import Feed
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.roster.duty import day_of
from dashboard.domain.roster.records import Entry, Shift, ShiftKind
from dashboard.settings import Settings
from data_sources.db.engine import create
from data_sources.db.positions.store import SqlPositionStore
from data_sources.mqtt.credentials import BrokerUser
from tests.cameras.camera_server import Camera, playing
from tests.e2e.conftest import PATIENCE_MS, OpenVisit, wait_until_live
from tests.e2e.product import Device, Product, Report, eventually
from tests.pictures import jpeg

LON, LAT = 121.4012, 29.6534
SQUADS = "code,name\nQ9,九中队\n"
PEOPLE = "number,name,post,squad\nQ901,王小明,队员,Q9\n"


@pytest.fixture(scope="module")
def officer(product: Product, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The cookies of an officer who is signed in."""
    folder = tmp_path_factory.mktemp("bureau")
    for name, text in (("squads", SQUADS), ("people", PEOPLE)):
        path: Path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        product.run("import", name, str(path))
    words = product.run("user", "add", "walker", "--role", "officer", "--squad", "Q9", "--person", "Q901").split()
    return product.first_session("walker", words[-1])


@pytest.fixture
def phone(product: Product, browser: Browser, officer: dict[str, str]) -> Iterator[Page]:
    """A phone on which the officer is signed in, and whose place is known."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        geolocation={"longitude": LON, "latitude": LAT, "accuracy": 7},
        permissions=["geolocation"],
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    context.add_cookies([{"name": name, "value": value, "url": product.url} for name, value in officer.items()])
    page.goto(f"{product.url}/field#me")
    yield page
    context.close()


def test_an_officer_signs_in_shares_the_position_and_signs_out(visits: OpenVisit, phone: Page) -> None:
    wait_until_live(phone)
    expect(phone.locator(".duty-state")).to_have_text("未在岗")
    phone.locator("[data-share-position]").click()
    expect(phone.locator("[data-share-said]")).to_have_text("不在岗，位置未保留")
    phone.locator("#field-sign-in").click()
    expect(phone.locator(".duty-state")).to_have_text("在岗")
    # The browser's place has the time at which it was set; one of before the sign-in is none of the shift.
    phone.context.set_geolocation({"longitude": LON, "latitude": LAT, "accuracy": 7})
    phone.locator("[data-share-position]").click()
    phone.locator("[data-share-position]").click()
    expect(phone.locator("[data-share-said]")).to_contain_text("正在上报", timeout=PATIENCE_MS)
    desk = visits().open("/squad?squad=Q9")
    row = desk.locator('[data-track="Q901"]')
    expect(row).to_contain_text("走动")
    expect(row).to_contain_text("王**")
    expect(desk.locator(".duty-pin")).to_have_count(1)
    row.click()
    expect(desk.locator("[data-replay-who]")).to_have_text("Q901 的轨迹")
    phone.locator("#field-sign-out").click()
    expect(phone.locator(".duty-state")).to_have_text("未在岗")
    desk.mouse.move(0, 0)  # a list holds still while a pointer rests on it
    expect(row).to_have_count(0)
    expect(desk.locator(".duty-pin")).to_have_count(0)


WALKS, RESTS = "Q801", "Q802"
MINUTES: Final = 20
BODY_CAM: Final = "gb28181:34020000001320000801"
SECRET: Final = "121.777123"
"""Where somebody off duty is; no asset of the city lies there."""


def now_us() -> int:
    return time.time_ns() // 1000


@pytest.fixture
def squad_of_two(product: Product) -> None:
    """One who has a shift all day, and one who has none."""
    url = product.database_url or f"sqlite:///{product.data_dir / 'xiuhua.db'}"
    today = day_of(now_us(), Settings().timezone)
    with SqlPositionStore(create(url), now_us).begin() as work:
        work.save_squads([Squad(code="Q8", name="八中队")])
        names = {WALKS: "李大路", RESTS: "钱小休"}
        work.save_people(
            [Person(number=each, name=PersonName(name), post=Post.OFFICER, squad="Q8") for each, name in names.items()]
        )
        work.save_shifts([Shift("Q8", "全天", ShiftKind.DAY, 0, 1440)])
        work.save_entries([Entry(WALKS, today + timedelta(each), "Q8") for each in (-1, 0, 1)])
        work.bump([Feed.PEOPLE, Feed.ROSTER])


def report(person: str, positions: list[dict[str, Any]]) -> Report:
    return Report(f"xiuhua/v1/person/{person}/position", json.dumps(positions).encode())


def walk() -> list[dict[str, Any]]:
    """A minute after the other eastwards, the last one now."""
    now_ms = now_us() // 1000
    return [
        {"lon": LON + step * 2e-4, "lat": LAT, "accuracy_m": 7, "ts": now_ms - (MINUTES - step) * 60_000}
        for step in range(MINUTES + 1)
    ]


def where_it_stands(product: Product, secret: str) -> list[str]:
    """The tables of the database in which this stands anywhere."""
    engine, metadata = create(product.database_url or f"sqlite:///{product.data_dir / 'xiuhua.db'}"), MetaData()
    metadata.reflect(engine, only=[name for name in inspect(engine).get_table_names() if name not in _LARGE])
    with engine.connect() as connection:
        return [
            table.name for table in metadata.sorted_tables if secret in str(connection.execute(select(table)).all())
        ]


_LARGE: Final = {"image", "city_document", "observation_hourly"}


@pytest.mark.usefixtures("squad_of_two")
def test_a_position_over_mqtt_is_kept_on_duty_alone_and_is_on_the_map_and_in_the_replay(
    product: Product, visits: OpenVisit
) -> None:
    way = walk()
    with closing(Device(product.endpoint(BrokerUser.SIMULATOR))) as phones:

        def tell() -> bool:
            """The ingest reads the roster once a second; the same position twice is one."""
            phones.deliver([report(RESTS, [{**way[-1], "lon": float(SECRET)}]), report(WALKS, way)])
            query = "SELECT count(*) FROM person_track JOIN person USING (person_key) WHERE number = ?"
            return product.query(query, WALKS) == [(MINUTES + 1,)]

        eventually(tell, "the track is kept")
    assert where_it_stands(product, SECRET) == []
    assert where_it_stands(product, f"{way[3]['lon']}") == ["person_track"], "the look finds what is there"
    held = "SELECT count(*) FROM attendance JOIN person USING (person_key) WHERE number = ?"
    assert (product.query(held, WALKS), product.query(held, RESTS)) == ([(1,)], [(0,)])

    squad = visits().open("/squad?squad=Q8")
    expect(squad.locator(".duty-pin")).to_have_count(1)
    expect(squad.locator(".duty-pin b")).to_have_text("801")
    row = squad.locator(f'[data-track="{WALKS}"]')
    expect(row).to_contain_text("李**")
    row.click()
    slider, at = squad.locator(".replay input[type=range]"), squad.locator("[data-replay-at]")
    last = _clock(way[-1]["ts"])
    expect(at).to_have_text(last)
    _slide(squad, 0)
    expect(at).to_have_text(_clock(way[0]["ts"]))
    _slide(squad, 500)
    expect(at).to_have_text(_clock(way[MINUTES // 2]["ts"]))
    squad.locator("[data-replay-play]").click()
    expect(slider).to_have_value("1000")
    expect(at).to_have_text(last)
    expect(squad.locator("[data-replay-play]")).to_have_attribute("aria-pressed", "false")
    squad.locator("[data-replay-close]").click()
    expect(squad.locator(".replay")).to_be_hidden()


@pytest.mark.usefixtures("squad_of_two")
def test_who_is_drawn_is_seen_by_track_and_live_picture_and_the_finding_is_on_record(
    product: Product, visits: OpenVisit
) -> None:
    held = "SELECT count(*) FROM attendance JOIN person USING (person_key) WHERE number = ?"
    with closing(Device(product.endpoint(BrokerUser.SIMULATOR))) as phones:

        def tell() -> bool:
            phones.deliver([report(WALKS, walk())])
            return product.query(held, WALKS) == [(1,)]

        eventually(tell, "the walker is signed in")
    with playing(Camera()) as camera:
        camera.user, camera.body = "", jpeg(320, 180)
        product.run("person", "device", WALKS, BODY_CAM)
        product.run("camera", "set", BODY_CAM, "--url", camera.url)
        page = visits().open("/inspect")
        page.locator("#inspect-squad").click()
        page.get_by_role("option").filter(has_text="八中队").click()
        page.locator("#inspect-draw").click()
        expect(page.locator(".inspect-head > b")).to_have_text(WALKS)
        page.locator("[data-picture-start]").click()
        expect(page.locator(".live-picture img")).to_be_visible()
        page.locator(".inspect-head [data-track]").click()
        expect(page.locator("[data-replay-who]")).to_have_text(f"{WALKS} 的轨迹")
        for point in page.locator(".inspect-point").all():
            point.get_by_text("合格", exact=True).click()
        page.locator(".inspect-point").nth(2).get_by_text("不合格", exact=True).click()
        page.locator("#inspect-note").fill("反光背心未穿")
        page.locator("#inspect-save").click()
        line = page.locator(".inspect-line").filter(has_text=WALKS)
        expect(line).to_contain_text("不合格：着装规范")
        expect(line).to_contain_text("反光背心未穿")
        expect(page.locator(".live-picture")).to_have_count(0)


def _slide(page: Page, value: int) -> None:
    page.locator(".replay input[type=range]").evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input', { bubbles: true })); }",
        value,
    )


def _clock(at_ms: int) -> str:
    """The time of day in the city."""
    return time.strftime("%H:%M:%S", time.gmtime(at_ms // 1000 + 8 * 3600))
