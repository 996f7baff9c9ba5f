"""Other systems over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Site

PATH = "/api/v1/webhooks"
ORDER = {"name": "市政系统", "url": "https://bureau.example/hook", "kinds": ["step", "dispatch"]}


def add(site: Site, **changes: Any) -> Any:
    return site.post(PATH, {**ORDER, **changes}, 201)


def test_a_subscription_is_made_listed_changed_and_removed(site: Site) -> None:
    made = add(site)
    assert made["secret"].startswith("whsec_")
    assert (made["kinds"], made["state"], made["waiting"]) == (["dispatch", "step"], "active", 0)
    (listed,) = site.get(PATH)["items"]
    assert "secret" not in listed
    one = f"{PATH}/{made['id']}"
    assert site.post(f"{one}/pause")["state"] == "paused"
    assert site.post(f"{one}/resume")["state"] == "active"
    assert site.post(f"{one}/rotate")["secret"] != made["secret"]
    later = site.client.put(one, json={**ORDER, "url": "https://bureau.example/other", "kinds": ["approval"]}).json()
    assert (later["url"], later["kinds"], later["id"]) == ("https://bureau.example/other", ["approval"], made["id"])
    assert site.client.put(one, json={**ORDER, "url": "http://user:word@bureau.example/"}).status_code == 422
    assert site.get(f"{one}/deliveries") == {"items": []}
    span = {"from": "2026-11-21T00:00:00Z", "to": "2026-11-22T00:00:00Z"}
    assert site.post(f"{one}/replay", span) == {"messages": 0}
    assert site.client.delete(one).status_code == 204
    site.get(one, 404)


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "http://user:word@bureau.example/"},
        {"url": "bureau"},
        {"name": ""},
        {"kinds": []},
        {"kinds": ["reading"]},
        {"department": "D9"},
        {"area": "nowhere"},
        {"category": "9999"},
        {"secret": "mine"},
    ],
)
def test_a_bad_order_is_refused_and_nothing_is_made(site: Site, changes: dict[str, Any]) -> None:
    assert site.client.post(PATH, json={**ORDER, **changes}).status_code == 422
    assert site.get(PATH)["items"] == []


def test_a_trial_to_this_machine_is_not_sent(site: Site) -> None:
    made = add(site, url="http://127.0.0.1:9/hook")
    assert site.post(f"{PATH}/{made['id']}/test") == {"status": None, "fault": "not_allowed"}


def test_times_that_make_no_sense_are_refused(site: Site) -> None:
    one = f"{PATH}/{add(site)['id']}"
    later = {"from": "2026-11-22T00:00:00Z", "to": "2026-11-21T00:00:00Z"}
    assert "before" in site.post(f"{one}/replay", later, 422)["detail"]
    site.post(f"{one}/replay", {"from": "2026-11-22T00:00:00"}, 422)


def test_health_and_metrics_tell_how_they_do(site: Site) -> None:
    assert "webhooks" not in site.get("/health")["checks"]
    made = add(site)
    assert site.get("/health")["checks"]["webhooks"] == {"status": "ok", "waiting": 0}
    text = site.client.get("/metrics").text
    for name in ("delivered_total", "failed_total", "given_up_total", "waiting", "oldest_seconds"):
        assert f'xiuhua_webhook_{name}{{webhook="{made["id"]}"}} 0.0' in text
