"""Imports on the page of the administrator: tried, done, and refused when the file is too large."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

from dashboard.domain.jobs import LARGEST_FILE
from tests.e2e.conftest import OpenVisit

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
