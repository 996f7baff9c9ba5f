"""How old the schema of a database is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from data_sources.db import tables as t
from data_sources.db.schema import MIGRATIONS, SchemaAge, known_revisions, schema_age
from data_sources.db.tables.cases import OF_LISTS


def migrations() -> Config:
    """Alembic's configuration, as data_sources.db.migrate has it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def test_the_files_of_the_migrations_begin_with_their_revisions_in_order() -> None:
    newest_first = [script.revision for script in ScriptDirectory.from_config(migrations()).walk_revisions()]
    assert known_revisions() == newest_first[::-1]


def test_a_migrated_database_is_current(engine: Engine) -> None:
    assert schema_age(engine) is SchemaAge.CURRENT


@pytest.mark.parametrize(
    ("change", "age"),
    [
        ("DROP TABLE alembic_version", SchemaAge.EMPTY),
        ("DELETE FROM alembic_version", SchemaAge.EMPTY),
        ("UPDATE alembic_version SET version_num = '0001'", SchemaAge.OLD),
        ("UPDATE alembic_version SET version_num = '9999'", SchemaAge.NEWER),
    ],
)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_age_is_told_by_the_stored_revision(
    new_engine: Callable[[str], Engine], kind: str, change: str, age: SchemaAge
) -> None:
    engine = new_engine(kind)
    with engine.begin() as connection:
        connection.execute(text(change))
    assert schema_age(engine) is age


def test_the_migrations_lead_to_exactly_the_tables(engine: Engine) -> None:
    def is_described(name: str | None, kind: str, _parents: object) -> bool:
        if kind == "index":
            return not str(name).startswith(OF_LISTS)
        return kind != "table" or name in t.metadata.tables

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_described})
        assert compare_metadata(context, t.metadata) == []


def test_the_migrations_lead_back_to_nothing(engine: Engine) -> None:
    config = migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) & set(t.metadata.tables) == set()


def test_titles_of_duties_become_responsibilities_that_nobody_holds_and_go_back(engine: Engine) -> None:
    config = migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
        connection.execute(
            text("INSERT INTO area (area_key, code, name, level, geometry) VALUES (1, 'G1', '一网格', 'grid', '{}')")
        )
        connection.execute(text("INSERT INTO duty (area_key, title, role) VALUES (1, '网格长甲', 'grid_leader')"))
        command.upgrade(config, "head")
        kept = connection.execute(text("SELECT area_key, role, title, person_key, post FROM responsibility")).one()
        assert tuple(kept) == (1, "grid_leader", "网格长甲", None, None)
        command.downgrade(config, "0007")
        assert connection.scalar(text("SELECT title FROM duty")) == "网格长甲"
