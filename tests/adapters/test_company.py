"""Messages that are in no hurry wait for company."""

from __future__ import annotations

from dashboard.domain.readings import Delivery
from data_sources.mqtt.client import Received
from data_sources.mqtt.company import AT_MOST, WAIT_S, Company


def message(topic: str = "person/1") -> Received:
    return Received(Delivery(topic, b"", 0), 1, 1, 1)


def test_those_that_may_wait_go_together_half_a_second_after_the_first() -> None:
    company = Company(lambda topic: topic.startswith("person/"))
    first, second = message(), message()
    assert not company.takes(message("manhole/1"), 9.0)
    assert company.takes(first, 10.0)
    assert company.takes(second, 10.0 + WAIT_S / 2)
    assert company.let_go(10.0 + WAIT_S / 2) == []
    assert len(company) == 2
    assert company.let_go(10.0 + WAIT_S) == [first, second]
    assert (len(company), company.let_go(99.0)) == (0, [])


def test_enough_of_them_and_the_end_wait_for_nothing() -> None:
    company = Company(lambda _topic: True)
    for _ in range(AT_MOST):
        assert company.let_go(1.0) == []
        company.takes(message(), 1.0)
    assert len(company.let_go(1.0)) == AT_MOST
    company.takes(message(), 2.0)
    assert len(company.let_go(2.0, at_once=True)) == 1
