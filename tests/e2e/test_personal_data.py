"""A name and a phone that people type and see reach no address, no log and no metric of the running product."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE_MS, wait_until_live
from tests.e2e.product import Product
from tests.e2e.test_sign_in import fill_in
from tests.traces import traces

NAME, PHONE, BAD_NAME = "欧阳绣花", "13987654321", "司马晓云"
SECRETS = (NAME, PHONE, BAD_NAME)
NUMBER = "90007"
TABLE = f"工号,姓名,手机,岗位\n{NUMBER},{NAME},{PHONE},队员\n90008,{BAD_NAME},1.00E+10,队员\n"


class Walk:
    """A browser whose every address is noted: what it asks for, and what its address bar says."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.addresses: list[str] = []
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("websocket", lambda channel: self.addresses.append(channel.url))
        page.on("framenavigated", lambda frame: self.addresses.append(frame.url))

    def sign_in(self, product: Product) -> None:
        """With a name, with a phone, then as one should."""
        self.page.goto(f"{product.url}/login?next=%2Fadmin%3Ftab%3Dpeople")
        for name, password in ((NAME, "wrong"), (PHONE, NAME)):
            fill_in(self.page, name, password)
            expect(self.page.locator(".door-problem")).to_be_visible()
        fill_in(self.page, "dispatcher", product.demo_password())
        wait_until_live(self.page)

    def search(self) -> None:
        """In the box of the top bar and in the list of people."""
        for text in (NAME, PHONE):
            self.page.locator("[data-search] input").fill(text)
            expect(self.page.locator("[data-answers]")).to_have_attribute("data-answers", text)
            self.page.locator("[data-search] input").fill("")
            self.page.locator("#admin-people-text").fill(text)
            expect(self.page.locator("#admin-people tbody tr")).to_have_count(1)
            expect(self.page.locator("#admin-people")).to_contain_text("欧**")

    def reveal(self) -> None:
        """For a reason; then whole, this once."""
        self.page.locator("#admin-people").get_by_text("欧**").click()
        drawer = self.page.locator("#person-sheet")
        expect(drawer).to_contain_text("139****4321")
        self.page.locator(".reveal-form summary").click()
        self.page.locator("#person-reason").fill("电话联系现场")
        self.page.locator("#person-reveal").click()
        expect(drawer).to_contain_text(NAME)
        expect(drawer).to_contain_text(PHONE)
        self.addresses.append(self.page.url)
        self.page.reload()
        wait_until_live(self.page)
        assert traces([self.page.content()], SECRETS) == [], "whole this once, and masked after a reload"
        self.addresses.append(self.page.url)


@pytest.fixture
def walk(product: Product, browser: Browser) -> Iterator[Walk]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.set_default_timeout(PATIENCE_MS)
    yield Walk(context.new_page())
    context.close()


def test_no_name_or_phone_is_in_any_log_address_or_metric(product: Product, walk: Walk, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text(TABLE, encoding="utf-8")
    told = product.run("import", "people", str(table))
    walk.sign_in(product)
    walk.search()
    walk.reveal()
    served = [(product.get(path) or b"").decode() for path in ("/metrics", "/health", "/api/v1/people?limit=500")]
    assert "欧**" in served[2]
    assert any("/_dash-update-component" in each for each in walk.addresses)
    logs = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in _logs(product)}
    assert {"web.log", "ingest.log", "worker.log"} <= logs.keys()
    assert traces([told, *walk.addresses, *served, *logs.values()], SECRETS) == []
    assert product.query("SELECT subject FROM audit WHERE action = 'reveal_person' AND subject = ?", NUMBER)


def test_who_is_erased_is_gone_from_pages_and_programs(product: Product, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text(TABLE.replace(NUMBER, "90009"), encoding="utf-8")
    product.run("import", "people", str(table))
    target = tmp_path / "90009.json"
    product.run("person", "export", "90009", "--to", str(target))
    assert NAME in target.read_text(encoding="utf-8")
    assert b"90009" in (product.get("/api/v1/people?limit=500") or b"")
    product.run("person", "erase", "90009", "--yes")
    assert b"90009" not in (product.get("/api/v1/people?limit=500") or b"")
    assert "chain is whole" in product.run("audit", "verify")


def _logs(product: Product) -> list[Path]:
    return [path for path in (product.data_dir / "log").rglob("*") if path.is_file()]
