"""The generated district and its simulator."""

from data_sources.demo_city.city import generate
from data_sources.demo_city.records import DemoCity

__all__ = ["DemoCity", "generate"]
