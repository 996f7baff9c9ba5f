"""The demo city's catalogue: whole, and enough for every case that the demo begins."""

from __future__ import annotations

import pytest

from dashboard.domain.camera_events import CATEGORIES
from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.catalogue.records import AreaClass, CategoryKind, Step
from dashboard.domain.catalogue.tree import Catalogue
from data_sources.demo_city.catalogue import FIRST, demo_catalogue

URGENT, WORK_HOUR, WORK_DAY, DAY = LimitType


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(FIRST, demo_catalogue())


def test_it_has_components_and_events_with_two_levels(catalogue: Catalogue) -> None:
    main = [each.code for each in catalogue.children()]
    assert main == ["B01", "B02", "B03", "B04", "B05", "B21", "01", "02", "03", "04", "05", "06"]
    for each in catalogue.contents.categories:
        assert (each.kind is CategoryKind.COMPONENT) == each.code.startswith("B")
        assert (each.parent is None) == (each.code in main)
        assert each.parent is None or each.code.startswith(each.parent)


def test_every_sub_category_says_when_it_is_filed_closed_and_due(catalogue: Catalogue) -> None:
    subs = [each.code for each in catalogue.contents.categories if each.parent]
    assert len(subs) == 184
    for code in subs:
        assert catalogue.standards(code), code
        assert all(each.filing and each.closing and each.evidence for each in catalogue.standards(code)), code
    assert {each.limit.type for each in catalogue.contents.standards} == set(LimitType)


def test_what_cameras_see_is_in_it_under_the_same_name(catalogue: Catalogue) -> None:
    named = {each.code: each.name for each in catalogue.contents.categories}
    assert {code: each.label.zh for code, each in CATEGORIES.items()}.items() <= named.items()


@pytest.mark.parametrize(
    ("code", "condition", "limit"),
    [
        ("0505", "", Limit(3, URGENT)),
        ("0402", "围护", Limit(3, URGENT)),
        ("0402", "修复", Limit(8, URGENT)),
        ("0403", "修复", Limit(2, DAY)),
        ("0403", "路面恢复", Limit(5, WORK_DAY)),
        ("0406", "", Limit(4, WORK_HOUR)),
        ("0101", "拆除", Limit(20, WORK_DAY)),
        ("B0103", "", Limit(6, URGENT)),
        ("B0103", "已围护待更换", Limit(36, URGENT)),
        ("B0405", "", Limit(5, WORK_DAY)),
    ],
)
def test_the_published_limits_hold(catalogue: Catalogue, code: str, condition: str, limit: Limit) -> None:
    chosen = catalogue.standard_for(code, condition)
    assert chosen is not None
    assert chosen.standard.limit == limit


def test_a_limit_may_differ_by_the_class_of_the_area(catalogue: Catalogue) -> None:
    limits = [catalogue.standard_for("0102", "", area_class) for area_class in (AreaClass.A, None, AreaClass.C)]
    assert [each and each.standard.limit for each in limits] == [Limit(4, WORK_HOUR)] * 2 + [Limit(1, WORK_DAY)]


def test_only_bursts_of_pipes_leave_the_condition_to_a_person(catalogue: Catalogue) -> None:
    subs = [each.code for each in catalogue.contents.categories if each.parent]
    assert [code for code in subs if catalogue.standard_for(code) is None] == ["0402", "0403"]


def test_steps_take_minutes_and_handling_a_day_where_nothing_else_is_said(catalogue: Catalogue) -> None:
    assert catalogue.step_limit(Step.VERIFY) == Limit(0.5, URGENT)
    assert catalogue.step_limit(Step.DISPATCH) == Limit(0.25, URGENT)
    assert catalogue.step_limit(Step.HANDLE) == Limit(1, WORK_DAY)
