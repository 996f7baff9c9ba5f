"""The index of the words of cases, as each database brings one along: FTS5 in SQLite, `tsvector` in PostgreSQL.

Both hold the same words (see `searching` in the domain) in the order in which they follow each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, column, select, table
from sqlalchemy import text as sql

from dashboard.domain.cases.records import Case
from dashboard.domain.cases.searching import Piece, Wanted, indexed, number_parts
from data_sources.db import tables as t

_C = t.case_record.c
NO_CASE: Final = _C.case_key.is_(None)
"""The condition that none fulfils: unlike a plain `false` it leaves the others in a query, and so its indexes."""
_ADD: Final = {
    "sqlite": sql("INSERT INTO case_search (rowid, words) VALUES (:case_key, :words)"),
    "postgresql": sql("INSERT INTO case_search (case_key, words) VALUES (:case_key, CAST(:words AS tsvector))"),
}
_REMOVE: Final = {
    "sqlite": (sql("INSERT INTO case_search (case_search, rowid, words) VALUES ('delete', :case_key, :words)"),),
    "postgresql": (sql("DELETE FROM case_search WHERE case_key = :case_key"),),
}
"""FTS5 keeps no texts of its own: what is removed must be told again."""
_FOUND: Final = {
    "sqlite": "case_search.words MATCH :pieces",
    "postgresql": "case_search.words @@ CAST(:pieces AS tsquery)",
}
_SEARCH: Final = table("case_search", column("rowid", Integer), column("case_key", Integer))
_KEY: Final = {"sqlite": _SEARCH.c.rowid, "postgresql": _SEARCH.c.case_key}


class Findable(NamedTuple):
    """A stored case, its number, and the texts that it is found by."""

    case_key: int
    number: str
    texts: tuple[str, ...]

    @staticmethod
    def by(case: Case) -> Findable:
        """What lists look for words in."""
        return Findable(case.case_key, case.number, (case.place.address, case.description, case.category_name))


def add_to_search(connection: Connection, cases: Iterable[Findable]) -> None:
    """Let stored cases be found by their words, once each."""
    rows = [_words_row(connection, each) for each in cases]
    if rows:
        connection.execute(_ADD[connection.dialect.name], rows)


def refresh_search(connection: Connection, case: Case) -> None:
    """Let a stored case be found by the words that it has now, before its row is changed."""
    stored = connection.execute(
        select(_C.address, _C.description, _C.category_name).where(_C.case_key == case.case_key)
    ).first()
    if stored is None or Findable.by(case).texts == tuple(stored):
        return
    for statement in _REMOVE[connection.dialect.name]:
        connection.execute(statement, _words_row(connection, Findable(case.case_key, case.number, tuple(stored))))
    add_to_search(connection, [Findable.by(case)])


def _words_row(connection: Connection, case: Findable) -> dict[str, Any]:
    write = _sqlite_words if connection.dialect.name == "sqlite" else _postgres_words
    words = chain(chain.from_iterable(indexed(*case.texts)), number_parts(case.number))
    return {"case_key": case.case_key, "words": write(words)}


def _sqlite_words(words: Iterable[str]) -> str:
    return " ".join(words)


def _postgres_words(words: Iterable[str]) -> str:
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, start=1))


def has_words(dialect: str, looked_for: Wanted) -> ColumnElement[bool]:
    """Return the condition that a case has all pieces, or this in its number."""
    is_sqlite = dialect == "sqlite"
    pieces = (" AND " if is_sqlite else " & ").join(
        map(_sqlite_piece if is_sqlite else _postgres_piece, looked_for.pieces)
    )
    number = _sqlite_piece(Piece(looked_for.number)) if is_sqlite else _postgres_piece(Piece(looked_for.number))
    ways = [f"({way})" for way, told in ((pieces, looked_for.pieces), (number, looked_for.number)) if told]
    if not ways:
        return NO_CASE
    sought = sql(_FOUND[dialect]).bindparams(pieces=(" OR " if is_sqlite else " | ").join(ways))
    return _C.case_key.in_(select(_KEY[dialect]).where(sought))


def _sqlite_piece(piece: Piece) -> str:
    return f'"{" ".join(piece.pairs)}"' + ("*" if piece.is_beginning else "")


def _postgres_piece(piece: Piece) -> str:
    if piece.is_beginning:
        return f"'{piece.pairs[0]}':*"
    return "<->".join(f"'{pair}'" for pair in piece.pairs)
