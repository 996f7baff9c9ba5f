"""Rules of webhooks: signatures, what failures lead to, and where messages may go."""

from __future__ import annotations

import json
import time
from ipaddress import ip_address, ip_network

import pytest
from standardwebhooks import Webhook as Verifier

from dashboard.domain.durations import DAY_US, HOUR_US, SECOND_US
from dashboard.domain.webhooks.answers import GIVE_UP_US, LONGEST_HOLD_US, Answer, Fault, judged
from dashboard.domain.webhooks.records import Delivery, DeliveryState, Standing
from dashboard.domain.webhooks.signing import secret_of, signed_headers
from dashboard.domain.webhooks.targets import checked_url, may_reach
from dashboard.errors import BadInput

NOW = 1_763_700_000_000_000
WAITING = Delivery(1, 1, 7, 3, "{}", DeliveryState.WAITING, 0, NOW, NOW)


def test_the_published_example_of_the_standard_is_signed_the_same() -> None:
    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330 * SECOND_US,
        '{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("place", [0, 1])
def test_the_library_of_the_standard_takes_either_of_two_secrets(place: int) -> None:
    secrets, body = [secret_of(bytes([number]) * 32) for number in (1, 2)], json.dumps({"a": "案"})
    headers = signed_headers("msg_1_2", time.time_ns() // 1000, body, secrets)
    assert Verifier(secrets[place]).verify(body, dict(headers)) == {"a": "案"}


def test_each_failure_waits_longer_and_a_receiver_that_is_down_is_asked_every_ten_minutes_at_least() -> None:
    delivery, standing, at_us, waits = WAITING, Standing(), NOW, []
    for _ in range(12):
        verdict = judged(delivery, standing, Answer(fault=Fault.REFUSED), at_us, 0.5)
        delivery, standing = verdict.delivery, verdict.standing
        waits.append(standing.hold_until_us - at_us)
        assert delivery.next_us <= standing.hold_until_us
        at_us = standing.hold_until_us
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (5 * SECOND_US, LONGEST_HOLD_US)


def test_what_only_one_message_meets_holds_up_no_other_before_five_in_a_row() -> None:
    first = judged(WAITING, Standing(), Answer(400), NOW, 0.5)
    fifth = judged(WAITING, Standing(failures=4), Answer(400), NOW, 0.5)
    assert (first.standing.hold_until_us, first.delivery.next_us) == (0, NOW + 5 * SECOND_US)
    assert fifth.standing.hold_until_us > NOW


def test_who_asks_for_time_is_given_it_up_to_an_hour() -> None:
    asked = judged(WAITING, Standing(), Answer(429, wait_us=90 * SECOND_US), NOW, 0.5)
    greedy = judged(WAITING, Standing(), Answer(503, wait_us=DAY_US), NOW, 0.5)
    assert asked.standing.hold_until_us == NOW + 90 * SECOND_US
    assert greedy.standing.hold_until_us == NOW + HOUR_US


def test_five_days_are_enough() -> None:
    old = WAITING._replace(created_us=NOW - GIVE_UP_US)
    assert judged(old, Standing(), Answer(500), NOW, 0.5).delivery.state is DeliveryState.GIVEN_UP
    assert judged(old, Standing(), Answer(200), NOW, 0.5).delivery.state is DeliveryState.DONE


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bureau.example/hook",
        "ftp://bureau.example/",
        "file:///etc/passwd",
        "https://user:word@bureau.example/",
        "https:///hook",
        "https://bureau.example:99999/",
        "https://bureau.example/#part",
        "https://bureau.example/a b",
        "https://bureau.example/\r\nX: y",
        "https://bureau.example/" + "a" * 500,
    ],
)
def test_a_bad_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        checked_url(url)


@pytest.mark.parametrize(
    ("address", "scheme", "networks", "allowed"),
    [
        ("10.8.0.7", "http", (), True),
        ("10.8.0.7", "https", (), True),
        ("8.8.8.8", "https", (), True),
        ("8.8.8.8", "http", (), False),
        ("127.0.0.1", "https", (), False),
        ("::1", "http", (), False),
        ("::ffff:127.0.0.1", "http", (), False),
        ("169.254.169.254", "http", (), False),
        ("169.254.169.254", "http", ("0.0.0.0/0",), False),
        ("0.0.0.0", "http", (), False),
        ("224.0.0.1", "https", (), False),
        ("fe80::1", "https", (), False),
        ("10.8.0.7", "http", ("10.9.0.0/16",), False),
        ("10.9.0.7", "http", ("10.9.0.0/16",), True),
        ("127.0.0.1", "http", ("127.0.0.0/8",), True),
        ("8.8.8.8", "http", ("8.8.8.0/24",), False),
        ("fd00::7", "http", ("fd00::/8",), True),
    ],
)
def test_messages_go_to_these_addresses_only(
    address: str, scheme: str, networks: tuple[str, ...], *, allowed: bool
) -> None:
    assert may_reach(ip_address(address), scheme, [ip_network(each) for each in networks]) is allowed
