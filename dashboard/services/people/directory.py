"""Use case: look people, squads and departments up, and who answers for an area or an asset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dashboard.domain.grid import AreaLevel
from dashboard.domain.people.answering import (
    Answering,
    areas_up,
    is_answered,
    nearest_first,
    squad_in_charge,
    starts_of,
)
from dashboard.domain.people.authors import Author, Holder, shown_author
from dashboard.domain.people.departments import Branch, branches
from dashboard.domain.people.posts import Role
from dashboard.domain.people.readouts import (
    MOST_PEOPLE,
    AreaHolder,
    AreaLine,
    PeoplePage,
    PeopleQuery,
    PersonLine,
    PersonSheet,
    SquadLine,
)
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.errors import NotFound
from dashboard.ports.people import PeopleReads
from dashboard.services.access import require
from dashboard.services.paging import check_limit, cursor_of, position_of

RESPONSIBLE_LEVELS: Final = (AreaLevel.BUILT_UP_AREA, AreaLevel.BLOCK, AreaLevel.GRID, AreaLevel.LINE)
"""The levels that are listed with who answers; unit grids are too many, and are looked up one by one."""


class PeopleSlice(NamedTuple):
    """People for a program, and the cursor of those that follow."""

    lines: Sequence[PersonLine]
    next: str | None


class People:
    """Who works here and who answers for what. Every method raises Unavailable when the database is out of reach."""

    def __init__(self, reads: PeopleReads) -> None:
        self._reads = reads

    def page(self, query: PeopleQuery, actor: Actor) -> PeoplePage:
        """Return one page of the people whom the actor may see, by squad, post and number. Raises Forbidden."""
        return self._reads.people(narrowed(query, actor))

    def headcount(self) -> int:
        """Return how many people work here."""
        return self._reads.people(PeopleQuery(limit=1)).total

    def after(self, query: PeopleQuery, cursor: str | None, actor: Actor) -> PeopleSlice:
        """Return the people from the cursor on whom the actor may see, in the order in which they were brought in.

        Raises BadInput, and Forbidden when another squad is asked for than the actor's right reaches.
        """
        query = narrowed(query, actor)
        check_limit(query.limit, MOST_PEOPLE)
        position = position_of(cursor, 1) or (0,)
        lines = self._reads.people_after(query._replace(limit=query.limit + 1), position[0])
        shown = lines[: query.limit]
        return PeopleSlice(shown, cursor_of(shown[-1].key) if len(lines) > len(shown) else None)

    def person(self, number: str, actor: Actor) -> PersonSheet | None:
        """Return somebody with everything that is theirs to answer for; None when there is no such number.

        Raises Forbidden when the actor's right does not reach their squad.
        """
        sheet = self._reads.person(number)
        if sheet is not None:
            require(actor, Permission.VIEW_PEOPLE, Target(squad=sheet.line.person.squad or None))
        return sheet

    def squads(self) -> Sequence[SquadLine]:
        """Return the squads with their leaders, people and areas."""
        return self._reads.squad_lines()

    def departments(self) -> tuple[Branch, ...]:
        """Return the tree of departments from the top."""
        return branches(self._reads.departments(), self._reads.people_by_department())

    def department_name(self, code: str) -> str:
        """Return what a department is called; an unknown one is its code."""
        return next((each.name for each in self._reads.departments() if each.code == code), code) if code else ""

    def responsibilities(self) -> Sequence[AreaLine]:
        """Return blocks, grids and street lines, each after its parent, with who answers for them."""
        return self._reads.area_lines(RESPONSIBLE_LEVELS)

    def authors(self, accounts: Iterable[str | None], actor: Actor) -> Mapping[str, Author]:
        """Return whose these accounts are, as the actor may see them."""
        return as_seen(self._reads.holders_of_accounts({each for each in accounts if each}), actor)

    def of_area(self, code: str) -> list[Answering]:
        """Return who answers for an area, nearest first, up to the whole city. Raises NotFound."""
        found = self._answering([code])
        if found is None:
            raise NotFound(f"there is no area {code!r:.60}")
        return found

    def of_asset(self, asset_id: str) -> list[Answering]:
        """Return who answers for where an asset lies, nearest first. Raises NotFound."""
        hit = self._reads.asset_areas(asset_id)
        if hit is None:
            raise NotFound(f"there is no asset {asset_id!r:.60}")
        return self._answering(starts_of(hit)) or []

    def _answering(self, starts: Sequence[str]) -> list[Answering] | None:
        areas = self._reads.areas_around(starts)
        path = areas_up(starts, areas)
        if not path:
            return None
        found = nearest_first(path, self._reads.holders(path))
        charge = None if is_answered(found) else squad_in_charge(path, areas)
        if charge is None:
            return found
        code, squad = charge
        node = areas[code]
        leaders = [_as_holder(code, node.name, node.level, each) for each in self._reads.squad_leaders(squad)]
        return [*found, Answering(code, tuple(leaders))] if leaders else found


def _as_holder(code: str, name: str, level: str, line: PersonLine) -> AreaHolder:
    person = line.person
    return AreaHolder(
        area_code=code,
        area_name=name,
        level=level,
        role=Role.SQUAD_LEADER,
        number=person.number,
        name=person.name,
        phone=person.phone,
        post=person.post,
        squad_name=line.squad_name,
    )


def as_seen(holders: Mapping[str, Holder], actor: Actor) -> Mapping[str, Author]:
    """Return whose accounts are, with the masked names of those whom the actor may see."""

    def sees(holder: Holder) -> bool:
        return decide(actor, Permission.VIEW_PEOPLE, Target(squad=holder.squad)).allowed

    return {name: shown_author(holder, sees_people=sees(holder)) for name, holder in holders.items()}


def narrowed(query: PeopleQuery, actor: Actor) -> PeopleQuery:
    """Return the query within what the actor may see: everybody, or the own squad. Raises Forbidden."""
    if decide(actor, Permission.VIEW_PEOPLE, Target()).allowed:
        return query
    squad = query.squad or actor.squad or ""
    require(actor, Permission.VIEW_PEOPLE, Target(squad=squad or None))
    return query._replace(squad=squad)
