"""The rules of dispatch of the demo bureau: about half of its cases go out by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.cases.dispatch_rules import DispatchRule
from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import Source
from dashboard.domain.people.answering import AreaNode
from data_sources.demo_city.bureau import MOBILE_SQUAD
from data_sources.demo_city.records import DemoCity

AUTHOR: Final = "dispatcher"
_SEEN: Final = frozenset({Source.AI, Source.VIDEO_SEAT})
_OWN: Final = frozenset({*_SEEN, Source.IOT, Source.COLLECTOR, Source.HANDHELD})
"""What our own people and devices find; what others tell is looked at first."""

DISPATCH_RULES: Final = (
    DispatchRule(
        name="垃圾暴露、满溢派清运队",
        is_on=True,
        categories=frozenset({"0102", "0126"}),
        sources=_OWN - {Source.COLLECTOR},
        units=Units(department="HW02"),
    ),
    DispatchRule(
        name="视频发现的街面秩序派责任中队",
        is_on=True,
        categories=frozenset({"05"}),
        sources=_SEEN,
        to_responsible=True,
    ),
    DispatchRule(
        name="道路不洁、遗撒派保洁队",
        is_on=True,
        categories=frozenset({"0104", "0112"}),
        sources=_OWN,
        units=Units(department="HW01"),
    ),
    DispatchRule(
        name="井盖、积水告警派排水班，机动协同",
        is_on=True,
        categories=frozenset({"B0102", "B0103", "0406"}),
        sources=frozenset({Source.IOT}),
        units=Units(department="SZ02", second_squad=MOBILE_SQUAD),
    ),
    DispatchRule(
        name="路灯派照明班",
        is_on=True,
        categories=frozenset({"B0118"}),
        units=Units(department="SZ03"),
    ),
    DispatchRule(
        name="园林部件派园林养护",
        is_on=True,
        categories=frozenset({"B0402", "B0408"}),
        sources=_OWN,
        units=Units(department="YL"),
    ),
    # Fits spilt earth together with the rule above: such cases wait for a person, and say why.
    DispatchRule(
        name="渣土车未密闭、遗撒派责任中队",
        is_on=True,
        categories=frozenset({"0112", "0311"}),
        sources=frozenset({Source.AI}),
        to_responsible=True,
        units=Units(second_squad=MOBILE_SQUAD),
    ),
    # A draft to be tried before it is switched on.
    DispatchRule(
        name="夜间烧烤、噪声派责任中队",
        categories=frozenset({"0508", "0510", "0301"}),
        from_min=20 * 60,
        until_min=6 * 60,
        to_responsible=True,
        units=Units(second_squad=MOBILE_SQUAD),
    ),
)


def area_nodes(city: DemoCity) -> Mapping[str, AreaNode]:
    """Return the areas of the city as rules look at them."""
    return {each.code: AreaNode(each.name, each.level, each.parent, each.squad) for each in city.areas}
