"""Whom a case may be given to, ranked, each with why: whose place it is, who is there, who can, who has time.

What is not known counts for nothing and is said; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.coordinates import Position, distance_m
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.grid import AreaLevel
from dashboard.domain.people.answering import AreaNode
from dashboard.domain.people.posts import SquadKind, role_label
from dashboard.domain.people.readouts import AreaHolder
from dashboard.domain.people.records import Department, Person, Squad
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.standing import UNHEARD_AFTER_US
from dashboard.domain.text import Text

MOST_OF_A_KIND: Final = 6
FAR_M: Final = 3_000.0
"""From here on distance earns nothing more."""
_OLDEST_US: Final = 30 * MINUTE_US
"""A position that is older says nothing about where somebody is."""
_FOR_AREA: Final[Mapping[str, float]] = {AreaLevel.LINE: 40.0, AreaLevel.UNIT_GRID: 40.0, AreaLevel.GRID: 34.0}
_FOR_ABOVE: Final = 24.0
_FOR_OWNER: Final = 40.0
_FOR_DUTY: Final = 25.0
_FOR_SKILL: Final = 10.0
_FOR_NEARNESS: Final = 15.0
_FOR_TIME: Final = 10.0
_FOR_PRACTICE: Final = 35.0
_NO_POSITION: Final = Text("位置未知", "position unknown")
_OFF_DUTY: Final = Text("当前不在岗", "not on duty now")
_AREA_WORDS: Final[Mapping[str, Text]] = {AreaLevel.LINE: Text("线条", "line"), AreaLevel.GRID: Text("网格", "grid")}


class CandidateKind(StrEnum):
    """What a candidate is."""

    SQUAD = "squad"
    PERSON = "person"
    DEPARTMENT = "department"


CANDIDATE_KIND_LABELS: Final[Mapping[CandidateKind, Text]] = {
    CandidateKind.SQUAD: Text("中队", "Squads"),
    CandidateKind.PERSON: Text("人员", "People"),
    CandidateKind.DEPARTMENT: Text("部门", "Departments"),
}


class Candidate(NamedTuple):
    """Somebody to whom a case may be dispatched. `score` is 0 to 100; `name` of a person is masked.

    `squad` is whose somebody is, and for a squad itself; `helps` says that it comes along as a second squad.
    """

    kind: CandidateKind
    code: str
    name: str
    score: float
    why: tuple[Text, ...]
    squad: str | None = None
    helps: bool = False


class Loads(NamedTuple):
    """How many open cases squads, persons and departments have in hand, by code and number."""

    squads: Mapping[str, int] = {}
    people: Mapping[str, int] = {}
    departments: Mapping[str, int] = {}


_NOTHING: Final = Loads()


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What is known when candidates are weighed.

    `path` are the areas around the case, the lowest first, and `areas` what they are; `words` are the names of its
    category and of those above; `owner` is who owns the component, empty when that is not known; `positions` are the
    newest by number; `handled` is how many cases of the same category each department
    got of late, and `like_it` how many of it went to anybody.
    """

    lon: float
    lat: float
    path: Sequence[str] = ()
    areas: Mapping[str, AreaNode] = field(default_factory=dict)
    holders: Sequence[AreaHolder] = ()
    words: Sequence[str] = ()
    owner: str = ""
    squads: Sequence[Squad] = ()
    departments: Sequence[Department] = ()
    people: Sequence[Person] = ()
    on_duty: Collection[str] = frozenset()
    positions: Mapping[str, KnownPosition] = field(default_factory=dict)
    loads: Loads = _NOTHING
    handled: Mapping[str, int] = field(default_factory=dict)
    like_it: int = 0
    now_us: int


class _Earned(NamedTuple):
    """What speaks for somebody, and how much; nothing is what is only said."""

    score: float
    why: Text


def rank(grounds: Grounds, most: int = MOST_OF_A_KIND) -> tuple[Candidate, ...]:
    """Return the candidates, the best first, at most so many of each kind."""
    found = [*_squads(grounds), *_people(grounds), *_departments(grounds)]
    found.sort(key=lambda each: (-each.score, each.kind.value, each.code))
    taken: dict[CandidateKind, int] = {}
    kept = []
    for each in found:
        taken[each.kind] = taken.get(each.kind, 0) + 1
        if taken[each.kind] <= most:
            kept.append(each)
    return tuple(kept)


def by_place(grounds: Grounds) -> tuple[Candidate, ...]:
    """Return the squads of the areas and the owner of the component alone: what rules go by, and quickly read."""
    found = []
    for squad in grounds.squads:
        code = _code_of(grounds, squad)
        if code is not None:
            found.append(
                _candidate(CandidateKind.SQUAD, squad.code, squad.name, [_for_area(grounds.areas[code])], squad.code)
            )
    found += [
        _candidate(CandidateKind.DEPARTMENT, each.code, each.name, [_for_owner(each)], None)
        for each in grounds.departments
        if _owns(grounds, each)
    ]
    return tuple(sorted(found, key=lambda each: (-each.score, each.kind.value, each.code)))


def _candidate(
    kind: CandidateKind, code: str, name: str, earned: Iterable[_Earned], squad: str | None, *, helps: bool = False
) -> Candidate:
    told = tuple(earned)
    score = round(min(100.0, sum(each.score for each in told)), 1)
    return Candidate(kind, code, name, score, tuple(each.why for each in told), squad, helps)


def _squads(grounds: Grounds) -> Iterator[Candidate]:
    members: dict[str, list[Person]] = {}
    for person in grounds.people:
        if person.squad is not None and person.left_us is None:
            members.setdefault(person.squad, []).append(person)
    for squad in grounds.squads:
        if squad.code in members:
            earned = _of_squad(grounds, squad, members[squad.code])
            helps = squad.kind is SquadKind.MOBILE
            yield _candidate(CandidateKind.SQUAD, squad.code, squad.name, earned, squad.code, helps=helps)


def _of_squad(grounds: Grounds, squad: Squad, members: Sequence[Person]) -> Iterator[_Earned]:
    code = _code_of(grounds, squad)
    if code is not None:
        yield _for_area(grounds.areas[code])
    if squad.kind is SquadKind.MOBILE:
        yield _Earned(_FOR_SKILL, Text("机动中队，可协同", "mobile squad, may come along"))
    there = [each for each in members if each.number in grounds.on_duty]
    if there:
        yield _Earned(_FOR_DUTY, Text(f"当前在岗 {len(there)} 人", f"{len(there)} on duty now"))
    else:
        yield _Earned(0.0, Text("当前无人在岗", "nobody on duty now"))
    able = [word for each in there for word in _skills(grounds, each)]
    if able:
        yield _Earned(_FOR_SKILL, Text(f"在岗有专长：{able[0]}", f"skilled and on duty: {able[0]}"))
    yield _nearest(grounds, there)
    load = grounds.loads.squads.get(squad.code, 0)
    yield _Earned(
        _for_load(load / len(members)),
        Text(f"中队在办 {load} 件，人均 {load / len(members):.1f}", f"{load} open, {load / len(members):.1f} a person"),
    )


def _people(grounds: Grounds) -> Iterator[Candidate]:
    """Who is on duty, and who answers for the place; others do not come into question."""
    held: dict[str, AreaHolder] = {}
    ranks = {code: place for place, code in enumerate(grounds.path)}
    for holder in sorted(grounds.holders, key=lambda each: ranks.get(each.area_code, len(ranks))):
        if holder.number is not None:
            held.setdefault(holder.number, holder)
    for person in grounds.people:
        if person.left_us is None and person.squad and (person.number in grounds.on_duty or person.number in held):
            earned = _of_person(grounds, person, held.get(person.number))
            yield _candidate(CandidateKind.PERSON, person.number, person.name.masked(), earned, person.squad)


def _of_person(grounds: Grounds, person: Person, holder: AreaHolder | None) -> Iterator[_Earned]:
    """Whose place it is counts half while they are off duty."""
    is_there = person.number in grounds.on_duty
    if holder is not None and holder.area_code in grounds.areas:
        earned = _for_area(grounds.areas[holder.area_code], role_label(holder.role))
        yield earned if is_there else _Earned(earned.score / 2, earned.why)
    yield _Earned(_FOR_DUTY, Text("当前在岗", "on duty now")) if is_there else _Earned(0.0, _OFF_DUTY)
    able = _skills(grounds, person)
    if able:
        yield _Earned(_FOR_SKILL, Text(f"专长：{able[0]}", f"skilled: {able[0]}"))
    yield _away(grounds, grounds.positions.get(person.number) if is_there else None)
    load = grounds.loads.people.get(person.number, 0)
    yield _Earned(_for_load(load), Text(f"手上 {load} 件", f"{load} in hand"))


def _departments(grounds: Grounds) -> Iterator[Candidate]:
    """Who owns the component, and who got what is like it; others do not come into question."""
    total = max(grounds.like_it, sum(grounds.handled.values()))
    for each in grounds.departments:
        owns = _owns(grounds, each)
        count = grounds.handled.get(each.code, 0)
        if owns or count:
            yield _candidate(
                CandidateKind.DEPARTMENT, each.code, each.name, _of_department(grounds, each, owns, count, total), None
            )


def _of_department(grounds: Grounds, department: Department, owns: bool, count: int, total: int) -> Iterator[_Earned]:
    if owns:
        yield _for_owner(department)
    if count:
        share = count / total
        yield _Earned(
            _FOR_PRACTICE * share,
            Text(
                f"近 90 天同类案件由它处置 {count} 件（{share:.0%}）",
                f"had {count} of this kind in 90 days ({share:.0%})",
            ),
        )
    load = grounds.loads.departments.get(department.code, 0)
    yield _Earned(_for_load(load / 10), Text(f"手上 {load} 件", f"{load} in hand"))


def _code_of(grounds: Grounds, squad: Squad) -> str | None:
    """The lowest area around the case that the squad answers for."""
    return next((each for each in grounds.path if grounds.areas[each].squad == squad.code), None)


def _owns(grounds: Grounds, department: Department) -> bool:
    return grounds.owner != "" and grounds.owner in (department.code, department.name)


def _for_owner(department: Department) -> _Earned:
    return _Earned(_FOR_OWNER, Text(f"权属单位：{department.name}", f"owns the component: {department.name}"))


def _for_area(node: AreaNode, role: Text | None = None) -> _Earned:
    word = _AREA_WORDS.get(node.level, Text("区域", "area"))
    as_what = Text("", "") if role is None else Text(f"（{role.zh}）", f" ({role.en})")
    why = Text(f"负责{word.zh} {node.name}{as_what.zh}", f"answers for the {word.en} {node.name}{as_what.en}")
    return _Earned(_FOR_AREA.get(node.level, _FOR_ABOVE), why)


def _skills(grounds: Grounds, person: Person) -> list[str]:
    """Those that the category speaks of."""
    return [skill for skill in person.skills if any(skill in word or word in skill for word in grounds.words)]


def _nearest(grounds: Grounds, people: Iterable[Person]) -> _Earned:
    known = [known for each in people if (known := grounds.positions.get(each.number)) is not None]
    fresh = [each for each in known if _age_us(grounds, each) <= _OLDEST_US]
    if not fresh:
        return _away(grounds, min(known, key=lambda each: _age_us(grounds, each), default=None))
    score, why = _away(grounds, min(fresh, key=lambda each: _away_m(grounds, each)))
    return _Earned(score, Text(f"最近的人{why.zh}", f"the nearest {why.en}"))


def _away(grounds: Grounds, known: KnownPosition | None) -> _Earned:
    """A position that is not fresh earns half, an old one nothing."""
    if known is None:
        return _Earned(0.0, _NO_POSITION)
    age_us = _age_us(grounds, known)
    minutes = age_us // MINUTE_US
    if age_us > _OLDEST_US:
        return _Earned(
            0.0, Text(f"位置未知（最后一次在 {minutes} 分钟前）", f"position unknown (last heard {minutes} min ago)")
        )
    away_m = _away_m(grounds, known)
    factor = 1.0 if age_us <= UNHEARD_AFTER_US else 0.5
    age = Text("刚刚", "just now") if minutes < 1 else Text(f"{minutes} 分钟前", f"{minutes} min ago")
    why = Text(f"距 {_distance(away_m)}，位置 {age.zh}", f"{_distance(away_m)} away, {age.en}")
    return _Earned(_FOR_NEARNESS * factor * max(0.0, 1.0 - away_m / FAR_M), why)


def _away_m(grounds: Grounds, known: KnownPosition) -> float:
    return distance_m(Position(grounds.lon, grounds.lat), Position(known.position.lon, known.position.lat))


def _age_us(grounds: Grounds, known: KnownPosition) -> int:
    return max(0, grounds.now_us - known.position.at_us)


def _distance(metres: float) -> str:
    return f"{round(metres, -1):.0f} m" if metres < 995 else f"{metres / 1_000:.1f} km"


def _for_load(cases_each: float) -> float:
    return _FOR_TIME / (1.0 + cases_each / 3.0)
