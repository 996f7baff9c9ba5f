"""Why messages wait, where they came from, and that every reason is told in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.domain import refusals
from dashboard.domain.feeds import Feed
from dashboard.domain.quarantine import judged_revision, topic_pattern
from dashboard.domain.quarantine_reasons import QUARANTINE_REASONS, quarantine_reason
from dashboard.domain.refusals import refusal_text

ROOT = Path(__file__).parents[2]
READERS = ("dashboard/domain", "dashboard/services/ingest", "data_sources/uplinks", "data_sources/cameras")
PLACES = {"UnreadablePayload": 0, "Problem": 0, "_problem": 0, "QuarantineRow": 2}
"""The calls that name a reason, and at which place."""


def calls() -> Iterator[tuple[str, ast.expr]]:
    """Where a reason is named: the file, and what stands there."""
    files = [path for folder in READERS for path in (ROOT / folder).rglob("*.py")]
    for path in [*files, ROOT / "data_sources/payloads.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                place = PLACES.get(name)
                if place is not None and len(node.args) > place:
                    yield f"{path.name}:{node.lineno}", node.args[place]


def codes() -> set[str]:
    """Every reason that is named, as a word or as a constant of the refusals."""
    found = set()
    for _, code in calls():
        value = code.value if isinstance(code, ast.Constant) else getattr(refusals, getattr(code, "id", ""), None)
        if isinstance(value, str):
            found.add(value)
    return found


def test_every_reason_is_told_in_words_with_what_to_do() -> None:
    named = codes()
    assert len(named) > 10
    assert named - QUARANTINE_REASONS.keys() == set()


def test_every_refusal_that_may_become_a_reason_is_told_too() -> None:
    assert refusals.REFUSALS.keys() - QUARANTINE_REASONS.keys() <= {refusals.WRONG_CLOCK, refusals.DOUBTFUL_ZONE}


def test_an_unheard_of_reason_stands_for_itself() -> None:
    assert quarantine_reason("new_code").what == ("new_code", "new_code")


@pytest.mark.parametrize(
    ("topic", "pattern"),
    [
        ("city/pump/well", "city/pump/well"),
        ("city/7/well/A-113", "city/+/well/+"),
        ("abcdefghijklmnopqrstuvwxyz/state", "+/state"),
        ("a/b/c/d/e/f/g/h/i/j", "a/b/c/d/e/f/g/h/#"),
        ("$oc/devices/井盖/report", "$oc/devices/井盖/report"),
    ],
)
def test_topics_that_are_alike_have_one_pattern(topic: str, pattern: str) -> None:
    assert topic_pattern(topic) == pattern


def test_the_revision_rises_with_devices_and_with_mappings_only() -> None:
    assert judged_revision({Feed.REGISTRY: 3, Feed.MAPPINGS: 2, Feed.ALARMS: 50}) == 5
    assert judged_revision({}) == 0


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [("+8 h", "快 8 小时", "8 h fast"), ("-1 h", "慢 1 小时", "1 h slow"), ("?", "整小时", "hours")],
)
def test_a_wrong_clock_says_which_way_it_is_wrong(value: str, zh: str, en: str) -> None:
    text = refusal_text(refusals.WRONG_CLOCK, value)
    assert zh in text.zh
    assert en in text.en
