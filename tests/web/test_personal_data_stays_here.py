"""Names, phones and what people type about themselves reach no log, no address and no metric."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from fastapi.testclient import TestClient

from bootstrap.jobs import build_jobs
from bootstrap.web import Services, build_services
from dashboard.domain.rights import Role, system
from dashboard.services.accounts.administration import NewAccount
from dashboard.settings import Settings
from data_sources.db.audit import SqlAuditReader
from data_sources.db.jobs.store import SqlJobStore
from tests.traces import spellings, traces
from tests.web.conftest import serve
from tests.web.page_client import PageClient
from tests.web.test_sign_in import fill_in

NAME, PHONE, BAD_NAME, ID_NUMBER = "欧阳绣花", "13987654321", "司马晓云", "330299199001011234"
SECRETS = (NAME, PHONE, BAD_NAME, ID_NUMBER)
PASSWORD = "Spring-2026"
TABLE = f"工号,姓名,手机,岗位\n007,{NAME},{PHONE},队员\n008,{BAD_NAME},{ID_NUMBER},队员\n{PHONE},{BAD_NAME},,无此岗\n"


@dataclass
class Watched:
    """The web part on a real database; `addresses` are all that were asked for or led to."""

    services: Services
    browser: TestClient
    pages: PageClient
    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for client in (self.browser, self.pages.http):
            client.event_hooks["request"].append(lambda request: self.addresses.append(str(request.url)))
            client.event_hooks["response"].append(self._note)
        self.pages.door.actor = self.pages.door.actor._replace(name="root1")  # who asks for an import has an account
        services: Any = self.pages.services
        services.people, services.search, services.office = (
            self.services.people,
            self.services.search,
            self.services.office,
        )

    def _note(self, answer: httpx2.Response) -> None:
        self.addresses += [answer.headers[name] for name in ("location", "referer") if name in answer.headers]

    def bring_in(self, table: bytes) -> None:
        """Import people as the page does: asked for, then done by the process of long work."""
        self.pages.call(
            "admin-job-said.children",
            {
                "admin-job-start.n_clicks": 1,
                "admin-job-kind.value": "import_people",
                "admin-job-file.contents": f"data:text/csv;base64,{base64.b64encode(table).decode()}",
                "admin-job-file.filename": "people.csv",
            },
            "admin-job-start.n_clicks",
        )
        assert build_jobs(self.services.settings).runner.turn()

    def job_results(self) -> list[str]:
        with SqlJobStore(self.services.engine, lambda: 0).look() as work:
            return [str(job.result or job.error) for job in work.jobs(None, 10)]

    def audit(self) -> list[str]:
        return [str(entry) for entry in SqlAuditReader(self.services.engine).entries()]


@pytest.fixture
def watched(settings: Settings) -> Iterator[Watched]:
    services = build_services(settings)
    for name, role in (("li", Role.DISPATCHER), ("root1", Role.ADMINISTRATOR)):
        services.accounts.add(NewAccount(name, role, PASSWORD, must_change_password=False), system())
    server = serve(services, services.doorkeeper)
    server.state.draw_form = lambda view, _cookies: view.kind
    with ExitStack() as at_end:
        browser = at_end.enter_context(TestClient(server, follow_redirects=False, raise_server_exceptions=False))
        pages = PageClient()
        at_end.enter_context(pages.http)
        yield Watched(services, browser, pages)


def work_a_day(watched: Watched) -> str:
    """What people do with personal data, right and wrong; return `/metrics`."""
    browser, pages = watched.browser, watched.pages
    watched.bring_in(TABLE.encode())
    for name, password in ((NAME, PASSWORD), (PHONE, PASSWORD), ("li", NAME), (ID_NUMBER, PHONE), ("li", PASSWORD)):
        fill_in(browser, name, password)
    assert "欧**" in browser.get("/api/v1/people").text
    assert browser.get("/api/v1/people/positions").json()["features"] == []
    for text in (NAME, PHONE, "007"):
        assert "欧**" in str(pages.call("admin-people.data-html", {"admin-people-text.value": text}))
        pages.call("search-results.data-html", {"search-text.data": text}, "search-text.data")
    chosen = {"selected-person.data": {"number": "007"}}
    for reason in ("", f"打 {PHONE} 核实"):
        values = {**chosen, "person-reveal.n_clicks": 1, "person-reason.value": reason}
        pages.call("person-sheet.children", values, "person-reveal.n_clicks")
    browser.post("/api/v1/observations", json={"device_id": NAME, "values": {"level_m": PHONE}})
    fill_in(browser, "root1", PASSWORD)
    return browser.get("/metrics").text


def test_a_days_work_leaves_no_name_or_phone_in_logs_addresses_and_metrics(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    metrics = work_a_day(watched)
    assert "xiuhua_request_seconds" in metrics
    assert len(watched.addresses) > 15
    logged = [logging.Formatter("%(name)s %(message)s").format(record) for record in caplog.records]
    assert traces([*logged, *watched.addresses, metrics], SECRETS) == []


def test_nor_in_the_audit_log_and_the_reports_of_imports(watched: Watched) -> None:
    work_a_day(watched)
    results = watched.job_results()
    assert "008 司**" in results[0]
    audit = watched.audit()
    assert any("reveal_person" in entry and "打 **** 核实" in entry for entry in audit)
    assert any("refuse_sign_in" in entry and "欧**" in entry for entry in audit)
    assert traces([*results, *audit], SECRETS) == []


def test_a_failure_while_a_name_is_stored_logs_no_name(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    with watched.services.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER refuse BEFORE INSERT ON person BEGIN SELECT RAISE(ABORT, 'a fault of ours'); END"
        )
    watched.bring_in(TABLE.encode())
    assert "a fault of ours" in caplog.text
    assert traces([caplog.text], SECRETS) == []


@pytest.mark.parametrize("value", SECRETS)
def test_the_search_for_traces_finds_what_it_looks_for(value: str) -> None:
    ways = [value, f"/api/v1/people?q={quote(value)}", f"b{value.encode()!r}", *spellings(value)]
    assert all(traces([f"GET {way} 200"], SECRETS) for way in ways)
    assert traces(["欧** 139****4321", "007"], SECRETS) == []
