"""The city's profile: a document beside the basemap."""

from __future__ import annotations

import gzip
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select

from dashboard.domain.city import CityProfile
from dashboard.domain.coordinates import Position
from dashboard.domain.text import Text
from dashboard.ports.city import CityRows
from data_sources.db import tables as t
from data_sources.db.json_columns import zipped
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_PROFILE: Final = "profile"
_GENERATED: Final = "city"


class SqlCityRows(SqlPart, CityRows):
    """The profile inside a transaction."""

    def city_profile(self) -> CityProfile:
        """What the city calls itself."""
        return read_profile(self._connection)

    def save_city_profile(self, profile: CityProfile) -> None:
        """Store the profile in place of the one before."""
        told = {"name": profile.name, "title": profile.title, "centre": profile.centre}
        content = {key: None if value is None else list(value) for key, value in told.items()}
        put_document(self._connection, _PROFILE, content, self._now_us)

    def document(self, key: str) -> Any:
        """What is kept under a key; None when there is nothing."""
        c = t.city_document.c
        content = self._connection.execute(select(c.content).where(c.key == key)).scalar()
        return None if content is None else orjson.loads(gzip.decompress(content))

    def save_document(self, key: str, value: Any) -> None:
        """Keep it in place of what was there."""
        put_document(self._connection, key, value, self._now_us)


def put_document(connection: Connection, key: str, value: Any, now_us: int) -> None:
    """Store a ready-made document in place of an older one."""
    statement = upsert(connection.dialect.name, t.city_document, ["key"], update=["content", "updated_us"])
    connection.execute(statement, {"key": key, "content": zipped(value), "updated_us": now_us})


def read_profile(connection: Connection) -> CityProfile:
    """Return the profile; the demo city has its generated name until a profile tells another."""
    document = t.city_document.c
    rows = connection.execute(
        select(document.key, document.content).where(document.key.in_((_PROFILE, _GENERATED)))
    ).all()
    found: dict[str, Any] = {key: orjson.loads(gzip.decompress(content)) for key, content in rows}
    stored, generated = found.get(_PROFILE, {}), found.get(_GENERATED, {})
    name = stored.get("name") or ([generated["zh"], generated["en"]] if generated.get("zh") else None)
    title, centre = stored.get("title"), stored.get("centre")
    return CityProfile(
        name=Text(*name) if name else None,
        title=Text(*title) if title else None,
        centre=Position(*centre) if centre else None,
    )
