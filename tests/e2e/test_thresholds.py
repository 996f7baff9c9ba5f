"""The form of a rule in the browser: a change is tried before it is saved or taken back, and refused where wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import OpenVisit, Visit
from tests.e2e.product import Device, Product, now_ms, observation

NUMBERS: Final = ("minor", "major", "critical", "hysteresis", "minimum_duration_s")
EMPTY: Final = dict.fromkeys(NUMBERS, "")
STORED: Final = "SELECT scope, scope_ref FROM rule_override WHERE rule_key = 'manhole.tilt'"


def tilt_rule(visit: Visit) -> Locator:
    """The card of the rule of tilted covers, its form unfolded."""
    page = visit.open("/sensors?tab=thresholds&kind=manhole")
    card = page.locator(".rule").filter(has_text="manhole.tilt")
    card.locator("summary").click()
    return card


def write(card: Locator, fields: Mapping[str, str]) -> None:
    """Fills in what stands there otherwise."""
    for name, value in fields.items():
        box = card.locator(f"input[name={name}]")
        if box.count():
            box.fill(value)
        else:
            card.locator(f"[data-field={name}]").select_option(value)


def more_alarms(told: Locator) -> int:
    """How many alarms more there would have been; the city's own past may have had some."""
    found = re.search(r"(\d+) → (\d+) 起告警", told.inner_text())
    assert found
    return int(found[2]) - int(found[1])


def test_a_threshold_is_tried_on_the_past_while_it_is_written(device: Device, visit: Visit, manhole: str) -> None:
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=7.5)])
    card = tilt_rule(visit)
    told = card.locator(".rule-preview")
    card.locator("input[name=major]").fill("deep")
    expect(told).to_contain_text("不能是「deep」")
    card.locator("[data-field=scope]").select_option("asset")
    card.locator("input[name=scope_ref]").fill(manhole)
    card.locator("input[name=major]").fill("6")
    expect(told).to_contain_text("将在 1 台设备上报警；")
    assert more_alarms(told) == 1
    card.locator("input[name=major]").fill("20")
    card.locator("[data-rule-try]").click()
    expect(told).to_contain_text("将在 0 台设备上报警；")
    assert more_alarms(told) == 0


REFUSED: Final = {
    "a level is left out": ({"critical": ""}, "红色级留空后不再报警", "red would alarm no more"),
    "a magnitude below 0": ({"major": "-3"}, "阈值不能为负", "must not be negative"),
    "nothing written": (EMPTY, "表单是空的", "the form is empty"),
    "no level": ({"major": "", "critical": ""}, "至少填写一个级别的阈值", "at least one level"),
    "levels in the wrong order": ({"major": "60"}, "级别越重，阈值须更高", "needs a higher threshold"),
    "a hysteresis below 0": ({"hysteresis": "-1"}, "不能为负", "must not be negative"),
    "beyond what is measured": ({"critical": "900"}, "阈值须在此范围内", "give thresholds within"),
    "no number": ({"major": "deep"}, "不能是「deep」", "deep"),
    "no place": ({"scope": "asset"}, "请写明类型、区域或设备编号", "say for which kind, area or asset"),
    "an unknown place": ({"scope": "asset", "scope_ref": "nobody"}, "没有设备 nobody", "there is no asset nobody"),
}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_is_wrong_is_said_below_the_form_and_on_saving_and_nothing_is_saved(
    product: Product, visits: OpenVisit, language: str
) -> None:
    session = visits()
    session.context.add_cookies([{"name": "xiuhua_language", "value": language, "url": product.url}])
    card = tilt_rule(session)
    begun = {name: card.locator(f"input[name={name}]").input_value() for name in (*NUMBERS, "scope_ref")}
    for written, chinese, english in REFUSED.values():
        sentence = english if language == "en" else chinese
        write(card, {**begun, "scope": "kind", **written})
        expect(card.locator(".rule-preview")).to_contain_text(sentence)
        card.locator("[data-rule-save]").click()
        expect(card.page.locator("#notice")).to_contain_text(sentence)
        for name in written.keys() & NUMBERS:
            expect(card.locator(f"input[name={name}]")).to_have_value(written[name])
    assert product.query(STORED) == []
    session.assert_quiet()


def test_a_level_is_left_out_once_it_was_said_what_that_means(product: Product, visit: Visit, manhole: str) -> None:
    card = tilt_rule(visit)
    write(card, {"scope": "asset", "scope_ref": manhole, "critical": ""})
    expect(card.locator(".rule-preview")).to_contain_text("红色级留空后不再报警")
    write(card, {"leave_out": "true"})
    expect(card.locator(".rule-preview")).to_contain_text("台设备")
    card.locator("[data-rule-save]").click()
    changed = card.locator(".rule-change").filter(has_text=manhole)
    expect(changed).to_be_visible()
    take_back(changed)
    expect(changed).to_have_count(0)
    assert product.query(STORED) == []


def take_back(changed: Locator) -> None:
    """Puts a change back to the default, after what that would do was read."""
    changed.locator("[data-rule-reset-ask]").click()
    expect(changed.locator(".rule-preview")).to_contain_text("台设备")
    changed.locator("[data-rule-reset]").click()


def test_taking_a_change_back_is_tried_before_it_is_done(
    product: Product, device: Device, visit: Visit, manhole: str
) -> None:
    begun_ms = now_ms() - 60_000
    device.deliver([observation("manhole", manhole, begun_ms + n * 10_000, tilt_deg=22.4) for n in range(3)])
    card = tilt_rule(visit)
    write(card, {"scope": "asset", "scope_ref": manhole, "major": "30"})
    card.locator("[data-rule-save]").click()
    changed = card.locator(".rule-change").filter(has_text=manhole)
    asks, told = changed.locator("[data-rule-reset-ask]"), changed.locator(".rule-preview")
    asks.click()
    expect(told).to_contain_text("将在 1 台设备上报警；")
    assert more_alarms(told) == 1
    expect(card.locator(".rule-form .rule-preview")).to_be_empty()
    expect(changed.locator("[data-rule-keep]")).to_be_focused()
    changed.locator("[data-rule-keep]").click()
    expect(told).to_be_hidden()
    expect(asks).to_be_focused()
    assert len(product.query(STORED)) == 1
    take_back(changed)
    expect(changed).to_have_count(0)
    expect(card.page.locator("#notice")).to_contain_text("已恢复默认阈值")
    assert product.query(STORED) == []
