"""The page of the administrator: imports, and what of the finds of cameras waits for people."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

from dashboard.domain.jobs import LARGEST_FILE
from tests.e2e.conftest import OpenVisit
from tests.e2e.product import Device, Product, camera_event, eventually

SMALL: FilePayload = {"name": "中队.csv", "mimeType": "text/csv", "buffer": "code,name\nS8,八中队\n".encode()}
LARGE: FilePayload = {"name": "large.csv", "mimeType": "text/csv", "buffer": b"x" * (LARGEST_FILE + 1)}


def opened(visits: OpenVisit) -> Page:
    """The tab with squads chosen."""
    page = visits().open("/admin?tab=imports")
    page.locator("#admin-job-kind").click()
    page.locator("[role=option]").filter(has_text="导入中队").click()
    return page


def test_a_file_that_is_too_large_is_refused_and_the_one_before_it_is_not_taken_instead(visits: OpenVisit) -> None:
    page = opened(visits)
    chosen = page.locator("#admin-job-file-name")
    page.set_input_files("input[type=file]", files=[SMALL])
    expect(chosen).to_have_text("中队.csv")
    page.set_input_files("input[type=file]", files=[LARGE])
    expect(page.locator("#admin-job-said")).to_contain_text("文件超过 5 MB")
    expect(chosen).to_contain_text("点选文件")
    page.locator("#admin-job-start").click()
    expect(page.locator("#notice")).to_contain_text("请先选择文件")
    page.set_input_files("input[type=file]", files=[SMALL])
    expect(page.locator("#admin-job-said")).to_have_text("")
    page.locator("#admin-job-try").click()
    expect(page.locator("#admin-job-said")).to_contain_text("已加入队列")


def test_a_word_of_a_camera_gets_a_category_and_the_gate_of_that_category_is_changed(
    visits: OpenVisit, product: Product, device: Device
) -> None:
    device.deliver([camera_event("CAM-WORDS", "pigeon")])
    eventually(lambda: product.query("SELECT 1 FROM camera_event WHERE label = 'pigeon'") or None, "the event")
    page = visits().open("/admin?tab=camera-words")
    page.locator(".find-row").filter(has_text="pigeon").click()
    page.locator("#finds-category").click()
    page.locator("[role=option]").filter(has_text="暴露垃圾").click()
    expect(page.locator("#finds-effect")).to_contain_text("其中 1 件会改变类别（原为未分类 1 件）")
    page.locator("#finds-save").click()
    expect(page.locator("#finds-said")).to_contain_text("已归类：pigeon → 0102")
    page = visits().open("/admin?tab=camera-gates&gate=0511")
    page.locator("#gates-dwell").fill("600")
    page.locator("#gates-dwell").press("Tab")
    expect(page.locator("#gates-effect")).to_contain_text("近 7 天")
    page.locator("#gates-save").click()
    expect(page.locator("#gates-said")).to_contain_text("关口已保存：沿街晾挂 0511（第 2 版）")
    expect(page.locator(".gate-row").filter(has_text="沿街晾挂")).to_contain_text("停留 ≥ 10")
