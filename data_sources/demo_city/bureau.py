"""The bureau of the demo city: squads, departments, 150 made-up people, and who answers for which area.

Names are a surname and two digits (张〇一) and phones begin with 100, which no network gives out: nobody is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dashboard.domain.people.posts import Post, Role, SquadKind, Staff
from dashboard.domain.people.records import Department, Person, Responsibility, Squad
from dashboard.domain.personal import PersonName, Phone
from data_sources.demo_city.records import Area, DemoCity

MOBILE_SQUAD: Final = "mobile"
LINES_AN_OFFICER: Final = 2
_DIGITS: Final = "〇一二三四五六七八九"
_SURNAMES: Final = "张王李赵陈林周吴郑孙朱胡高何郭马罗梁宋谢"
_SKILLS: Final = ("渣土", "排水", "园林", "停车", "垃圾分类", "违建", "无人机", "油烟")

DEPARTMENTS: Final[tuple[tuple[str, str, str | None, int], ...]] = (
    ("ZF", "绣城区综合行政执法局", None, 0),
    ("ZF01", "指挥中心", "ZF", 0),
    ("ZF02", "执法大队", "ZF", 0),
    ("ZF03", "市政设施科", "ZF", 2),
    ("ZF04", "环境卫生科", "ZF", 2),
    ("ZF05", "园林绿化科", "ZF", 1),
    ("SZ", "绣城市政养护中心", None, 1),
    ("SZ01", "道路养护班", "SZ", 2),
    ("SZ02", "排水养护班", "SZ", 3),
    ("SZ03", "照明养护班", "SZ", 1),
    ("HW", "绣城环卫中心", None, 1),
    ("HW01", "清扫保洁队", "HW", 2),
    ("HW02", "垃圾清运队", "HW", 2),
    ("YL", "绣城园林养护中心", None, 2),
    ("JJ", "绣城交警大队", None, 1),
)
"""Code, name, what it is below, and how many handlers it has."""

_CENTRE: Final = (
    (Post.DUTY_CHIEF, 4),
    (Post.DISPATCHER, 4),
    (Post.INTAKE_CLERK, 4),
    (Post.SEAT_OPERATOR, 8),
    (Post.ASSESSOR, 2),
    (Post.ADMINISTRATOR, 1),
)
_BY_POST: Final = (
    (Role.SQUAD_LEADER, Post.SQUAD_LEADER),
    (Role.DEPUTY_SQUAD_LEADER, Post.DEPUTY_SQUAD_LEADER),
)
"""Who answers for the blocks of a squad beside their own leader, whoever that is."""
_SQUADS_OFFICE: Final = "ZF02"
_REGULAR: Final = frozenset(Post) - {Post.OFFICER, Post.SEAT_OPERATOR, Post.COLLECTOR, Post.HANDLER}


@dataclass(frozen=True, kw_only=True)
class DemoBureau:
    """All that the tables of a bureau would hold; departments stand after those they are below."""

    squads: tuple[Squad, ...]
    departments: tuple[Department, ...]
    people: tuple[Person, ...]
    responsibilities: tuple[Responsibility, ...]


def make_bureau(city: DemoCity) -> DemoBureau:
    """Return the bureau of a city, the same for the same city."""
    people = list(_centre())
    responsibilities: list[Responsibility] = []
    for squad in city.squads:
        areas = [area for area in city.areas if area.squad == squad.key]
        _staff_squad(squad.key, areas, people, responsibilities)
    people += _handlers(len(people))
    return DemoBureau(
        squads=tuple(Squad(code=each.key, name=each.name.zh, kind=_kind(each.key)) for each in city.squads),
        departments=tuple(Department(code=code, name=name, parent=above) for code, name, above, _ in DEPARTMENTS),
        people=tuple(people),
        responsibilities=tuple(responsibilities),
    )


def _kind(squad: str) -> SquadKind:
    return SquadKind.MOBILE if squad == MOBILE_SQUAD else SquadKind.AREA


def _person(index: int, post: Post, *, squad: str | None = None, department: str | None = None) -> Person:
    """The made-up person of a running number from 0."""
    count = index // len(_SURNAMES) + 1
    name = f"{_SURNAMES[index % len(_SURNAMES)]}{_DIGITS[count // 10]}{_DIGITS[count % 10]}"
    is_regular = post in _REGULAR or index % 5 < 2
    return Person(
        number=f"XC{index + 1:04d}",
        name=PersonName(name),
        post=post,
        phone=Phone(f"100{index + 1:08d}"),
        squad=squad,
        department=department,
        skills=("市容", _SKILLS[index % len(_SKILLS)]) if squad else (),
        staff=Staff.REGULAR if is_regular else Staff.AUXILIARY,
    )


def _centre() -> Iterator[Person]:
    posts = [post for post, count in _CENTRE for _ in range(count)]
    yield from (_person(index, Post.BUREAU_LEADER, department="ZF") for index in range(2))
    yield from (_person(index, post, department="ZF01") for index, post in enumerate(posts, start=2))


def _handlers(begin: int) -> list[Person]:
    homes = [code for code, _, _, count in DEPARTMENTS for _ in range(count)]
    return [_person(begin + place, Post.HANDLER, department=code) for place, code in enumerate(homes)]


def _staff_squad(
    squad: str, areas: Iterable[Area], people: list[Person], responsibilities: list[Responsibility]
) -> None:
    """A leader and a deputy; a leader of each block and of each grid; an officer for every two lines of a grid."""

    def hire(post: Post) -> str:
        people.append(_person(len(people), post, squad=squad, department=_SQUADS_OFFICE))
        return people[-1].number

    def entrust(area: Area, role: Role, number: str) -> None:
        responsibilities.append(Responsibility(area=area.code, role=role, person=number))

    by_level = _by_level(areas)
    hire(Post.SQUAD_LEADER)
    hire(Post.DEPUTY_SQUAD_LEADER)
    for block in by_level.get("block", []):
        entrust(block, Role.BLOCK_LEADER, hire(Post.AREA_LEADER))
        responsibilities += [
            Responsibility(area=block.code, role=role, post=post, squad=squad) for role, post in _BY_POST
        ]
    for grid in by_level.get("grid", []):
        entrust(grid, Role.GRID_LEADER, hire(Post.GRID_LEADER))
        lines = [line for line in by_level.get("line", []) if line.parent == grid.code]
        officers = [hire(Post.OFFICER) for _ in lines[::LINES_AN_OFFICER]]
        entrust(grid, Role.DEPUTY, officers[0])
        entrust(grid, Role.INSPECTOR, officers[-1])
        for place, line in enumerate(lines):
            entrust(line, Role.LINE_OFFICER, officers[place // LINES_AN_OFFICER])


def _by_level(areas: Iterable[Area]) -> dict[str, list[Area]]:
    found: dict[str, list[Area]] = {}
    for area in areas:
        found.setdefault(area.level, []).append(area)
    return found
