"""Whom a case may be given to: the order, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.domain.cases.candidates import CandidateKind, Grounds, Loads, rank
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.people.answering import AreaNode
from dashboard.domain.people.posts import Post, SquadKind
from dashboard.domain.people.readouts import AreaHolder
from dashboard.domain.people.records import Department, Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.reports import Position
from dashboard.domain.positions.stillness import Still

NOW = 1_795_000_000_000_000
LON, LAT = 121.40, 29.65
METRE = 1 / 96_760
"""A metre to the east there, in degrees."""


def person(number: str, squad: str | None, *skills: str, left_us: int | None = None) -> Person:
    name = PersonName(f"张〇{number}")
    return Person(number=number, name=name, post=Post.OFFICER, squad=squad, skills=skills, left_us=left_us)


def at(away_m: float, minutes_ago: float = 0) -> KnownPosition:
    at_us = NOW - int(minutes_ago * MINUTE_US)
    lon = LON + away_m * METRE
    return KnownPosition(Position(at_us, lon, LAT), at_us, Still(lon, LAT, at_us))


GROUNDS = Grounds(
    lon=LON,
    lat=LAT,
    path=("L1", "G1", "B1"),
    areas={
        "L1": AreaNode("县前街", "line", "G1", "S1"),
        "G1": AreaNode("一格", "grid", "B1", "S1"),
        "B1": AreaNode("东区", "block"),
    },
    holders=[AreaHolder("G1", "一格", "grid", "grid_leader", number="1", name=PersonName("张〇1"))],
    words=("市容环境", "油烟污染"),
    squads=[Squad(code="S1", name="一中队"), Squad(code="S2", name="二中队"), Squad(code="S3", name="空中队")],
    people=[person("1", "S1"), person("2", "S1", "油烟"), person("3", "S2"), person("4", "S2", left_us=1)],
    on_duty={"2", "3"},
    positions={"2": at(180, 2), "3": at(90, 1)},
    loads=Loads({"S1": 6}, {"2": 3}),
    now_us=NOW,
)


def why(grounds: Grounds, code: str) -> list[str]:
    return [text.zh for each in rank(grounds) if each.code == code for text in each.why]


def test_the_squad_of_the_place_comes_first_and_who_is_on_duty_before_who_is_not() -> None:
    ranked = rank(GROUNDS)
    squads = [each.code for each in ranked if each.kind is CandidateKind.SQUAD]
    people = [each.code for each in ranked if each.kind is CandidateKind.PERSON]
    assert squads == ["S1", "S2"], "a squad in which nobody works any more is no candidate"
    assert people == ["2", "3", "1"]
    assert [each.score for each in ranked] == sorted((each.score for each in ranked), reverse=True)


def test_each_candidate_says_why() -> None:
    assert why(GROUNDS, "S1") == [
        "负责线条 县前街",
        "当前在岗 1 人",
        "在岗有专长：油烟",
        "最近的人距 180 m，位置 2 分钟前",
        "中队在办 6 件，人均 3.0",
    ]
    assert why(GROUNDS, "2") == ["当前在岗", "专长：油烟", "距 180 m，位置 2 分钟前", "手上 3 件"]
    assert why(GROUNDS, "1") == ["负责网格 一格（网格长）", "当前不在岗", "位置未知", "手上 0 件"]


@pytest.mark.parametrize(
    ("position", "said"),
    [
        (None, "位置未知"),
        (at(10, 45), "位置未知（最后一次在 45 分钟前）"),
        (at(1_240, 0.5), "距 1.2 km，位置 刚刚"),
        (at(0, 3), "距 0 m，位置 3 分钟前"),
    ],
)
def test_what_is_not_known_of_a_position_is_said(position: KnownPosition | None, said: str) -> None:
    positions = {} if position is None else {"2": position}
    assert said in why(replace(GROUNDS, positions=positions), "2")


def test_an_old_position_earns_less_than_a_fresh_one_and_a_very_old_one_nothing() -> None:
    def score(minutes: float) -> float:
        ranked = rank(replace(GROUNDS, positions={"2": at(100, minutes)}))
        return next(each.score for each in ranked if each.code == "2")

    nothing = next(each.score for each in rank(replace(GROUNDS, positions={})) if each.code == "2")
    assert score(1) > score(10) > score(31) == nothing


def test_who_has_more_to_do_ranks_lower() -> None:
    busy = replace(GROUNDS, on_duty={"1", "2"}, positions={}, words=(), holders=(), loads=Loads({}, {"1": 9}))
    assert [each.code for each in rank(busy) if each.kind is CandidateKind.PERSON] == ["2", "1"]


def test_the_owner_of_a_component_and_who_had_its_kind_are_candidates() -> None:
    departments = [
        Department(code="D1", name="市政养护"),
        Department(code="D2", name="园林"),
        Department(code="D3", name="无关"),
    ]
    ranked = rank(replace(GROUNDS, departments=departments, owner="市政养护", handled={"D2": 3, "D1": 1}))
    found = {each.code: [text.zh for text in each.why] for each in ranked if each.kind is CandidateKind.DEPARTMENT}
    assert list(found) == ["D1", "D2"]
    assert found["D1"][:2] == ["权属单位：市政养护", "近 90 天同类案件由它处置 1 件（25%）"]


def test_a_mobile_squad_may_come_along() -> None:
    squads = [Squad(code="S2", name="机动中队", kind=SquadKind.MOBILE)]
    (mobile,) = (each for each in rank(replace(GROUNDS, squads=squads)) if each.kind is CandidateKind.SQUAD)
    assert mobile.helps
    assert "机动中队，可协同" in [text.zh for text in mobile.why]


def test_of_each_kind_the_best_are_kept() -> None:
    people = [person(f"{number:04d}", "S1") for number in range(2_000)]
    many = replace(GROUNDS, people=people, on_duty={each.number for each in people})
    assert len([each for each in rank(many) if each.kind is CandidateKind.PERSON]) == 6
