"""The chip of the top bar that names what is not well."""

from __future__ import annotations

from callbacks.health import ailing_parts
from dashboard.domain.health import Check, Checkup, Standing
from dashboard.domain.text import Text
from layouts.components.health_chip import health_chip
from tests.readout_builders import CHINESE, ENGLISH


def test_a_jump_of_quarantine_is_named_with_its_share_in_both_languages() -> None:
    check = Check(
        standing=Standing.DEGRADED, detail=Text("看这里", "look"), jumps={"quarantined": 0.62, "unmapped": 0.5}
    )
    parts = ailing_parts(Checkup(standing=Standing.DEGRADED, checks={"ingest": check}, data_age_s=1.0))
    (chinese,), (english,) = health_chip(CHINESE, parts), health_chip(ENGLISH, parts)
    assert "隔离激增：近 5 分钟 62 % 的消息 · 未映射激增：近 5 分钟 50 % 的字段" in str(chinese)
    assert "Quarantine jumped: 62 % of messages" in str(english)
    assert "看这里" in str(chinese)
    assert "look" in str(english)
