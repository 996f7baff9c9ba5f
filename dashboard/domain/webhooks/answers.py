"""What an answer of a receiver means: done, tried again when, or never again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.text import Text
from dashboard.domain.webhooks.records import Delivery, DeliveryState, Standing

GIVE_UP_US: Final = 5 * DAY_US
"""For how long a delivery is tried."""
PAUSES_US: Final = (
    5 * SECOND_US,
    30 * SECOND_US,
    2 * MINUTE_US,
    10 * MINUTE_US,
    30 * MINUTE_US,
    HOUR_US,
    2 * HOUR_US,
    4 * HOUR_US,
    6 * HOUR_US,
)
"""How long a delivery waits after each failure; after those the last one again."""
LONGEST_HOLD_US: Final = 10 * MINUTE_US
"""How long a subscription whose receiver is down waits at most: it is tried that often however long it is down."""
IN_A_ROW: Final = 5
"""After how many failures in a row, of whatever kind, the receiver counts as down."""
JITTER: Final = 0.2
_DOWN: Final = frozenset({429, 502, 503, 504})
_GONE: Final = 410


class Fault(StrEnum):
    """Why there was no answer, or none that counts."""

    UNKNOWN_HOST = "unknown_host"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    BROKEN = "broken"
    TLS = "tls"
    NOT_ALLOWED = "not_allowed"
    REDIRECT = "redirect"
    KEY = "key"


FAULT_LABELS: Final[Mapping[Fault, Text]] = {
    Fault.UNKNOWN_HOST: Text("找不到主机", "the host is not known"),
    Fault.REFUSED: Text("连接被拒绝", "the connection was refused"),
    Fault.TIMEOUT: Text("超时无应答", "no answer in time"),
    Fault.BROKEN: Text("连接中断", "the connection broke off"),
    Fault.TLS: Text("证书不受信任", "its certificate is not trusted"),
    Fault.NOT_ALLOWED: Text("地址不允许（见 XIUHUA_WEBHOOK_NETWORKS）", "not allowed (XIUHUA_WEBHOOK_NETWORKS)"),
    Fault.REDIRECT: Text("对方要求转址，未跟随", "it redirects, which is not followed"),
    Fault.KEY: Text("密钥无法解开：SECRET_KEY 已更换，请换新密钥", "SECRET_KEY has changed: make a new secret"),
}


class Answer(NamedTuple):
    """What came back: a status, or why none did. `wait_us` is how long the receiver asks to be left alone."""

    status: int | None = None
    fault: Fault | None = None
    wait_us: int = 0


class Verdict(NamedTuple):
    """What becomes of a delivery and of its subscription."""

    delivery: Delivery
    standing: Standing
    is_gone: bool = False


def judged(delivery: Delivery, standing: Standing, answer: Answer, now_us: int, chance: float) -> Verdict:
    """Return what an answer makes of both; `chance` (0–1) spreads the next attempts.

    Who answers nothing, or that it has too much to do, is down: its whole subscription waits. What only this message
    meets waits alone, and with it the later ones of its case.
    """
    fault = answer.fault.value if answer.fault else ""
    if answer.status is not None and 200 <= answer.status < 300 and not fault:
        done = delivery._replace(
            state=DeliveryState.DONE, attempts=delivery.attempts + 1, done_us=now_us, status=answer.status, fault=""
        )
        return Verdict(done, Standing(0, 0, answer.status, "", now_us))
    tried = delivery._replace(attempts=delivery.attempts + 1, status=answer.status, fault=fault)
    failures = standing.failures + 1
    hold_us = _hold_us(answer, failures, chance)
    held = Standing(failures, now_us + hold_us if hold_us else 0, answer.status, fault, now_us)
    if now_us - delivery.created_us >= GIVE_UP_US:
        return Verdict(tried._replace(state=DeliveryState.GIVEN_UP, done_us=now_us), held)
    pause_us = PAUSES_US[min(delivery.attempts, len(PAUSES_US) - 1)]
    later = tried._replace(next_us=now_us + _spread(hold_us or pause_us, chance))
    return Verdict(later, held, is_gone=answer.status == _GONE)


def _hold_us(answer: Answer, failures: int, chance: float) -> int:
    if answer.status is not None and answer.status not in _DOWN and failures < IN_A_ROW:
        return 0
    pause_us = _spread(PAUSES_US[min(failures, len(PAUSES_US)) - 1], chance)
    return max(min(pause_us, LONGEST_HOLD_US), min(answer.wait_us, HOUR_US))


def _spread(pause_us: int, chance: float) -> int:
    return int(pause_us * (1 - JITTER + 2 * JITTER * chance))
