"""How old the schema of a database is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from data_sources.db.schema import MIGRATIONS, SchemaAge, known_revisions, schema_age


def test_the_files_of_the_migrations_begin_with_their_revisions_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest_first = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
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
