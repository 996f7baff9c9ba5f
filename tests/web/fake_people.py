"""A small bureau for the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from dashboard.domain.grid import AreaHit
from dashboard.domain.people.answering import AreaNode
from dashboard.domain.people.authors import Holder
from dashboard.domain.people.posts import Post, SquadKind, Staff
from dashboard.domain.people.readouts import (
    AreaHolder,
    AreaLine,
    PeoplePage,
    PeopleQuery,
    PersonLine,
    PersonSheet,
    SquadLine,
)
from dashboard.domain.people.records import Department, Person, Squad
from dashboard.domain.personal import PersonName, Phone
from dashboard.domain.rights import Role
from dashboard.ports.people import PeopleReads

NAME = PersonName("张〇一")
PERSON = PersonLine(
    1,
    Person(
        number="001",
        name=NAME,
        post=Post.SQUAD_LEADER,
        phone=Phone("10000000001"),
        squad="S1",
        skills=("市容", "渣土"),
        staff=Staff.REGULAR,
    ),
    "一中队",
    None,
)
SQUADS = (
    SquadLine(
        Squad(code="S1", name="一中队"), (PERSON,), {Post.SQUAD_LEADER: 1, Post.OFFICER: 8}, 1, {"block": 2, "line": 14}
    ),
    SquadLine(Squad(code="S9", name="机动中队", kind=SquadKind.MOBILE), (), {}, 0, {}),
)
BLOCK = AreaHolder("B1", "一区块", "block", "block_leader", number="001", name=NAME)
DEPUTY = AreaHolder("B1", "一区块", "block", "deputy_squad_leader", post=Post.DEPUTY_SQUAD_LEADER)
TITLE = AreaHolder("G1", "一网格", "grid", "grid_leader", title="网格长甲")
LINE = AreaHolder("L1", "县前街", "line", "line_officer", number="001", name=NAME)
AREAS = (
    AreaLine("C", "城区", "built_up_area", 0, None, ()),
    AreaLine("B1", "一区块", "block", 1, "一中队", (BLOCK, DEPUTY)),
    AreaLine("G1", "一网格", "grid", 2, "一中队", (TITLE,)),
    AreaLine("L1", "县前街", "line", 3, "一中队", (LINE,)),
    AreaLine("L2", "县后街", "line", 3, "一中队", ()),
)


@dataclass
class FakePeopleReads(PeopleReads):
    """One person of 151; nobody and nothing when `empty`."""

    queries: list[PeopleQuery] = field(default_factory=list)
    empty: bool = False

    def people(self, query: PeopleQuery) -> PeoplePage:
        self.queries.append(query)
        return PeoplePage((), 0) if self.empty else PeoplePage((PERSON,) * 50, 151)

    def people_after(self, query: PeopleQuery, key: int) -> Sequence[PersonLine]:
        return [PERSON]

    def person(self, number: str) -> PersonSheet | None:
        return PersonSheet(PERSON, (LINE,)) if number == "001" else None

    def squad_lines(self) -> Sequence[SquadLine]:
        return () if self.empty else SQUADS

    def departments(self) -> Sequence[Department]:
        return (
            ()
            if self.empty
            else (Department(code="D1", name="局机关"), Department(code="D2", name="市政科", parent="D1"))
        )

    def people_by_department(self) -> Mapping[str, int]:
        return {"D2": 3}

    def area_lines(self, levels: Sequence[str]) -> Sequence[AreaLine]:
        return () if self.empty else AREAS

    def areas_around(self, codes: Sequence[str]) -> Mapping[str, AreaNode]:
        return {}

    def asset_areas(self, asset_id: str) -> AreaHit | None:
        return None

    def holders(self, codes: Sequence[str]) -> Sequence[AreaHolder]:
        return ()

    def holders_of_accounts(self, accounts: Set[str]) -> Mapping[str, Holder]:
        holder = Holder(Role.SQUAD_LEADER, NAME, Post.SQUAD_LEADER, "S1", "一中队")
        return {"zhang": holder} if "zhang" in accounts else {}

    def squad_leaders(self, squad: str) -> Sequence[PersonLine]:
        return (PERSON,)
