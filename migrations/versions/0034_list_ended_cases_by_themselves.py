"""List ended cases by themselves: keep their lamps, count them by kind, and hold all that lists go by in their indexes.

The numbers of cases come to the words that they are found by.

Revision ID: 0034
Revises: 0033
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_LAMP: Final = (
    "CASE WHEN ended_us IS NULL THEN NULL"
    " WHEN paused_since_us IS NOT NULL OR due_us IS NULL THEN 'grey'"
    " WHEN coalesce(handled_us, ended_us) > due_us THEN 'red'"
    " WHEN coalesce(handled_us, ended_us) >= yellow_us THEN 'yellow' ELSE 'green' END"
)
_LISTED: Final = (
    "state end_lamp category source squad second_squad department assignee checker reporter area_key line_key"
    " reported_us due_us number address"
)
_LED: Final = "state end_lamp category source squad department area_key line_key reported_us assignee"
_BEFORE: Final = (
    "case_key reported_us state handled_us ended_us due_us yellow_us paused_since_us squad second_squad department"
    " assignee checker area_key line_key category source step_due_us number reporter alarm_key address"
)
_SORTED: Final = {"by_due": f"coalesce(due_us, {2**62})", "by_squad": "coalesce(squad, '')", "by_address": "address"}
_KINDS: Final = "state end_lamp category source squad second_squad department"
_ENDED: Final = sa.text("ended_us IS NOT NULL")
_WHERE: Final = "WHERE ended_us IS NOT NULL"
_EMPTIED: Final = {
    "sqlite": (
        "DROP TABLE case_search",
        "CREATE VIRTUAL TABLE case_search USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": ("TRUNCATE case_search",),
}
_FILL: Final = {
    "sqlite": "INSERT INTO case_search (rowid, words) VALUES (:key, :words)",
    "postgresql": "INSERT INTO case_search VALUES (:key, CAST(:words AS tsvector))",
}
_AT_ONCE: Final = 2_000
_OFTEN: Final = (
    "ALTER TABLE case_record SET (autovacuum_vacuum_scale_factor = 0.002, autovacuum_vacuum_threshold = 5000,"
    " autovacuum_vacuum_insert_scale_factor = 0.002, autovacuum_vacuum_insert_threshold = 5000)"
)
"""An index is read without its rows where a vacuum saw that all see them."""


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_index("ix_case_record_list", "case_record")
    op.add_column("case_record", sa.Column("end_lamp", sa.String(10), sa.Computed(_LAMP, persisted=not is_sqlite)))
    op.create_table(
        "case_tally",
        *(sa.Column(name, sa.String(40), nullable=False) for name in _KINDS.split()),
        sa.Column("n", sa.Integer, nullable=False),
    )
    if is_sqlite:
        op.create_index("ix_case_list_all", "case_record", ["case_key", *_LISTED.split()], sqlite_where=_ENDED)
    else:
        _lead()
        op.execute(_OFTEN)
    op.execute(_counted())
    for statement in (*_triggers(is_sqlite), *_EMPTIED[op.get_bind().dialect.name]):
        op.execute(statement)
    _fill(op.get_bind(), with_numbers=True)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for deed in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER case_tally_{deed}" + ("" if is_sqlite else " ON case_record"))
    op.drop_table("case_tally")
    if is_sqlite:
        op.drop_index("ix_case_list_all", "case_record")
    else:
        op.execute("DROP FUNCTION case_tally_follows()")
        op.execute(
            "ALTER TABLE case_record RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,"
            " autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold)"
        )
        for name in (*_LED.split(), *_SORTED):
            op.drop_index(f"ix_case_list_{name}", "case_record")
    op.drop_column("case_record", "end_lamp")
    op.create_index("ix_case_record_list", "case_record", _BEFORE.split())
    for statement in _EMPTIED[op.get_bind().dialect.name]:
        op.execute(statement)
    _fill(op.get_bind(), with_numbers=False)


def _lead() -> None:
    for name in _LED.split():
        op.create_index(
            f"ix_case_list_{name}",
            "case_record",
            [name, "case_key"],
            postgresql_where=_ENDED,
            postgresql_include=[each for each in _LISTED.split() if each != name],
        )
    for name, by in _SORTED.items():
        op.create_index(f"ix_case_list_{name}", "case_record", [sa.text(by), "case_key"], postgresql_where=_ENDED)


def _kind(row: str) -> str:
    return ", ".join(f"coalesce({row}{name}, '')" for name in _KINDS.split())


def _counted() -> str:
    kind = _kind("")
    return " ".join(("INSERT INTO case_tally SELECT", kind, ", count(*) FROM case_record", _WHERE, "GROUP BY", kind))


def _triggers(is_sqlite: bool) -> list[str]:
    """What writes down each ended case that comes to a kind or leaves it."""
    comes = f"INSERT INTO case_tally SELECT {_kind('NEW.')}, 1 WHERE NEW.ended_us IS NOT NULL;"
    leaves = f"INSERT INTO case_tally SELECT {_kind('OLD.')}, -1 WHERE OLD.ended_us IS NOT NULL;"
    deeds = {
        "insert": ("NEW.ended_us IS NOT NULL", comes),
        "update": ("OLD.ended_us IS NOT NULL OR NEW.ended_us IS NOT NULL", leaves + comes),
        "delete": ("OLD.ended_us IS NOT NULL", leaves),
    }
    if is_sqlite:
        return [
            f"CREATE TRIGGER case_tally_{deed} AFTER {deed} ON case_record WHEN {told} BEGIN {written} END"
            for deed, (told, written) in deeds.items()
        ]
    function = (
        "CREATE FUNCTION case_tally_follows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP <> 'INSERT' THEN {leaves} END IF; IF TG_OP <> 'DELETE' THEN {comes} END IF; RETURN NULL; END $$"
    )
    return [function] + [
        f"CREATE TRIGGER case_tally_{deed} AFTER {deed} ON case_record FOR EACH ROW WHEN ({told})"
        " EXECUTE FUNCTION case_tally_follows()"
        for deed, (told, _) in deeds.items()
    ]


def _fill(connection: sa.Connection, *, with_numbers: bool) -> None:
    """The words of the cases that are there already."""
    dialect, after = connection.dialect.name, 0
    some = sa.text(
        "SELECT case_key, number, address, description, category_name FROM case_record WHERE case_key > :after"
        " ORDER BY case_key LIMIT :count"
    )
    while rows := connection.execute(some, {"after": after, "count": _AT_ONCE}).all():
        told = []
        for key, number, *texts in rows:
            words = [word for text in texts for word in _words(text)]
            told.append({"key": key, "words": _written(dialect, words + (_parts(number) if with_numbers else []))})
        connection.execute(sa.text(_FILL[dialect]), told)
        after = rows[-1][0]


def _written(dialect: str, words: list[str]) -> str:
    if dialect == "sqlite":
        return " ".join(words)
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, start=1))


def _words(text: str) -> Iterator[str]:
    """Every two neighbouring letters or digits, and the last of a run alone."""
    for run in _runs(text):
        yield from (run[place : place + 2] for place in range(len(run)))


def _parts(number: str) -> list[str]:
    """Every four letters or digits, whatever stands between."""
    plain = "".join(_runs(number))
    return [plain[place : place + 4] for place in range(len(plain) - 3)]


def _runs(text: str) -> list[str]:
    return "".join(each if each.isalnum() else " " for each in text.casefold()).split()
