"""Open311 GeoReport v2, in both formats, good and bad."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from bootstrap import now_us
from dashboard.domain.catalogue.tree import Version
from dashboard.domain.durations import DAY_US
from dashboard.domain.readings import from_us
from dashboard.domain.rights import Means, Role
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.engine import create
from tests.actors import TOKEN, OpenDoor, acting
from tests.case_office import CONTENTS
from tests.pictures import jpeg
from tests.web.conftest import Site, serve

PATH = "/open311/v2"
LEAVES = [each.code for each in CONTENTS.categories if each.parent]
REPORT = {
    "service_code": "0504",
    "lat": "29.655",
    "long": "121.405",
    "description": "门口摆摊",
    "address_string": "县前街 1 号",
}


@pytest.fixture
def bureau(site: Site) -> Site:
    """A bureau with a small catalogue."""
    with SqlCatalogueStore(create(site.services.settings.database), now_us).begin() as work:
        work.add_catalogue(Version(0, "试验", date(2020, 1, 1)), CONTENTS)
    return site


def post(site: Site, form: str = "json", **changes: str) -> Any:
    told = {name: value for name, value in {**REPORT, **changes}.items() if value}
    return site.client.post(f"{PATH}/requests.{form}", data=told)


def ago(days: float) -> str:
    return f"{from_us(now_us() - round(days * DAY_US)):%Y-%m-%dT%H:%M:%SZ}"


def test_services_are_what_a_case_can_be_reported_as(bureau: Site) -> None:
    services = bureau.get(f"{PATH}/services.json")
    assert [each["service_code"] for each in services] == LEAVES
    assert (services[0]["group"], services[0]["type"], services[0]["metadata"]) == ("街面秩序", "realtime", False)
    root = ET.fromstring(bureau.client.get(f"{PATH}/services.xml").content)
    assert root.tag == "services"
    assert [each.findtext("service_name") for each in root] == [each["service_name"] for each in services]
    assert bureau.get(f"{PATH}/services/0504.json")[0]["service_name"] == "店外经营"


def test_a_report_is_a_case_and_its_request_follows_it(bureau: Site) -> None:
    answer = post(bureau)
    assert answer.status_code == 201, answer.text
    number = answer.json()[0]["service_request_id"]
    (request,) = bureau.get(f"{PATH}/requests/{number}.json")
    assert (request["status"], request["service_code"], request["address"]) == ("open", "0504", "县前街 1 号")
    assert (request["lat"], request["long"]) == (29.655, 121.405)
    case = bureau.get("/api/v1/cases")["items"][0]
    assert (case["number"], case["source"], case["description"]) == (number, "snapshot", "门口摆摊")
    bureau.post(f"/api/v1/cases/{case['id']}/reject", {"revision": case["revision"], "reason": "不属实"})
    assert bureau.get(f"{PATH}/requests/{number}.json")[0]["status"] == "closed"
    assert bureau.get(f"{PATH}/requests.json?status=open") == []
    assert len(bureau.get(f"{PATH}/requests.json?status=open,closed&service_code=0504,0505")) == 1
    assert bureau.get(f"{PATH}/requests.json?service_code=0505") == []


def test_a_report_and_its_list_in_xml(bureau: Site) -> None:
    answer = post(bureau, "xml", description="<坏> & \x07 响铃")
    root = ET.fromstring(answer.content)
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    number = root.findtext("request/service_request_id")
    listed = ET.fromstring(bureau.client.get(f"{PATH}/requests.xml").content)
    assert listed.findtext("request/service_request_id") == number
    assert listed.findtext("request/description") == "<坏> &  响铃"
    assert listed.findtext("request/media_url") == ""


def test_a_picture_that_is_sent_becomes_evidence_and_an_address_of_one_is_text(bureau: Site) -> None:
    form = {**REPORT, "media_url": "http://example.org/a.jpg"}
    answer = bureau.client.post(f"{PATH}/requests.json", data=form, files={"media": ("a.jpg", jpeg(), "image/jpeg")})
    assert answer.status_code == 201, answer.text
    case = bureau.get("/api/v1/cases")["items"][0]
    assert case["description"] == "门口摆摊\nhttp://example.org/a.jpg"
    assert [photo["role"] for photo in bureau.get(f"/api/v1/cases/{case['id']}")["photos"]] == ["before"]


def test_who_reported_is_not_kept(bureau: Site) -> None:
    post(bureau, first_name="小明", last_name="王", phone="13800005678", email="a@example.org", device_id="x")
    case = bureau.get("/api/v1/cases")["items"][0]
    told = str(case) + str(bureau.get(f"/api/v1/cases/{case['id']}/timeline"))
    assert not any(word in told for word in ("小明", "13800005678", "example.org"))


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"service_code": "9999"}, 404, "service_code"),
        ({"service_code": ""}, 404, "service_code"),
        ({"service_code": "05"}, 404, "service_code"),
        ({"lat": ""}, 400, "lat and long"),
        ({"long": "east"}, 400, "lat and long"),
        ({"lat": "95"}, 400, "lat"),
        ({"lat": "nan"}, 400, "lat"),
        ({"description": "长" * 1001}, 400, "description"),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_bad_report_is_told_in_the_format_that_was_asked_for(
    bureau: Site, form: str, changes: dict[str, str], status: int, said: str
) -> None:
    answer = post(bureau, form, **changes)
    assert answer.status_code == status, answer.text
    if form == "json":
        (error,) = answer.json()
        assert (error["code"], said in error["description"]) == (status, True)
    else:
        root = ET.fromstring(answer.content)
        assert (root.tag, root.findtext("error/code")) == ("errors", str(status))
    assert bureau.get("/api/v1/cases")["total"] == 0


@pytest.mark.parametrize(
    "kind",
    [
        "application/xml",
        "text/xml; charset=gb2312",
        "application/json",
        "text/plain",
        "",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ],
)
def test_broken_xml_and_whatever_else_is_no_form_is_refused_and_leaves_no_case(bureau: Site, kind: str) -> None:
    answer = bureau.client.post(f"{PATH}/requests.xml", content=b"<requests><broken", headers={"Content-Type": kind})
    told = ET.fromstring(answer.content)
    assert (answer.status_code, told.findtext("error/code")) in {(400, "400"), (404, "404")}, answer.text
    assert told.findtext("error/description")
    assert bureau.get("/api/v1/cases")["total"] == 0


def test_a_list_spans_ninety_days_and_no_more(bureau: Site) -> None:
    post(bureau)
    assert len(bureau.get(f"{PATH}/requests.json?start_date={ago(80)}")) == 1
    assert bureau.get(f"{PATH}/requests.json?start_date={ago(60)}&end_date={ago(1)}") == []
    for bad in (
        f"start_date={ago(100)}&end_date={ago(0)}",
        f"start_date={ago(1)}&end_date={ago(2)}",
        "start_date=soon",
    ):
        answer = bureau.client.get(f"{PATH}/requests.json?{bad}")
        assert (answer.status_code, answer.json()[0]["code"]) == (400, 400)


@pytest.mark.parametrize("query", ["status=lost", "page_size=0", "page_size=1001", f"service_code={'1,' * 101}"])
def test_a_bad_question_is_told(bureau: Site, query: str) -> None:
    assert bureau.client.get(f"{PATH}/requests.json?{query}").json()[0]["code"] == 400


def test_a_number_that_there_is_not_is_not_found_and_left_out_of_lists(bureau: Site) -> None:
    number = post(bureau).json()[0]["service_request_id"]
    assert bureau.client.get(f"{PATH}/requests/1.json").json()[0]["code"] == 404
    found = bureau.get(f"{PATH}/requests.json?service_request_id={number},1")
    assert [each["service_request_id"] for each in found] == [number]


def test_each_system_sees_its_own_reports_only_and_needs_a_key_to_report(bureau: Site) -> None:
    number = post(bureau).json()[0]["service_request_id"]
    other = acting("portal", Role.OFFICER)._replace(squad="S2")
    with TestClient(serve(bureau.services, OpenDoor(other)), headers=TOKEN) as client:
        assert client.get(f"{PATH}/requests.json").json() == []
        assert client.get(f"{PATH}/requests/{number}.json").status_code == 404
    nameless = TestClient(bureau.client.app)
    assert nameless.get(f"{PATH}/services.json", headers={"Accept": "*/*"}).status_code == 401
    refused = nameless.post(f"{PATH}/requests.json", data=REPORT)
    assert (refused.status_code, "api_key" in refused.json()[0]["description"]) == (401, True)
    assert nameless.post(f"{PATH}/requests.json", data={**REPORT, "api_key": "any"}).status_code == 201


def test_a_key_that_may_not_report_is_refused(bureau: Site) -> None:
    manager = acting("manager", Role.MANAGER)._replace(means=Means.PROGRAM)
    with TestClient(serve(bureau.services, OpenDoor(manager)), headers=TOKEN) as client:
        refused = client.post(f"{PATH}/requests.json", data=REPORT)
        assert (refused.status_code, refused.json()[0]["code"]) == (403, 403)


def test_the_same_report_under_one_key_is_one_request(bureau: Site) -> None:
    numbers = {
        bureau.client.post(f"{PATH}/requests.json", data=REPORT, headers={"Idempotency-Key": "k"}).json()[0][
            "service_request_id"
        ]
        for _ in range(2)
    }
    assert len(numbers) == 1


def test_ten_thousand_requests_are_read_page_by_page_and_each_once(bureau: Site) -> None:
    post(bureau)
    store = SqlCaseStore(bureau.services.engine, now_us)
    with store.begin() as work:
        key = work.case_of_number(bureau.get("/api/v1/cases")["items"][0]["number"])
        assert key is not None
        one = work.case(key)
        assert one is not None
        work.add_cases([replace(one, case_key=0, number=f"X-{each:05d}") for each in range(9_999)])
    pages = [bureau.get(f"{PATH}/requests.json?page={page}") for page in range(1, 12)]
    assert [len(page) for page in pages] == [*[1_000] * 10, 0]
    assert len({each["service_request_id"] for page in pages for each in page}) == 10_000
    root = ET.fromstring(bureau.client.get(f"{PATH}/requests.xml?page=10&page_size=1000").content)
    assert [each.findtext("service_request_id") for each in root] == [each["service_request_id"] for each in pages[9]]


@pytest.mark.parametrize("page", ["0", "101", "x"])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_page_that_there_cannot_be_is_told_in_both_formats(bureau: Site, page: str, form: str) -> None:
    answer = bureau.client.get(f"{PATH}/requests.{form}?page={page}")
    assert answer.status_code == 400
    told = answer.json()[0]["code"] if form == "json" else ET.fromstring(answer.content).findtext("error/code")
    assert str(told) == "400"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_service_that_is_gone_takes_no_reports_and_its_requests_are_still_told(bureau: Site, form: str) -> None:
    number = post(bureau).json()[0]["service_request_id"]
    left = CONTENTS._replace(
        categories=tuple(each for each in CONTENTS.categories if each.code != "0504"),
        standards=tuple(each for each in CONTENTS.standards if each.category != "0504"),
    )
    with SqlCatalogueStore(bureau.services.engine, now_us).begin() as work:
        first = work.catalogue_versions()[0]
        work.end_catalogue(first.version, date(2020, 1, 2))
        work.add_catalogue(Version(0, "新版", date(2020, 1, 3)), left)
    gone = bureau.client.get(f"{PATH}/services/0504.{form}"), post(bureau, form)
    for answer in gone:
        assert answer.status_code == 404
        told = answer.json()[0]["code"] if form == "json" else ET.fromstring(answer.content).findtext("error/code")
        assert str(told) == "404"
    (request,) = bureau.get(f"{PATH}/requests/{number}.json")
    assert (request["service_code"], request["service_name"]) == ("0504", "店外经营")
    assert len(bureau.get(f"{PATH}/requests.json?service_code=0504")) == 1
