"""How the broker is, by what is told of it."""

from __future__ import annotations

import pytest

from dashboard.domain.health import Standing
from dashboard.services.broker_health import (
    CLIENTS_AWAY,
    MESSAGES_RETAINED,
    MESSAGES_STORED,
    BrokerCounters,
    BrokerReport,
    check_broker,
)

STATUS = {"store_bytes": 10, "store_limit_bytes": 1000, "waiting_unserved": 0, "unserved": {}}


def test_a_broker_that_tells_nothing_is_well_and_the_figures_are_unknown() -> None:
    check = check_broker(BrokerReport.read({"state": "online"}))
    assert (check.standing, check.store_fill, check.waiting, check.detail) == (Standing.OK, None, None, None)


@pytest.mark.parametrize(("used", "standing"), [(699, Standing.OK), (700, Standing.DEGRADED)])
def test_a_store_that_fills_up_is_degraded_long_before_it_is_full(used: int, standing: Standing) -> None:
    check = check_broker(BrokerReport.read({**STATUS, "store_bytes": used}))
    assert (check.standing, check.store_fill) == (standing, used / 1000)


def test_what_waits_for_a_stranger_is_shown_and_no_fault() -> None:
    check = check_broker(BrokerReport.read({**STATUS, "waiting_unserved": 7, "unserved": {"app": 7}}))
    assert (check.standing, check.waiting) == (Standing.OK, 7)


def test_what_waits_for_one_of_our_own_is_a_fault_and_named() -> None:
    check = check_broker(BrokerReport.read({**STATUS, "waiting_unserved": 9, "unserved": {"xiuhua-ingest-h-2": 9}}))
    assert check.standing is Standing.DEGRADED
    assert check.detail
    assert check.detail.en.startswith("9 messages wait for xiuhua-ingest-h-2")


def test_a_store_that_cannot_be_written_comes_first() -> None:
    check = check_broker(BrokerReport.read({**STATUS, "store_bytes": 900, "problem": "it cannot store messages"}))
    assert check.detail == ("it cannot store messages", "it cannot store messages")


def counters(away: bytes, stored: bytes, retained: bytes) -> BrokerCounters:
    """What Mosquitto published."""
    heard = BrokerCounters()
    for topic, payload in ((CLIENTS_AWAY, away), (MESSAGES_STORED, stored), (MESSAGES_RETAINED, retained)):
        heard.hear(topic, payload)
    return heard


def test_mosquitto_s_counters_tell_what_waits_at_most() -> None:
    assert counters(b"1", b"112", b"12").report().waiting == 100
    assert counters(b"0", b"112", b"12").report().waiting == 0
    assert counters(b"?", b"112", b"12").report().waiting is None


def test_what_may_wait_for_an_ingest_that_is_gone_is_a_fault() -> None:
    report = counters(b"1", b"112", b"12").report()
    assert check_broker(report).standing is Standing.OK
    check = check_broker(report, ["ingest-h-2"])
    assert check.standing is Standing.DEGRADED
    assert check.detail
    assert check.detail.en.startswith("up to 100 messages wait for ingest-h-2")


@pytest.mark.parametrize("unserved", [None, [], "x", {"a": "b"}])
def test_what_cannot_be_read_counts_as_unknown(unserved: object) -> None:
    report = BrokerReport.read({"store_bytes": "x", "store_limit_bytes": 0, "unserved": unserved})
    assert (report.store_fill, report.waiting) == (None, None)
