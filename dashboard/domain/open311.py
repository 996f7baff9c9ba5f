"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2): services are sub-categories, service requests are cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import STATE_LABELS
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.durations import DAY_US
from dashboard.domain.readings import from_us
from dashboard.domain.text import Text

LONGEST_SPAN_US: Final = 90 * DAY_US
"""What a list may span, and spans when nothing is said."""
LARGEST_PAGE: Final = 1_000
LAST_PAGE: Final = 100
IDS_AT_MOST: Final = 100
NOTICE: Final = Text(
    "已收到，编号即服务请求号；联系方式不留存。",
    "Received; its number is the service request's. Contacts are not kept.",
)


class Status(StrEnum):
    """What the standard knows of a request's state."""

    OPEN = "open"
    CLOSED = "closed"


class RequestQuery(NamedTuple):
    """Which requests are asked for; `numbers` go before all else. Times are µs, `until_us` is no more in it.

    `page` counts from 1, in pages of `limit`.
    """

    from_us: int
    until_us: int
    numbers: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset(Status)
    limit: int = LARGEST_PAGE
    page: int = 1


def services_of(catalogue: Catalogue) -> Iterator[Mapping[str, Any]]:
    """Yield the services: what a case can be reported as."""
    yield from (each for category in catalogue.in_order if (each := service_of(catalogue, category.code)) is not None)


def service_of(catalogue: Catalogue, code: str) -> Mapping[str, Any] | None:
    """Return a service with the group that it belongs to; None for what no case can be reported as."""
    path = catalogue.path(code)
    if not path or catalogue.children(code):
        return None
    return {
        "service_code": code,
        "service_name": path[-1].name,
        "description": catalogue.path_name(code),
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": path[0].name,
    }


def status_of(case: Case) -> Status:
    """Return closed for what has ended in whatever way, else open."""
    return Status.CLOSED if case.ended else Status.OPEN


def request_of(case: Case, agency: str) -> Mapping[str, Any]:
    """Return a service request as the standard tells it; `agency` is the name of who has it."""
    return {
        "service_request_id": case.number,
        "status": status_of(case).value,
        "status_notes": STATE_LABELS[case.state].zh,
        "service_name": case.category_name,
        "service_code": case.category,
        "description": case.description,
        "agency_responsible": agency or None,
        "service_notice": None,
        "requested_datetime": _moment(case.times.reported_us),
        "updated_datetime": _moment(updated_us(case)),
        "expected_datetime": _moment(case.clocks.due_us),
        "address": case.place.address or None,
        "address_id": None,
        "zipcode": None,
        "lat": case.place.lat,
        "long": case.place.lon,
        "media_url": None,
    }


def updated_us(case: Case) -> int:
    """Return when the case came to a stage last."""
    return max(each for each in case.times if each is not None)


def _moment(at_us: int | None) -> str | None:
    return None if at_us is None else f"{from_us(at_us):%Y-%m-%dT%H:%M:%SZ}"
