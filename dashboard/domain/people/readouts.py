"""People, squads and responsibilities as pages and programs read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName, Phone

PEOPLE_A_PAGE: Final = 50
MOST_PEOPLE: Final = 500


class PeopleQuery(NamedTuple):
    """Which people: `text` is part of a name, number or phone; codes of a squad or department; empty is any.

    Departments include those below them. Without `left` only those who still work here.
    """

    text: str = ""
    squad: str = ""
    department: str = ""
    post: str = ""
    left: bool = False
    offset: int = 0
    limit: int = PEOPLE_A_PAGE


class PersonLine(NamedTuple):
    """A person with the names of squad and department; `key` orders pages of programs."""

    key: int
    person: Person
    squad_name: str | None
    department_name: str | None


class PeoplePage(NamedTuple):
    """One page of people, and how many there are in all."""

    lines: tuple[PersonLine, ...]
    total: int


class AreaHolder(NamedTuple):
    """Who answers for an area in a role.

    `name`, `number` and `phone` are None while nobody has the post, or whoever had it left; `title` is what an
    import of areas called a role that nobody was named for.
    """

    area_code: str
    area_name: str
    level: str
    role: str
    title: str | None = None
    number: str | None = None
    name: PersonName | None = None
    phone: Phone | None = None
    post: Post | None = None
    squad_name: str | None = None


class KeptPhoto(NamedTuple):
    """The picture behind a Photo."""

    media_type: str
    content: bytes


class PersonSheet(NamedTuple):
    """Everything about one person; `photo` only where they are shown whole."""

    line: PersonLine
    answers: tuple[AreaHolder, ...]
    photo: KeptPhoto | None = None


class SquadLine(NamedTuple):
    """A squad with its leaders, its people by post, and its areas by level."""

    squad: Squad
    leaders: tuple[PersonLine, ...]
    posts: Mapping[Post, int]
    regular: int
    areas: Mapping[str, int]

    @property
    def people(self) -> int:
        """How many people it has."""
        return sum(self.posts.values())


class AreaLine(NamedTuple):
    """An area with who answers for it; `depth` is how many areas are above it."""

    code: str
    name: str
    level: str
    depth: int
    squad_name: str | None
    holders: tuple[AreaHolder, ...]


def present_name(name: PersonName, reveal: bool) -> str:
    """Return the name whole or masked."""
    return name.reveal() if reveal else name.masked()


def present_person(line: PersonLine, reveal: bool) -> dict[str, Any]:
    """Return a person for programs and pages; without `reveal` name and phone are masked."""
    person = line.person
    phone = person.phone
    return {
        "number": person.number,
        "name": present_name(person.name, reveal),
        "phone": None if phone is None else phone.reveal() if reveal else phone.masked(),
        "post": person.post.value,
        "squad": person.squad,
        "squad_name": line.squad_name,
        "department": person.department,
        "department_name": line.department_name,
        "skills": list(person.skills),
        "staff": person.staff.value,
        "active": person.left_us is None,
    }
