"""Who of the demo bureau works at Xiuhua, and under which account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.domain.people.posts import Post
from dashboard.domain.rights import Role
from data_sources.demo_city.bureau import DemoBureau

_ROLES: Final[Mapping[Post, tuple[Role, int]]] = {
    Post.INTAKE_CLERK: (Role.OPERATOR, 3),
    Post.DUTY_CHIEF: (Role.DISPATCHER, 2),
    Post.DISPATCHER: (Role.DISPATCHER, 1),
    Post.BUREAU_LEADER: (Role.MANAGER, 1),
    Post.SQUAD_LEADER: (Role.SQUAD_LEADER, 1_000),
    Post.GRID_LEADER: (Role.OFFICER, 1_000),
    Post.OFFICER: (Role.OFFICER, 1_000),
    Post.HANDLER: (Role.DEPARTMENT, 1_000),
}
"""The role of a post's accounts, and how many of those who have it work at Xiuhua."""


class Player(NamedTuple):
    """Somebody with the account that they sign in with."""

    account: str
    role: Role
    person: str
    squad: str | None = None
    department: str | None = None


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Accounts by what they are for, and by the number of a person; leaders, officers and handlers are such numbers."""

    seats: Sequence[str]
    chiefs: Sequence[str]
    managers: Sequence[str]
    leaders: Mapping[str, str]
    officers: Mapping[str, Sequence[str]]
    handlers: Mapping[str, Sequence[str]]
    of_person: Mapping[str, str]


def players_of(bureau: DemoBureau) -> tuple[Player, ...]:
    """Return who works at Xiuhua, the same for the same bureau; an account is named by the number of its person."""
    found: list[Player] = []
    counts: dict[Post, int] = {}
    for each in bureau.people:
        role, most = _ROLES.get(each.post, (Role.PROGRAM, 0))
        counts[each.post] = counts.get(each.post, 0) + 1
        if counts[each.post] <= most:
            found.append(Player(each.number.lower(), role, each.number, each.squad, each.department))
    return tuple(found)


def cast_of(players: Sequence[Player]) -> Cast:
    """Return the players by what they are for."""
    officers: dict[str, list[str]] = {}
    handlers: dict[str, list[str]] = {}
    for each in players:
        if each.role is Role.OFFICER and each.squad is not None:
            officers.setdefault(each.squad, []).append(each.person)
        elif each.role is Role.DEPARTMENT and each.department is not None:
            handlers.setdefault(each.department, []).append(each.person)
    return Cast(
        seats=_accounts(players, Role.OPERATOR),
        chiefs=_accounts(players, Role.DISPATCHER),
        managers=_accounts(players, Role.MANAGER),
        leaders={each.squad: each.person for each in players if each.role is Role.SQUAD_LEADER and each.squad},
        officers=officers,
        handlers=handlers,
        of_person={each.person: each.account for each in players},
    )


def _accounts(players: Sequence[Player], role: Role) -> list[str]:
    return [each.account for each in players if each.role is role]
