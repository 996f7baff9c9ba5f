"""What the tests of the uplinks share: payloads, a registry, and reading through an uplink."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.domain.mappings import MappingRules
from dashboard.domain.readings import Delivery, Device, Parsed
from data_sources.uplinks import uplinks, usual_mappings

ROOT = Path(__file__).parents[2]
RECEIVED_US = 1_795_248_903_000_000  # 2026-11-21 08:15:03 UTC

Reader = Callable[..., Parsed]


class AnyDevice(dict[str, Device]):
    """A registry that knows every device, mounted three metres above the datum."""

    def get(self, key: str, default: Any = None) -> Any:
        return Device(1, key, "manhole", 3.0, None)

    def __contains__(self, key: object) -> bool:
        return True


@pytest.fixture
def registry() -> dict[str, Device]:
    return AnyDevice()


@pytest.fixture
def own() -> Callable[[str], bytes]:
    """A payload of our own, by its name in tests/fixtures/payloads."""
    return lambda name: (ROOT / "tests/fixtures/payloads" / f"{name}.json").read_bytes()


@pytest.fixture
def third_party() -> Callable[[str], Any]:
    """A recorded payload beside the repository; the test is skipped where those are absent."""

    def load(name: str) -> Any:
        path = ROOT.parent / "shared/fixtures/payloads" / name
        if not path.exists():
            pytest.skip(f"the recorded payload {name} is not here")
        return json.loads(path.read_bytes())

    return load


@pytest.fixture
def read(registry: dict[str, Device]) -> Reader:
    """Reads a payload (bytes, or anything that becomes JSON) through an uplink."""

    def through(
        uplink: str,
        topic: str,
        payload: Any,
        mappings: list[dict[str, Any]] | None = None,
        known: dict[str, Device] | None = None,
        received_us: int = RECEIVED_US,
    ) -> Parsed:
        content = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
        rules = MappingRules.from_dicts(mappings).followed_by(usual_mappings()) if mappings else usual_mappings()
        delivery = Delivery(topic, content, received_us)
        return uplinks()[uplink].read(delivery, rules, registry if known is None else known)

    return through
