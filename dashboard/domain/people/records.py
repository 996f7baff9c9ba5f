"""Persons, squads, departments and responsibilities as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard.domain.people.posts import Post, SquadKind, Staff
from dashboard.domain.personal import PersonName, Phone, Photo

LONGEST: Final = {
    "number": 40,
    "code": 40,
    "name": 80,
    "phone": 30,
    "squad": 40,
    "department": 40,
    "parent": 40,
    "role": 40,
    "skill": 40,
}
"""How many characters the texts of people, squads and departments have at most."""
MOST_SKILLS: Final = 20
MOST_AREAS: Final = 200
REASON_AT_LEAST: Final = 4
REASON_AT_MOST: Final = 200
"""Characters of the reason for which somebody is shown whole."""


@dataclass(frozen=True, kw_only=True)
class Squad:
    """A squad (中队); `merged_into` is the code of the standing squad that took it over at `merged_us`."""

    code: str
    name: str
    kind: SquadKind = SquadKind.AREA
    merged_into: str | None = None
    merged_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class Department:
    """A department (处置单位) below `parent`; without one it is at the top."""

    code: str
    name: str
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who works for the bureau; `squad` and `department` are codes, `left_us` is since when no longer."""

    number: str
    name: PersonName
    post: Post
    phone: Phone | None = None
    squad: str | None = None
    department: str | None = None
    skills: tuple[str, ...] = ()
    staff: Staff = Staff.REGULAR
    photo: Photo | None = None
    left_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class Responsibility:
    """Who answers for an area in a role: a person by number, or whoever has a post in a squad."""

    area: str
    role: str
    person: str | None = None
    post: Post | None = None
    squad: str | None = None

    def __post_init__(self) -> None:
        if (self.person is None) == (self.post is None or self.squad is None):
            raise ValueError("a responsibility is held by a person, or by a post in a squad")
