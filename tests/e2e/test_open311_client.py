"""Open311 as a client that is not ours speaks it, over a real connection."""

from __future__ import annotations

import httpx2
import pytest
from georeport import GeoReport

from tests.e2e.product import Product


@pytest.fixture(scope="module")
def token(product: Product) -> str:
    """The token of a portal."""
    return product.run("token", "add", "portal", "--scope", "report_cases").split()[-1]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_foreign_client_reads_services_and_follows_what_was_reported(product: Product, token: str, form: str) -> None:
    address = f"127.0.0.1:{product.port}/open311/v2"
    client = GeoReport(f"http://portal:{token}@{address}", output_format=form)
    services = {each["service_code"]: each for each in client.get_service_list()}
    assert services["0504"]["service_name"] == "店外经营"
    report = {"service_code": "0504", "lat": "29.6534", "long": "121.4012", "api_key": token, "description": "门口摆摊"}
    made = httpx2.post(f"http://{address}/requests.json", data=report, trust_env=False)
    assert made.status_code == 201, made.text
    number = made.json()[0]["service_request_id"]
    request = client.get_service_request(number)
    assert (request["status"], request["service_code"]) == ("open", "0504")
    listed = client.get_service_requests(status="open", service_code="0504")
    assert number in {each["service_request_id"] for each in (listed if isinstance(listed, list) else [listed])}
