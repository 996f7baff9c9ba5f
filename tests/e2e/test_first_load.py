"""What a browser that was never here loads for the desk, and what only later."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.product import Device, now_ms, observation


def test_plotly_comes_with_the_first_chart_and_dashs_polyfill_never(device: Device, visit: Visit, manhole: str) -> None:
    device.deliver([observation("manhole", manhole, now_ms() - n * 1000, tilt_deg=n / 10) for n in range(60)])
    asked: list[str] = []
    visit.context.on("request", lambda request: asked.append(request.url))
    page = visit.open()
    expect(page.locator("#page .skeleton")).to_have_count(0)
    assert not [address for address in asked if "plotly" in address or "async-graph" in address]
    page.goto(f"{visit.product.url}/?asset={manhole}")
    page.locator(".drawer .js-plotly-plot .scatterlayer path").first.wait_for(state="attached")
    assert [address for address in asked if "plotly" in address]
    assert not [address for address in asked if "polyfill" in address or "dash_table" in address]
