"""Who answers for areas, read inside a connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, or_, select

from dashboard.domain.people.posts import Post
from dashboard.domain.people.readouts import AreaHolder
from dashboard.domain.personal import PersonName, Phone
from data_sources.db import tables as t

_R: Final = t.responsibility.c
_P: Final = t.person.c
_A: Final = t.area.c

# A post in a squad is held by everybody who has it; somebody who left leaves what was theirs vacant.
_HELD: Final = and_(
    _P.left_us.is_(None),
    or_(_P.person_key == _R.person_key, and_(_P.post == _R.post, _P.squad_key == _R.squad_key)),
)
HOLDERS: Final = (
    select(
        _A.code,
        _A.name.label("area_name"),
        _A.level,
        _R.role,
        _R.title,
        _R.post.label("held_post"),
        _P.number,
        _P.name,
        _P.phone,
        _P.post,
        t.squad.c.name.label("squad_name"),
        _R.area_key,
        _R.person_key,
    )
    .select_from(t.responsibility)
    .join(t.area, _A.area_key == _R.area_key)
    .outerjoin(t.person, _HELD)
    .outerjoin(t.squad, t.squad.c.squad_key == _P.squad_key)
    .order_by(_R.responsibility_key, _P.number)
)


def holders_of_areas(connection: Connection, area_keys: Sequence[int]) -> list[AreaHolder]:
    """Who answers for these areas now, in the order in which they were named."""
    query = HOLDERS.where(_R.area_key.in_(area_keys))
    return [holder_of(row) for row in connection.execute(query)] if area_keys else []


def holder_of(row: Any) -> AreaHolder:
    """A row of HOLDERS as a record."""
    post = row.post or row.held_post
    return AreaHolder(
        area_code=row.code,
        area_name=row.area_name,
        level=row.level,
        role=row.role,
        title=row.title,
        number=row.number,
        name=PersonName(row.name) if row.name else None,
        phone=Phone(row.phone) if row.phone else None,
        post=Post(post) if post else None,
        squad_name=row.squad_name,
    )
