"""From a published MQTT message to what a person sees, and back from a click to the alarm."""

from __future__ import annotations

import re
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit, unfold
from tests.e2e.product import Device, Product, camera_event, eventually, now_ms, observation

PHONE: Final = {"width": 390, "height": 844}
LIVE_CELL: Final = '[data-asset="{}"][data-metric="{}"]'
LIVE_VALUE: Final = '.drawer [data-asset="{}"][data-metric="{}"]'
ALARM: Final = '#desk-alarms .q:not(.q-head):has([data-select-asset="{}"])'

STATE_ON_MAP: Final = """(id) => {
  const { store } = xiuhua.map.session.pointer.layer;
  return xiuhua.assetStates.STATES[store.state[store.slotOf.get(id)]];
}"""
PIXEL_OF: Final = """(id) => {
  const { layer } = xiuhua.map.session.pointer;
  const slot = layer.store.slotOf.get(id);
  const [x, y] = [layer._px(layer.store.wx[slot]), layer._py(layer.store.wy[slot])].map(Math.round);
  const rows = [...Array(15).keys()].map((row) => (y - 7 + row) * layer._width + x - 7);
  return rows.map((at) => layer._pixels.subarray(at, at + 15).join()).join();
}"""
SCROLL: Final = """(to) => {
  const scrolls = (part) => part.scrollHeight > part.clientHeight && getComputedStyle(part).overflowY !== 'visible';
  let part = document.querySelector('.drawer .history-chart');
  while (!scrolls(part)) part = part.parentElement;
  if (to !== null) part.scrollTop = to;
  return part.scrollTop;
}"""
CLOSEST: Final = """(id) => {
  const { layer, map } = xiuhua.map.session.pointer;
  const { store } = layer;
  const slot = store.slotOf.get(id);
  const { lonOf, latOf } = xiuhua.projection;
  map.setView([latOf(store.wy[slot]), lonOf(store.wx[slot])], map.getMaxZoom(), { animate: false });
}"""


def state_on_map(page: Page, asset_id: str) -> Any:
    """The state in which the map shows the asset."""
    return page.evaluate(STATE_ON_MAP, asset_id)


def wait_for_state(page: Page, asset_id: str, state: str) -> None:
    """Returns when the map shows the asset in that state."""
    eventually(lambda: state_on_map(page, asset_id) == state, f"the map shows {asset_id} as {state}")


def wait_for_figure(page: Page, cells: str, figure: str) -> None:
    """Returns when all cells of the page that there are read `figure`."""
    found = page.locator(cells)
    eventually(lambda: set(found.all_inner_texts()) <= {figure}, f"all read {figure}")


def open_alarm(product: Product, device: Device, visit: Visit, manhole: str) -> Page:
    """The desk with the alarm of an open cover in its list, each alarm on a line of its own."""
    page = visit.open()
    device.deliver([observation("manhole", manhole, now_ms(), cover="open")])
    page.locator(ALARM.format(manhole)).wait_for(state="attached")
    unfold(page)
    return page


def test_a_published_message_changes_the_open_value_and_the_mark_on_the_map(
    device: Device, visit: Visit, manhole: str
) -> None:
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=1.5)])
    page = visit.open(f"/?asset={manhole}")
    value = page.locator(LIVE_VALUE.format(manhole, "tilt_deg"))
    expect(value).to_have_text("1.5")
    wait_for_state(page, manhole, "normal")
    page.evaluate(CLOSEST, manhole)
    before = page.evaluate(PIXEL_OF, manhole)
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=3.7, cover="open")])
    expect(value).to_have_text("3.7")
    wait_for_state(page, manhole, "critical")
    eventually(lambda: page.evaluate(PIXEL_OF, manhole) != before, "the mark is painted in its new colour")


def test_an_alarm_appears_in_the_list_and_goes_when_it_clears(
    product: Product, device: Device, visit: Visit, manhole: str
) -> None:
    # The city's past may have alarms of this cover already.
    begun_us = now_ms() * 1000
    page = open_alarm(product, device, visit, manhole)
    device.deliver([observation("manhole", manhole, now_ms(), cover="closed")])
    page.locator(ALARM.format(manhole)).wait_for(state="detached")
    wait_for_state(page, manhole, "normal")
    cleared = "SELECT count(*) FROM alarm JOIN asset USING (asset_key) WHERE asset_id = ? AND cleared_us >= ?"
    assert product.query(cleared, manhole, begun_us) == [(1,)]


def test_the_worst_stands_beside_what_is_now_only_once_it_reads_otherwise(
    device: Device, visit: Visit, manhole: str
) -> None:
    begun_ms = now_ms() - 60_000
    device.deliver([observation("manhole", manhole, begun_ms + n * 10_000, tilt_deg=22.4) for n in range(3)])
    page = visit.open()
    row = page.locator(ALARM.format(manhole))
    now, worst = row.locator(".q-now .live-value"), row.locator(".q-worst")
    row.wait_for(state="attached")
    unfold(page)
    for tilt_deg, figure, told in ((22.4, "22.4°", ""), (31.5, "31.5°", ""), (-26.0, "−26.0°", "峰值 31.5°")):
        device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=tilt_deg)])
        expect(now).to_have_text(figure)
        expect(worst.filter(visible=True)).to_have_text([told] if told else [])


def test_an_alarm_is_acknowledged_from_the_list(product: Product, device: Device, visit: Visit, manhole: str) -> None:
    page = open_alarm(product, device, visit, manhole)
    row = page.locator(ALARM.format(manhole))
    row.click()
    row.locator("[data-command=acknowledge]").click()
    page.locator(ALARM.format(manhole) + ".is-acknowledged").wait_for(state="attached")


def test_an_alarm_is_shelved_with_a_reason_and_taken_back(
    product: Product, device: Device, visit: Visit, manhole: str
) -> None:
    page = open_alarm(product, device, visit, manhole)
    row = page.locator(ALARM.format(manhole))
    row.click()
    row.locator("[data-shelve]").click()
    page.locator("[data-shelve-dialog] input").fill("路面施工")
    page.locator("[data-dialog-confirm]").click()
    row.wait_for(state="detached")
    page.locator("[data-standing=shelved]").click()
    row.click()
    row.locator("[data-command=unshelve]").click()
    page.mouse.move(700, 400)
    row.wait_for(state="detached")
    page.locator("[data-standing=current]").click()
    row.wait_for(state="attached")


def test_a_shared_link_opens_the_drawer_with_its_chart(device: Device, visit: Visit, manhole: str) -> None:
    start_ms = now_ms() - 60_000
    device.deliver([observation("manhole", manhole, start_ms + n * 1000, tilt_deg=n / 10) for n in range(60)])
    page = visit.open(f"/?asset={manhole}")
    expect(page.locator(".drawer.is-open")).to_contain_text(manhole)
    page.locator(".drawer .js-plotly-plot .scatterlayer path").first.wait_for(state="attached")


def test_the_drawer_draws_first_what_fired(product: Product, device: Device, visit: Visit, manhole: str) -> None:
    page = open_alarm(product, device, visit, manhole)
    page.goto(f"{product.url}/?asset={manhole}")
    first = page.locator(".drawer .history-chart").first
    expect(first.locator("figcaption b")).to_have_text("井盖")
    expect(first.locator(".annotation-text").last).to_contain_text("报警")


def test_the_open_drawer_draws_what_fires_and_clears_and_keeps_scroll_and_focus(
    device: Device, visit: Visit, manhole: str
) -> None:
    begun_ms = now_ms() - 60_000
    device.deliver([observation("manhole", manhole, begun_ms + n * 1000, tilt_deg=n / 10) for n in range(40)])
    page = visit.open(f"/?asset={manhole}")
    chart = page.locator(".drawer .history-chart").first
    chart.locator(".scatterlayer path").first.wait_for(state="attached")
    page.locator(".drawer [data-history='24h']").focus()
    page.evaluate(SCROLL, 60)
    raised = chart.locator(".annotation-text").filter(has_text="报警")
    device.deliver([observation("manhole", manhole, begun_ms + 45_000, tilt_deg=31.5)])
    for tilt_deg, lines in ((31.5, 1), (0.0, 0)):
        device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=tilt_deg)])
        expect(raised).to_have_count(lines)
        assert page.evaluate(SCROLL, None) == 60
        assert page.evaluate("document.activeElement.dataset.history") == "24h"


def test_the_language_is_switched_and_kept(visit: Visit) -> None:
    page = visit.open()
    expect(page.locator(".nav")).to_contain_text("指挥台")
    page.locator("[data-switch-language]").click()
    expect(page.locator(".nav")).to_contain_text("Desk")
    page.goto(visit.product.url + "/sensors")
    expect(page.locator(".nav")).to_contain_text("Devices")


def test_the_map_costs_a_frame_nothing_that_does_not_change_it(visit: Visit) -> None:
    page = visit.open()
    page.locator(".leaflet-tile-loaded").first.wait_for()
    drawable = "[...document.querySelectorAll('canvas')].filter((each) => !each.getContext('bitmaprenderer')).length"
    assert page.locator("canvas").count() > 1
    assert page.evaluate(drawable) == 0


def test_the_theme_is_switched_and_kept(visit: Visit) -> None:
    page = visit.open()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.locator("[data-switch-theme]").click()
    page.wait_for_function("() => document.documentElement.dataset.theme === 'light'")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_the_search_finds_an_asset_and_opens_it(visit: Visit, manhole: str) -> None:
    page = visit.open()
    page.keyboard.press("/")
    page.keyboard.type(manhole, delay=20)
    page.locator(f'.hit[data-select-asset="{manhole}"]').click()
    expect(page.locator(".drawer.is-open")).to_contain_text(manhole)
    assert page.evaluate("xiuhua.map.selected()") == manhole


def test_enter_opens_what_was_typed_and_not_what_was_found_for_its_beginning(visit: Visit, manhole: str) -> None:
    page = visit.open()
    page.keyboard.press("/")
    page.keyboard.type(manhole[:4])
    page.locator(".hit").first.wait_for()
    page.keyboard.type(manhole[4:])
    page.keyboard.press("Enter")
    expect(page.locator(".drawer.is-open")).to_contain_text(manhole)


def test_eight_tabs_of_one_browser_are_live_at_once(device: Device, visit: Visit, manhole: str) -> None:
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=0.5)])
    tabs = [visit.open(f"/sensors?tab=thresholds&asset={manhole}") for _ in range(8)]
    for tab in tabs:
        tab.locator(LIVE_VALUE.format(manhole, "tilt_deg")).wait_for()
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=4.2)])
    for tab in tabs:
        expect(tab.locator(LIVE_VALUE.format(manhole, "tilt_deg"))).to_have_text("4.2")


def test_rows_of_the_camera_feed_stay_when_another_event_comes(device: Device, visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("tab", name="AI 事件").click()
    events, rows = page.locator("#desk-events"), page.locator("#desk-events .q-story")
    rows.first.wait_for()
    waiting = int(re.findall(r"待判定 (\d+) 起", events.inner_text())[0])
    page.evaluate("window.before = [...document.querySelectorAll('#desk-events .q-story')]")
    device.deliver([camera_event("CAM-E2E", "0507")])
    expect(events).to_contain_text(f"待判定 {waiting + 1} 起")
    assert page.evaluate("window.before.filter((row) => row.isConnected).length") >= 1


def test_every_script_and_style_of_the_page_may_be_kept_for_good(visit: Visit) -> None:
    ask = visit.context.request
    page = ask.get(visit.product.url + "/").text()
    addresses = re.findall(r'(?:src|href)="(/(?:assets|_dash)[^"]+\.(?:js|css)[^"]*)"', page)
    own = [address for address in addresses if address.startswith("/assets/")]
    assert len(own) == 2
    assert len(addresses) > len(own)
    kept = {address: ask.get(visit.product.url + address).headers.get("cache-control", "") for address in addresses}
    assert [address for address, rule in kept.items() if not rule.endswith("immutable")] == []


POINT_AT: Final = """(id) => {
  const { layer, map } = xiuhua.map.session.pointer;
  const slot = layer.store.slotOf.get(id), { lonOf, latOf } = xiuhua.projection;
  const box = map.getContainer().getBoundingClientRect();
  const at = map.latLngToContainerPoint([latOf(layer.store.wy[slot]), lonOf(layer.store.wx[slot])]);
  return [box.left + at.x, box.top + at.y];
}"""


def point_at(page: Page, asset_id: str) -> None:
    """Lets the pointer rest on the asset's mark, as close as the map goes."""
    page.evaluate(CLOSEST, asset_id)
    page.mouse.move(*page.evaluate(POINT_AT, asset_id))
    page.locator(".xiuhua-tip").wait_for()


def test_one_quantity_is_one_figure_wherever_it_stands(device: Device, visit: Visit, manhole: str) -> None:
    begun_ms = now_ms() - 60_000
    device.deliver([observation("manhole", manhole, begun_ms + n * 10_000, tilt_deg=31.46) for n in range(3)])
    desk = visit.open(f"/?asset={manhole}")
    desk.locator(ALARM.format(manhole)).wait_for(state="attached")
    pages = [desk, visit.open(f"/sensors?text={manhole}"), visit.open("/wall")]
    value = LIVE_CELL.format(manhole, "tilt_deg")
    assert all(desk.locator(f"{place} {value}").count() for place in ("#desk-alarms", ".drawer"))
    point_at(desk, manhole)
    for tilt_deg, figure in ((40.04, "40.0"), (-22.38, "−22.4"), (1.0, "1.0")):
        device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=tilt_deg)])
        for page in pages:
            wait_for_figure(page, value, figure)
        expect(desk.locator(".xiuhua-tip-state em")).to_have_text(f"倾角 {figure}°")
    assert pages[1].locator(value).count() == 1


def test_the_depth_of_a_road_has_one_unit_on_desk_wall_list_and_map(
    product: Product, device: Device, visit: Visit
) -> None:
    road = product.canonical_assets("road_water")[-1]
    device.deliver([observation("road_water", road, now_ms(), depth_m=1.93)])
    desk = visit.open(f"/?asset={road}")
    pages = [desk, visit.open(f"/sensors?text={road}"), visit.open("/wall"), visit.open("/sensors?tab=drainage")]
    value = f".live-value {LIVE_CELL.format(road, 'depth_m')}"
    for depth_m, figure in ((1.931, "1.93"), (1.9, "1.90")):
        device.deliver([observation("road_water", road, now_ms(), depth_m=depth_m)])
        for page in pages:
            page.locator(value).first.wait_for(state="attached")
            wait_for_figure(page, value, figure)
            units = page.locator(f"{value} + small")
            assert {unit.strip() for unit in units.all_inner_texts()} == {"m"}
        point_at(desk, road)
        expect(desk.locator(".xiuhua-tip-state em")).to_have_text(f"积水深度 {figure}\u2009m")
    device.deliver([observation("road_water", road, now_ms(), depth_m=0.0)])


def test_a_stations_bar_has_the_colour_of_the_figure_beside_it(product: Product, device: Device, visit: Visit) -> None:
    station = product.canonical_assets("drainage")[0]
    device.deliver([observation("drainage", station, now_ms(), fill_ratio=1.2)])
    page = visit.open("/sensors?tab=drainage")
    bar = page.locator(f'.station-row .bar[data-asset="{station}"]')
    expect(bar).to_have_attribute("data-state", "major")
    device.deliver([observation("drainage", station, now_ms(), fill_ratio=0.85)])
    expect(bar).to_have_attribute("data-state", "minor")
    device.deliver([observation("drainage", station, now_ms(), fill_ratio=0.4)])
    expect(bar).to_have_attribute("data-state", "normal")
