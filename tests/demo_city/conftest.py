"""The demo city of seed 7, generated once for all its tests."""

from __future__ import annotations

import pytest

from data_sources.demo_city.city import generate
from data_sources.demo_city.records import DemoCity


@pytest.fixture(scope="session")
def city() -> DemoCity:
    """The standard city."""
    return generate(seed=7)
